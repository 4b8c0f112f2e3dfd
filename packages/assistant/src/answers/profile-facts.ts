import type { JsonObject } from '@rapport/core'
import type { Provenance } from '@rapport/engine'
import { count, day, instant, text } from '../facts/fact.ts'
import { listOf, sensitivityOf } from '../facts/identity-facts.ts'
import { valueFacts } from '../facts/order-facts.ts'
import { textOf } from '../facts/read-value.ts'
import type { AnswerFact, Told } from './answer-fact.ts'
import { tell } from './language-file.ts'
import { isAbout } from './question.ts'
import type { Telling } from './row-facts.ts'

const MAX_POINTS = 4

/** A value of the profile, with where it comes from. */
function tellAttribute(
  { say, language, material }: Telling,
  attribute: string,
  value: string,
  rows: readonly Provenance[],
  id = attribute,
): Told {
  const isDate = /^\d{4}(-\d\d(-\d\d)?)?$/.test(value)
  const part = isDate ? day(value) : text(value)
  const fact: AnswerFact = {
    id: `attribute:${id}`,
    kind: 'attribute',
    parts: { attribute: text(attribute), value: part },
    rows,
    certainty: material.profile.conflicts.some((one) => one.attribute === attribute) ? 'disputed' : 'stated',
    sensitivity: sensitivityOf(material.profile.entity, attribute),
  }
  const name = say.attribute(text(attribute))
  const sentence = tell(say, language, 'attribute', {
    attribute: name.charAt(0).toUpperCase() + name.slice(1),
    value: part.type === 'date' ? say.wholeDate(part) : say.quote(part),
  })
  return { facts: [fact], text: sentence }
}

function fromOf({ material }: Telling, attribute: string): readonly Provenance[] {
  const from = material.profile.provenance[attribute]
  return from
    ? [from]
    : material.records.slice(0, 1).map(({ stream, key, observedAt }) => ({ stream, key, observedAt }))
}

/** One attribute, when the profile has it. */
export function tellAttributes(telling: Telling, attributes: readonly string[]): readonly Told[] {
  return attributes.flatMap((attribute) => {
    const value = telling.material.profile.attributes[attribute]
    const all = Array.isArray(value) ? value : [value]
    return all.flatMap((one, index) => {
      const said = textOf(one as string | undefined)
      return said === undefined
        ? []
        : [
            tellAttribute(
              telling,
              attribute,
              said,
              fromOf(telling, attribute),
              index === 0 ? attribute : `${attribute}:${index}`,
            ),
          ]
    })
  })
}

const kinds = {
  email: /mail|courriel/,
  phone: /phone|mobile|portable|numero|number|tel/,
  post: /adress|addres|live|habite/,
} as const
const attributeOf: Readonly<Record<string, string>> = { email: 'email', phone: 'phone', post: 'address' }

/** Contact points that are so, of the kinds that the question names; without any, all. */
export function tellContact(telling: Telling, words: readonly string[]): readonly Told[] {
  const asked = Object.entries(kinds).flatMap(([kind, pattern]) =>
    words.some((word) => isAbout('contact', word) && pattern.test(word)) ? [kind] : [],
  )
  const points = listOf(telling.material.profile.contactPoints)
    .filter(({ kind, validTo }) => validTo === undefined && (asked.length === 0 || asked.includes(String(kind))))
    .filter(({ kind }) => attributeOf[String(kind)] !== undefined)
  return points.slice(0, MAX_POINTS).flatMap((point) => {
    const value = point.kind === 'post' ? lineOf(point) : textOf(point.normal)
    const attribute = attributeOf[String(point.kind)] as string
    const from = point.from as unknown as Provenance | undefined
    return value === undefined
      ? []
      : [tellAttribute(telling, attribute, value, from ? [from] : [], `${attribute}:${value}`)]
  })
}

function lineOf(point: JsonObject): string | undefined {
  const { street, postalCode, city, country } = (point.address ?? {}) as Readonly<Record<string, string | undefined>>
  const town = [postalCode, city].filter(Boolean).join(' ')
  return textOf([street, town, country].filter((one) => one !== undefined && one !== '').join(', '))
}

/** What may be sent, and what was refused. */
export function tellConsents({ say, language, material }: Telling): readonly Told[] {
  return material.profile.consents.map(({ purpose, channel, state, since, from, contactPoint }) => {
    const parts = {
      purpose: text(purpose),
      ...(channel !== null && { channel: text(channel) }),
      since: instant(since),
    }
    const id = `consent:${purpose}/${channel ?? 'any'}/${contactPoint ?? 'person'}`
    const fact: AnswerFact = { id, kind: 'consent', parts, rows: [from], certainty: 'stated', sensitivity: 'open' }
    const name = say.code(parts.purpose)
    const sentence = tell(say, language, 'consent', {
      purpose: name.charAt(0).toUpperCase() + name.slice(1),
      channel: parts.channel && say.channel(parts.channel),
      state,
      since: say.date(parts.since),
    })
    return { facts: [fact], text: sentence }
  })
}

/** Its tier and points. */
export function tellLoyalty({ say, language, material }: Telling): readonly Told[] {
  return valueFacts(material).flatMap((fact) => {
    if (fact.kind !== 'tier') return []
    const { tier, points } = fact.parts
    const sentence = tell(say, language, 'tier', { tier: say.name(tier), points: points?.value })
    return [{ facts: [fact], text: sentence }]
  })
}

/** What was bought, by currency. */
export function tellSpend({ say, language, material }: Telling): readonly Told[] {
  return valueFacts(material).flatMap((fact) => {
    if (fact.kind !== 'spend') return []
    const { totals, count: bought, first, last } = fact.parts
    const sentence = tell(say, language, 'spend', {
      totals: totals.length > 0 ? say.list(totals.map((one) => say.money(one))) : undefined,
      of: fact.value.of,
      count: bought.value,
      first: say.wholeDate(first),
      last: say.wholeDate(last),
    })
    return [{ facts: [fact], text: sentence }]
  })
}

/** Who it is, by which systems. */
export function tellIdentity(telling: Telling): readonly Told[] {
  const { fullName, name, legalName } = telling.material.profile.attributes
  const attribute = fullName !== undefined ? 'fullName' : name !== undefined ? 'name' : 'legalName'
  const value = textOf(fullName) ?? textOf(name) ?? textOf(legalName)
  return value === undefined ? [] : [tellAttribute(telling, attribute, value, fromOf(telling, attribute))]
}

/** How many orders there are, and from when to when. */
export function tellCount(
  { say, language, material }: Telling,
  rows: readonly { readonly stream: string; readonly key: string; readonly occurredAt: string }[],
): Told {
  const [newest, oldest] = [rows[0], rows.at(-1)] as [(typeof rows)[number], (typeof rows)[number]]
  const parts = { count: count(rows.length), first: instant(oldest.occurredAt), last: instant(newest.occurredAt) }
  const cited = rows.slice(0, MAX_CITED).map(({ stream, key, occurredAt }) => ({ stream, key, observedAt: occurredAt }))
  const fact: AnswerFact = {
    id: 'orders',
    kind: 'orders',
    parts,
    rows: cited,
    certainty: 'calculated',
    sensitivity: 'open',
  }
  const sentence = tell(say, language, 'orders', {
    count: rows.length,
    isPartial: material.hasMoreStates,
    first: say.wholeDate(parts.first),
    last: say.wholeDate(parts.last),
  })
  return { facts: [fact], text: sentence }
}
const MAX_CITED = 20
