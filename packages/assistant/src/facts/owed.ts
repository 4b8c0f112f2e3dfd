import type { JsonObject, Money } from '@rapport/core'
import { moneyOf, textOf } from './read-value.ts'
import { says } from './status.ts'

/** What an invoice still asks for; `undefined` when it is paid, ended, or a credit note. */
export function owedOn({ balance, kind, status }: JsonObject): Money | undefined {
  const money = moneyOf(balance)
  const isOwed = money && money.amountMinor > 0 && kind !== 'creditNote' && !says(textOf(status), 'ended')
  return isOwed ? money : undefined
}
