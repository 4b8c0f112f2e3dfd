import type { Json, Money } from '@rapport/core'
import type { ActionCatalogue, ProfileAnswer } from '@rapport/engine'
import type { Say } from '../language/say.ts'

/** A value by its path (`attributes.tier`, `insights.spend12m`), in words; `undefined`: there is none. */
export type TextValues = (path: string) => string | undefined

const MAX_TEXT = 80

/** The values of a profile as texts of actions name them, in the language, money and dates of the reader. */
export function valuesOf(
  profile: Pick<ProfileAnswer, 'attributes' | 'insights'>,
  { insights, currency }: ActionCatalogue,
  say: Say,
): TextValues {
  return (path) => {
    const [root = '', ...steps] = path.split('.')
    if (root === 'insights') {
      const name = steps.join('.')
      const value = profile.insights[name]
      return insights.get(name)?.unit === 'money' ? moneyOf(value, currency, say) : sayValue(value, say)
    }
    let value: Json | undefined = root === 'attributes' ? profile.attributes : undefined
    for (const step of steps)
      value = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, Json>>)[step] : undefined
    return sayValue(value, say)
  }
}

function moneyOf(value: Json | undefined, currency: ActionCatalogue['currency'], say: Say): string | undefined {
  if (typeof value !== 'number' || !currency) return undefined
  const money: Money = { amountMinor: Math.round(value), currency: currency.code, exponent: currency.exponent }
  return say.money({ value: money })
}

function sayValue(value: Json | undefined, say: Say): string | undefined {
  if (typeof value === 'number') return say.number({ value })
  if (typeof value === 'boolean') return say.code({ value: String(value) })
  if (typeof value !== 'string' || value.trim() === '') return sayList(value, say)
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return say.date({ type: 'instant', value })
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return say.date({ type: 'date', value })
  return say.name({ value: value.slice(0, MAX_TEXT) })
}

function sayList(value: Json | undefined, say: Say): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const said = (value as readonly Json[]).map((one) => sayValue(one, say))
  return said.every((one) => one !== undefined) ? say.list(said as string[]) : undefined
}

/** The first text whose placeholders all have a value, filled; what customers and systems wrote is data in it, never a placeholder. */
export function fillFirst(texts: string | readonly string[] | undefined, values: TextValues): string | undefined {
  for (const text of texts === undefined ? [] : [texts].flat()) {
    let isWhole = true
    const filled = text.replace(/\{([^{}]*)\}/g, (_, path: string) => {
      const value = values(path.trim())
      if (value === undefined) isWhole = false
      return value ?? ''
    })
    if (isWhole) return filled
  }
  return undefined
}
