export { type Cleaned, isRefused, type RefusalCode, type Refused } from './cleaned.ts'
export {
  compileCondition,
  compileNextFlip,
  conditionPaths,
  type NextFlip,
  type PathResolver,
  type Predicate,
} from './condition.ts'
export { foldCode, foldText } from './fold.ts'
export {
  type CompiledMapping,
  compileMapping,
  type MappedRow,
  type MappingContext,
  type MappingOptions,
  type MappingResult,
} from './mapping/compile-mapping.ts'
export { compileOperator, compileOperatorFlip, type ValueFlip, type ValueTest } from './operator.ts'
export { compilePath, type Getter, parsePath } from './paths.ts'
export { cleanPhone, type Phone } from './phone.ts'
