import type { OrderFact, Part, SpendFact, StayFact, Text } from '../facts/fact.ts'
import type { Language } from './language.ts'
import type { Say } from './say.ts'

const QUOTE = 55

const channels: Readonly<Record<string, string>> = {
  email: 'e-mail',
  sms: 'text message',
  phone: 'phone',
  post: 'post',
  push: 'push message',
}
const attributes: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  phone: 'phone number',
  address: 'postal address',
  languages: 'language',
  consent: 'consent to marketing',
  fullName: 'name',
  birthDate: 'date of birth',
  honorific: 'title',
  contactPoints: 'contact details',
}
/** Kinds of places that read well behind a name. */
const places = new Set(['boutique', 'store', 'shop', 'flagship', 'hotel', 'branch', 'showroom', 'pharmacy', 'outlet'])
const talks: Readonly<Record<string, string>> = {
  call: 'call',
  visit: 'visit',
  email: 'e-mail',
  chat: 'chat',
  note: 'note',
}

const word = (say: Say, table: Readonly<Record<string, string>>, code: Text): string =>
  table[code.value] ?? say.code(code)

/** Short names of systems are mostly abbreviations; these are words. */
const shortWords = new Set(['web', 'app', 'pro', 'bar', 'spa', 'b2b', 'b2c'])

function system(say: Say, part: Text): string {
  const name = say.name(part)
  return name.length <= 3 && !shortWords.has(name) ? name.toUpperCase() : name
}

/** A letter that has no single capital (`ﬀ`) stays as it is. */
function capital(sentence: string): string {
  const first = sentence.charAt(0).toUpperCase()
  return first.length === 1 ? first + sentence.slice(1) : sentence
}
/** Joins what there is. */
const joined = (between: string, ...pieces: readonly (string | false | undefined)[]): string =>
  pieces.filter((piece) => piece !== undefined && piece !== false && piece !== '').join(between)

function place(say: Say, { location, locationKind }: Pick<OrderFact['parts'], 'location' | 'locationKind'>) {
  if (!location) return undefined
  const kind = locationKind?.value.toLowerCase() ?? ''
  const name = say.name(location)
  return places.has(kind) && !name.toLowerCase().includes(kind) ? `the ${name} ${kind}` : name
}

/** What is in an order, how it travelled and whether it was late. */
function orderStory(say: Say, { parts, value }: OrderFact, isProductTold = false): string {
  const { product, moreProducts, service, promisedAt, deliveredAt, daysLate } = parts
  const from = place(say, parts)
  const goods =
    product &&
    !isProductTold &&
    joined(' and ', say.quote(product, 50), moreProducts && `${say.number(moreProducts)} more`)
  const way = joined(' ', service && say.code(service), from && `from ${from}`)
  const late = daysLate ? `${say.count(daysLate, 'day', 'days')} late` : value.isLate && 'late'
  const course = deliveredAt
    ? joined(', ', `delivered ${say.date(deliveredAt)}`, late)
    : joined(
        ', ',
        promisedAt ? `promised for ${say.date(promisedAt)}` : `placed ${say.date(parts.placedAt)}`,
        value.isOpen && joined(' ', 'not delivered yet', late && `(${late})`),
      )
  return joined(', ', joined(', ', goods, way), course)
}

const orderName = (say: Say, { parts }: OrderFact): string =>
  parts.number ? `order ${say.name(parts.number)}` : `the order of ${say.date(parts.placedAt)}`

function staySpan(say: Say, { parts, value }: StayFact): string {
  const { location, arrivalOn, departureOn } = parts
  const at = location ? ` at ${say.name(location)}` : ''
  const from = say.date(arrivalOn)
  const span = departureOn ? `from ${from} to ${say.date(departureOn)}` : `on ${from}`
  return value.when === 'now' && departureOn ? `stay${at} until ${say.date(departureOn)}` : `stay${at} ${span}`
}

function saidValue(say: Say, part: Part): string {
  switch (part.type) {
    case 'date':
    case 'instant':
      return say.wholeDate(part)
    case 'text':
      return say.quote(part, 45)
    case 'number':
      return say.number(part)
    case 'money':
      return say.money(part)
  }
}

function spend(say: Say, { parts, value }: SpendFact): string {
  const { totals, count, returns, first, last } = parts
  const things = value.of === 'order' ? say.count(count, 'order', 'orders') : say.count(count, 'stay', 'stays')
  const sum = totals.length > 0 && say.list(totals.map((total) => say.money(total)))
  const span = count.value === 1 ? `on ${say.date(last)}` : `since ${say.month(first)}, last on ${say.date(last)}`
  return joined(
    ', ',
    `${sum ? `${sum} in ` : ''}${value.isPartial ? 'the last ' : ''}${things} ${span}`,
    returns && say.count(returns, 'return', 'returns'),
  )
}

