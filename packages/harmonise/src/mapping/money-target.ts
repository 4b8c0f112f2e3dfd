import type { Json, Money } from '@rapport/core'
import { type Cleaned, isRefused } from '../cleaned.ts'
import { cleanCurrency, cleanMoney, currencyExponent, moneyOfMinor, withReporting } from '../money.ts'
import type { Evaluate, Frame } from './expression.ts'
import { invalid } from './expression.ts'
import type { RowNotes } from './row-notes.ts'
import {
  checkMembers,
  compileValue,
  type Group,
  isGroup,
  member,
  type Target,
  type TargetScope,
  usableOne,
  type Write,
} from './target.ts'

const canonical = /^-?\d+(?:\.\d+)?$/

/**
 * Compiles an amount: a value that holds it (its currency in the text, else the mapping's), `{ amount, currency }`, or
 * `{ amountMinor, currency }`. A currency code written as such (`EUR`) is one, not a path.
 */
export function compileMoney(target: Target, scope: TargetScope): Write {
  const { settings } = scope.source
  const isMinor = isGroup(target) && 'amountMinor' in target
  let amount: Evaluate
  let currency: Evaluate | undefined
  if (isGroup(target)) {
    checkMembers(target, [isMinor ? 'amountMinor' : 'amount', 'currency'], scope)
    const value = (target as Group)[isMinor ? 'amountMinor' : 'amount']
    if (value === undefined) throw invalid(scope.source, `${scope.field} is money: write { amount, currency }`)
    amount = compileValue(value, member(scope, isMinor ? 'amountMinor' : 'amount'))
    const { currency: named } = target as Group
    if (typeof named === 'string' && currencyExponent(named) !== undefined) currency = () => named
    else if (named !== undefined) currency = compileValue(named, member(scope, 'currency'))
  } else {
    amount = compileValue(target, scope)
  }
  const { field } = scope
  return (item, frame, notes) => {
    const received = usableOne(amount(item, frame), field, notes)
    if (received === undefined) return undefined
    let code: Cleaned<string> = settings.currency
    if (currency !== undefined) {
      const named = usableOne(currency(item, frame), field, notes)
      if (named !== undefined) code = cleanCurrency(named, settings.currency)
      if (isRefused(code)) {
        notes.flag(field, code.refused, named)
        return undefined
      }
    }
    if (isMoney(received)) return reported(received, scope, frame)
    const money = isMinor ? moneyOfMinor(received, code) : cleanMoney(received, code, settings.decimal)
    return money === undefined ? undefined : settle(money, received, scope, frame, notes)
  }
}

function settle(
  money: Exclude<Cleaned<Money>, undefined>,
  received: unknown,
  scope: TargetScope,
  frame: Frame,
  notes: RowNotes,
): Json | undefined {
  if (isRefused(money)) {
    notes.flag(scope.field, money.refused, received)
    return undefined
  }
  if (typeof received === 'string' && !canonical.test(received)) notes.keep(scope.field, received)
  return reported(money, scope, frame)
}

function reported(money: Money, { reporting }: TargetScope, frame: Frame): Json {
  if (reporting === undefined) return money as Json
  return withReporting(money, reporting, new Date(frame.occurredAtMs ?? frame.nowMs).toISOString().slice(0, 10)) as Json
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amountMinor' in value && 'exponent' in value
}
