export { type CleanedAddress, cleanAddress, comparableAddress, type ReceivedAddress } from './address.ts'
export { type Cleaned, isRefused, type RefusalCode, type Refused } from './cleaned.ts'
export { comparable, comparableOrganization } from './comparable.ts'
export {
  compileCondition,
  compileNextFlip,
  conditionPaths,
  type NextFlip,
  type PathResolver,
  type Predicate,
} from './condition.ts'
export { cleanCountry } from './country.ts'
export { cleanBirthDate, cleanDate, cleanInstant, cleanPartialDate, type DateSettings } from './dates.ts'
export { canonicalEmail, cleanEmail, isFreeEmailDomain } from './email.ts'
export { foldCode, foldText } from './fold.ts'
export { cleanIban } from './iban.ts'
export { cleanIdentifier } from './identifiers.ts'
export { cleanLanguage } from './language.ts'
export {
  type CompiledMapping,
  compileMapping,
  type FurtherRows,
  type MappedRow,
  type MappingContext,
  type MappingOptions,
  type MappingResult,
} from './mapping/compile-mapping.ts'
export { cleanCurrency, cleanMoney, currencyExponent, type ReportingCurrency, withReporting } from './money.ts'
export { peelSuffixes } from './name-titles.ts'
export { cleanNamePart, joinName, type NameOrder, type PersonName, splitName } from './names.ts'
export { namesBehind } from './nicknames.ts'
export { cleanBoolean, cleanNumber } from './numbers.ts'
export { compileOperator, compileOperatorFlip, type ValueFlip, type ValueTest } from './operator.ts'
export { compilePath, type Getter, parsePath } from './paths.ts'
export { cleanPhone, cleanPhoneNumber, type Phone, phoneType } from './phone.ts'
export { isPlaceholderIdentifier } from './placeholders.ts'
export { type Transform, transforms } from './transforms.ts'
export { cleanVat } from './vat.ts'
export { zoneClock } from './zone.ts'