const leftNouns = {
  alert: ['alert', 'alerts'],
  identity: ['line on identity', 'lines on identity'],
  reason: ['reason', 'reasons'],
  open: ['open matter', 'open matters'],
  promise: ['promise', 'promises'],
  value: ['line on value', 'lines on value'],
  unknown: ['gap', 'gaps'],
} as const

/** English as it is written in Britain. */
export const en: Language = {
  locale: 'en-GB',
  numberWords: [
    'no',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ],
  ambiguousWords: ['no', 'may', 'march'],
  quotes: ['“', '”'],
  dateAndTime: (date, time) => `${date} at ${time}`,

  deceased: () => 'Recorded as deceased.',
  case(say, { parts, value }) {
    const { number, topic, priority, product, subject, dueAt, openedAt } = parts
    const noun = value.alert === null || value.alert === 'urgent' ? 'case' : value.alert
    const kind = joined(', ', topic && say.code(topic), priority && `${say.code(priority)} priority`)
    const name = joined(' ', `Open ${noun}`, number && say.name(number), kind !== '' && `(${kind})`)
    const due = dueAt
      ? value.isOverdue
        ? `overdue since ${say.date(dueAt)}`
        : `due ${say.date(dueAt)}`
      : `since ${say.date(openedAt)}`
    const about = joined(', ', product ? `${name} on ${say.quote(product, 50)}` : name, due)
    return `${joined(': ', about, subject && say.quote(subject, QUOTE))}.`
  },
  consent(say, facts) {
    const [first] = facts
    if (!first) return ''
    const each = facts.map(({ value, parts }) => {
      const refused = { denied: 'refused', withdrawn: 'withdrawn', objected: 'objected' }[value.state]
      const yes = parts.grantedIn && `${system(say, parts.grantedIn)} says yes`
      const how = parts.channel ? word(say, channels, parts.channel) : 'any channel'
      return `${how} (${joined('; ', `${refused} ${say.date(parts.since)}`, yes)})`
    })
    return `No ${say.code(first.parts.purpose)} by ${say.either(each)}.`
  },
  conflict: (say, facts) =>
    `Sources disagree on the ${say.list(facts.map(({ parts }) => word(say, attributes, parts.attribute)))}.`,
  conflictValues(say, { parts }) {
    const each = parts.values.map((value, index) => {
      const from = parts.systems[index]
      return `${saidValue(say, value)}${from ? ` in ${system(say, from)}` : ''}`
    })
    return `${capital(word(say, attributes, parts.attribute))}: ${each.join(', ')}.`
  },

  identity(say, name, { parts, value }, caller) {
    const who = name.parts.name ? say.name(name.parts.name) : 'A profile without a name'
    const systems = say.list(parts.systems.map((one) => system(say, one)))
    const records = say.count(parts.records, 'record', 'records')
    const where = systems === '' ? '' : ` in ${systems}`
    const because = {
      single: '',
      decision: ', joined by a steward',
      asserted: ', joined by the source itself',
      deterministic: ', joined by rules',
      probabilistic: ', believed to be the same',
    }[value.basis]
    const shared =
      caller &&
      `${say.count(caller.parts.others, 'other profile shares', 'other profiles share')} this number${
        caller.value.isVerified ? '' : ', and the caller is not verified'
      }`
    const known = value.records === 0 ? `${who} has no record yet` : `${who}: ${records}${where}${because}`
    return `${joined('; ', known, shared)}.`
  },

  reason: {
    order: (say, fact, isProductTold) =>
      `Probably calling about ${orderName(say, fact)}: ${orderStory(say, fact, isProductTold)}.`,
    case(say, { parts }) {
      const { number, subject, product, openedAt } = parts
      const name = joined(' ', 'case', number && say.name(number))
      const what = subject ?? product
      return `Probably calling about ${name}${what ? `, ${say.quote(what, QUOTE)}` : ''}, opened on ${say.date(openedAt)}.`
    },
    task(say, { parts, value }) {
      const { what, dueAt } = parts
      const name = what ? say.quote(what, QUOTE) : value.isPromise ? 'a promise' : 'a task'
      return `Probably calling about ${name}${dueAt ? `, ${value.isOverdue ? 'which was due' : 'due'} ${say.date(dueAt)}` : ''}.`
    },
    stay: (say, fact) => `Probably calling about the ${staySpan(say, fact)}.`,
    invoice(say, { parts, value }) {
      const { number, balance, dueOn } = parts
      const name = number ? `invoice ${say.name(number)}` : 'an invoice'
      const due = dueOn ? `, ${value.isOverdue ? 'overdue since' : 'due'} ${say.date(dueOn)}` : ''
      return `Probably calling about ${name}: ${say.money(balance)} unpaid${due}.`
    },
    interaction(say, { parts, value }) {
      const talk = talks[value.kind] ?? value.kind
      return `Probably following up the ${talk} of ${say.date(parts.at)}${parts.who ? ` with ${say.name(parts.who)}` : ''}.`
    },
    web: (say, { parts }) =>
      `May be calling about what they read online on ${say.date(parts.at)}: ${say.list(parts.pages.map((page) => say.quote(page, 40)))}.`,
  },
  web: (say, { parts }) =>
    `Read online on ${say.dateAndTime(parts.at)}: ${say.list(parts.pages.map((page) => say.quote(page, 40)))}.`,

  order: (say, fact) => capital(`${orderName(say, fact)}: ${orderStory(say, fact)}.`),
  invoice(say, { parts, value }) {
    const { number, balance, dueOn } = parts
    const due = dueOn ? `, ${value.isOverdue ? 'overdue since' : 'due'} ${say.date(dueOn)}` : ''
    return `${number ? `Invoice ${say.name(number)}` : 'An invoice'} has ${say.money(balance)} unpaid${due}.`
  },
  stay(say, fact) {
    const lead = { coming: 'Expected for a', now: 'In house:', past: 'Last' }[fact.value.when]
    return `${lead} ${staySpan(say, fact)}.`
  },
  opportunity(say, { parts }) {
    const { name, stage, closeOn } = parts
    const state = joined(', ', stage && `at ${say.quote(stage, 30)}`, closeOn && `expected by ${say.date(closeOn)}`)
    return `Open opportunity${name ? ` ${say.quote(name)}` : ''}${state === '' ? '' : `, ${state}`}.`
  },
  interaction(say, { parts, value }) {
    const talk = capital(talks[value.kind] ?? value.kind)
    const who = parts.who ? ` ${value.kind === 'note' ? 'by' : 'with'} ${say.name(parts.who)}` : ''
    if (value.isPlanned) return `${talk}${who} planned for ${say.dateAndTime(parts.at)}.`
    return `${talk}${who} on ${say.date(parts.at)}${parts.words ? `: ${say.quote(parts.words, QUOTE)}` : ''}.`
  },
  own(say, { parts }) {
    const { entity, number, status, at } = parts
    const name = joined(' ', say.code(entity), number && say.name(number))
    return `${capital(`${name}: ${joined(', ', status && say.code(status), say.date(at))}`)}.`
  },
  task(say, { parts, value }) {
    const { who, what, dueAt } = parts
    const due = dueAt && (value.isOverdue ? `overdue since ${say.date(dueAt)}` : `due ${say.date(dueAt)}`)
    return `To do${who ? ` for ${say.name(who)}` : ''}: ${joined(', ', what ? say.quote(what, QUOTE) : 'a task', due)}.`
  },
  promise(say, { parts, value }) {
    const { who, what, madeAt, dueAt } = parts
    const subject = who ? `${say.name(who)} promised` : 'We promised'
    const thing = what ? ` ${say.quote(what, QUOTE)}` : ''
    const when = dueAt ? ` by ${say.dateAndTime(dueAt)}` : ` on ${say.date(madeAt)}`
    return `${subject}${thing}${when}; ${value.isOverdue ? 'overdue' : 'not done yet'}.`
  },

  value(say, tier, spends) {
    const standing =
      tier &&
      joined(
        ' with ',
        `${say.name(tier.parts.tier)} tier`,
        tier.parts.points && say.count(tier.parts.points, 'point', 'points'),
      )
    return capital(`${joined('; ', standing, ...spends.map((one) => spend(say, one)))}.`)
  },
  missing: (say, facts) =>
    `Not on record: ${say.list(facts.map(({ parts }) => word(say, attributes, parts.attribute)))}.`,
  stale: (say, { parts, value }) =>
    value.isWhole
      ? `Nothing new has been heard since ${say.date(parts.since)}.`
      : `The ${system(say, parts.system)} record has not changed since ${say.date(parts.since)}.`,
  flags: (say, facts) =>
    `Impossible and not used: ${say.list(
      facts.map(({ parts }) => `the ${word(say, attributes, parts.attribute)} in ${system(say, parts.system)}`),
    )}.`,
  bound: (say, limit) => `Only the last ${say.number(limit)} orders, cases and contacts were read.`,

  left(say, counts, { count, until }) {
    const more = Object.entries(leftNouns).flatMap(([kind, [one, other]]) => {
      const value = counts[kind as keyof typeof leftNouns] ?? 0
      return value === 0 ? [] : [`${value} more ${value === 1 ? one : other}`]
    })
    const waiting =
      until !== null &&
      `${count} sensitive ${count === 1 ? 'fact' : 'facts'} ${
        until === 'verified' ? 'held until verification' : 'not shown with this key'
      }`
    const sentence = joined('; ', say.list(more), waiting)
    return sentence === '' ? '' : `${capital(sentence)}.`
  },
  nameless: 'Unnamed profile',
  headings: {
    alert: 'Alerts',
    identity: 'Who it is',
    reason: 'Why they may be calling',
    open: 'Open matters',
    promise: 'What was promised',
    value: 'Value',
    unknown: 'Unknown or old',
  },
  sources: 'Sources',
}
