import type { ValueType } from '@rapport/core'
import type {
  CallerFact,
  CaseFact,
  ChangeFact,
  ConflictFact,
  ConflictValuesFact,
  ConsentFact,
  EngagedFact,
  Fact,
  FlagFact,
  IdentityFact,
  InteractionFact,
  InvoiceFact,
  MemberFact,
  MissingFact,
  NameFact,
  OfferFact,
  OpportunityFact,
  OrderFact,
  OwnFact,
  Part,
  PayerDueFact,
  PermissionFact,
  SpendFact,
  StaleFact,
  StayFact,
  TaskFact,
  TemplateFact,
  TierFact,
  WebFact,
} from '../facts/fact.ts'
import type { MessageArguments } from './language.ts'
import { type LanguageCode, languages } from './languages.ts'
import { capital, Say } from './say.ts'

const QUOTE = 55
const PRODUCT = 50
const PAGE = 40
const VALUE = 45

/** What is unfinished and when it was to be done: `overdue`, `due`, or nothing known. */
const dueOf = (dueAt: unknown, isOverdue: boolean): string =>
  dueAt === undefined ? 'none' : isOverdue ? 'overdue' : 'due'

/**
 * The sentences of briefs, each made of parts of the facts it is given. Nothing here is of one language: a phrase says what its
 * message may tell, and the message says how.
 */
export const phrases = {
  deceased: (say: Say): string => say.message('deceased'),

  case(say: Say, { parts, value }: CaseFact): string {
    const { number, topic, priority, product, subject, dueAt, openedAt } = parts
    return say.message('case', {
      alert: value.alert ?? 'none',
      number: number && say.name(number),
      topic: topic && say.code(topic),
      priority: priority && say.code(priority),
      product: product && say.quote(product, PRODUCT),
      due: dueOf(dueAt, value.isOverdue),
      dueAt: dueAt && say.date(dueAt),
      openedAt: say.date(openedAt),
      subject: subject && say.quote(subject, QUOTE),
    })
  },

  /** Refusals for one purpose. */
  consent(say: Say, facts: readonly ConsentFact[]): string {
    const [first] = facts
    if (!first) return ''
    const refusals = facts.map(({ value, parts }) =>
      say.message('refusal', {
        channel: parts.channel && say.channel(parts.channel),
        state: value.state,
        since: say.date(parts.since),
        grantedIn: parts.grantedIn && say.system(parts.grantedIn),
      }),
    )
    return say.message('consent', {
      purposeCode: first.value.purpose,
      purpose: say.code(first.parts.purpose),
      refusals: say.either(refusals),
    })
  },

  conflict: (say: Say, facts: readonly ConflictFact[]): string =>
    say.message('conflict', { attributes: say.list(facts.map(({ parts }) => say.attribute(parts.attribute))) }),

  conflictValues: (say: Say, fact: ConflictValuesFact): string =>
    say.message('conflictValues', {
      attribute: capital(say.attribute(fact.parts.attribute)),
      values: conflictingValues(say, fact),
    }),

  /** With the caller where others share the number. */
  identity(
    say: Say,
    name: NameFact | undefined,
    { parts, value }: IdentityFact,
    caller: CallerFact | undefined,
  ): string {
    return say.message('identity', {
      who: name?.parts.name ? say.name(name.parts.name) : say.message('nameless'),
      records: value.records,
      systems: say.list(parts.systems.map((one) => say.system(one))),
      basis: value.basis,
      others: caller?.parts.others.value ?? 0,
      isVerified: caller?.value.isVerified ?? true,
    })
  },

  reasonOrder: (say: Say, fact: OrderFact, isProductTold: boolean): string =>
    say.message('reasonOrder', { order: orderName(say, fact), story: orderStory(say, fact, isProductTold) }),

  reasonCase(say: Say, { parts }: CaseFact): string {
    const { number, subject, product, openedAt } = parts
    const what = subject ?? product
    return say.message('reasonCase', {
      number: number && say.name(number),
      what: what && say.quote(what, QUOTE),
      openedAt: say.date(openedAt),
    })
  },

  reasonTask(say: Say, { parts, value }: TaskFact): string {
    const { what, dueAt } = parts
    return say.message('reasonTask', {
      what: what && say.quote(what, QUOTE),
      isPromise: value.isPromise,
      due: dueOf(dueAt, value.isOverdue),
      dueAt: dueAt && say.date(dueAt),
    })
  },

  reasonStay: (say: Say, fact: StayFact): string => say.message('reasonStay', { stay: staySpan(say, fact) }),

  reasonInvoice: (say: Say, fact: InvoiceFact): string => say.message('reasonInvoice', invoiceOf(say, fact)),

  reasonInteraction: (say: Say, { parts, value }: InteractionFact): string =>
    say.message('reasonInteraction', {
      kind: value.kind,
      at: say.date(parts.at),
      who: parts.who && say.name(parts.who),
    }),

  reasonWeb: (say: Say, fact: WebFact): string => say.message('reasonWeb', webOf(say, fact)),

  web: (say: Say, fact: WebFact): string => say.message('web', webOf(say, fact)),

  order: (say: Say, fact: OrderFact): string =>
    capital(
      say.message('order', {
        number: fact.parts.number && say.name(fact.parts.number),
        placedAt: say.date(fact.parts.placedAt),
        story: orderStory(say, fact),
      }),
    ),

  invoice: (say: Say, fact: InvoiceFact): string => say.message('invoice', invoiceOf(say, fact)),

  stay: (say: Say, fact: StayFact): string => say.message('stay', { when: fact.value.when, stay: staySpan(say, fact) }),

  /** Stays that are over, in one sentence. */
  pastStays: (say: Say, facts: readonly StayFact[]): string =>
    say.message('pastStays', {
      count: facts.length,
      stays: say.list(
        facts.map(({ parts: { location, arrivalOn } }) =>
          say.message('pastStay', { location: location && say.name(location), arrivalOn: say.wholeDate(arrivalOn) }),
        ),
      ),
    }),

  permission: (say: Say, { parts: { channels } }: PermissionFact): string =>
    say.message('permission', {
      channels: channels.length > 0 ? say.list(channels.map((one) => say.channel(one))) : undefined,
    }),

  member: (say: Say, { parts: { name, title } }: MemberFact): string =>
    say.message('member', { name: say.name(name), title: title && say.name(title) }),

  payerDue: (say: Say, { parts: { payer, totals, invoices, since } }: PayerDueFact): string =>
    say.message('payerDue', {
      payer: say.name(payer),
      totals: say.list(totals.map((total) => say.money(total))),
      invoices: invoices.value,
      since: say.date(since),
    }),

  change(say: Say, { parts, value }: ChangeFact): string {
    const { count, totals, number, who, payer, last } = parts
    const names = [...(number ?? []), ...(who ?? [])].map((one) => say.name(one))
    return capital(
      say.message('change', {
        what: value.what,
        isPartial: value.isPartial,
        count: count.value,
        totals: totals && say.list(totals.map((total) => say.money(total))),
        names: names.length > 0 ? say.list(names) : undefined,
        more: names.length > 0 ? Math.max(0, count.value - names.length) : 0,
        payer: payer && say.name(payer),
        last: say.date(last),
      }),
    )
  },

  offer(say: Say, { value }: OfferFact): string {
    const own = <T>(texts: Readonly<Record<string, T>>) => texts[say.writing.locale.slice(0, 2)] ?? texts.en
    const [text = '', reason = ''] = [own(value.text) ?? Object.values(value.text)[0], own(value.reason)]
    return say.message('offer', { text: capital(ended(text)), reason: reason === '' ? undefined : ended(reason) })
  },

  engaged: (say: Say, { parts: { who, since } }: EngagedFact): string =>
    // Of what its source told by the day no hour is known.
    say.message('engaged', { who: say.name(who), since: since.day === undefined ? say.time(since) : undefined }),

  unvisited: (say: Say): string => say.message('unvisited'),

  askPromise: (say: Say, { parts: { who, what, dueAt } }: TaskFact): string =>
    say.message('askPromise', {
      who: who && say.name(who),
      what: what && say.quote(what, QUOTE),
      dueAt: dueAt && say.date(dueAt),
    }),

  askTalk: (say: Say, { parts: { at, who }, value }: InteractionFact): string =>
    say.message('askTalk', { kind: value.kind, at: say.date(at), who: who && say.name(who) }),

  askOpportunity: (say: Say, { parts: { name, closeOn } }: OpportunityFact): string =>
    say.message('askOpportunity', { name: name && say.quote(name), closeOn: closeOn && say.date(closeOn) }),

  askConflict: (say: Say, { parts }: ConflictFact, told: ConflictValuesFact | undefined): string =>
    say.message('askConflict', {
      attribute: say.attribute(parts.attribute),
      values: told && conflictingValues(say, told),
    }),

  askMissing: (say: Say, facts: readonly MissingFact[]): string =>
    say.message('askMissing', { attributes: say.list(facts.map(({ parts }) => say.attribute(parts.attribute))) }),

  askStale: (say: Say, { parts, value }: StaleFact): string =>
    say.message('askStale', { isWhole: value.isWhole, system: say.system(parts.system), since: say.date(parts.since) }),

  opportunity: (say: Say, { parts: { name, stage, closeOn } }: OpportunityFact): string =>
    say.message('opportunity', {
      name: name && say.quote(name),
      stage: stage && say.quote(stage, 30),
      closeOn: closeOn && say.date(closeOn),
    }),

  interaction: (say: Say, { parts, value }: InteractionFact): string =>
    say.message('interaction', {
      kind: value.kind,
      who: parts.who && say.name(parts.who),
      isPlanned: value.isPlanned,
      at: say.date(parts.at),
      atTime: say.dateAndTime(parts.at),
      words: parts.words && say.quote(parts.words, QUOTE),
    }),

  own: (say: Say, { parts: { entity, number, status, at } }: OwnFact): string =>
    capital(
      say.message('own', {
        entity: say.code(entity),
        number: number && say.name(number),
        status: status && say.code(status),
        at: say.date(at),
      }),
    ),

  task: (say: Say, { parts: { who, what, dueAt }, value }: TaskFact): string =>
    say.message('task', {
      who: who && say.name(who),
      what: what && say.quote(what, QUOTE),
      due: dueOf(dueAt, value.isOverdue),
      dueAt: dueAt && say.date(dueAt),
    }),

  promise: (say: Say, { parts: { who, what, madeAt, dueAt }, value }: TaskFact): string =>
    say.message('promise', {
      who: who && say.name(who),
      what: what && say.quote(what, QUOTE),
      dueAt: dueAt && say.date(dueAt),
      dueAtTime: dueAt && say.dateAndTime(dueAt),
      madeAt: say.date(madeAt),
      isOverdue: value.isOverdue,
    }),

  /** Where it stands with the house, and what it bought. */
  value(say: Say, tier: TierFact | undefined, spends: readonly SpendFact[]): string {
    const standing = tier && say.message('tier', { tier: say.name(tier.parts.tier), points: tier.parts.points?.value })
    const clauses = [...(standing === undefined ? [] : [standing]), ...spends.map((one) => spend(say, one))]
    return capital(`${clauses.join(say.writing.clauses)}.`)
  },

  missing: (say: Say, facts: readonly MissingFact[]): string =>
    say.message('missing', { attributes: say.list(facts.map(({ parts }) => say.attribute(parts.attribute))) }),

  stale: (say: Say, { parts, value }: StaleFact): string =>
    say.message('stale', { isWhole: value.isWhole, system: say.system(parts.system), since: say.date(parts.since) }),

  flags: (say: Say, facts: readonly FlagFact[]): string =>
    say.message('flags', {
      flags: say.list(
        facts.map(({ parts }) =>
          say.message('flag', { attribute: say.attribute(parts.attribute), system: say.system(parts.system) }),
        ),
      ),
    }),

  template(say: Say, { parts, value }: TemplateFact): string {
    const { text, as } = value
    const language = say.writing.locale.slice(0, 2)
    const raw: Record<string, string | number | undefined> = {}
    const written: Record<string, string> = {}
    for (const [name, type] of Object.entries(as)) {
      const part = parts[name]
      if (part === undefined) raw[name] = undefined
      else if ('type' in part) {
        raw[name] =
          part.type === 'number' ? part.value : part.type === 'text' ? say.name(part) : writtenAs(say, part, type)
        written[name] = writtenAs(say, part, type)
      } else written[name] = raw[name] = say.list(part.map((one) => writtenAs(say, one, type)))
    }
    const sentence = say.writing.tell(text[language] ?? text.en ?? (Object.values(text)[0] as string), raw, written)
    return capital(ended(sentence))
  },

  bound: (say: Say, limit: { readonly value: number }): string => say.message('bound', { limit: limit.value }),
}

/** In which language, zone and present a fact is told. */
export interface SentenceOptions {
  readonly language?: LanguageCode
  /** IANA zone. */
  readonly zone: string
  readonly nowMs: number
}

/**
 * A fact in one sentence of its own, whatever the occasion: what a model is given, and what stands in for a sentence of a model's
 * that failed. It says what a person would of the fact's parts, and nothing else: `verify` holds for it.
 */
export function sentenceOf(fact: Fact, { language = 'en', zone, nowMs }: SentenceOptions): string {
  return factSentence(fact, new Say(languages[language], zone, nowMs))
}

function factSentence(fact: Fact, say: Say): string {
  switch (fact.kind) {
    case 'name':
      return say.message('name', { name: fact.parts.name ? say.name(fact.parts.name) : say.message('nameless') })
    case 'identity':
      return phrases.identity(say, undefined, fact, undefined)
    case 'caller':
      return capital(say.message('caller', { others: fact.parts.others.value, isVerified: fact.value.isVerified }))
    case 'deceased':
      return phrases.deceased(say)
    case 'consent':
      return phrases.consent(say, [fact])
    case 'conflict':
      return phrases.conflict(say, [fact])
    case 'conflictValues':
      return phrases.conflictValues(say, fact)
    case 'case':
      return phrases.case(say, fact)
    case 'task':
      return fact.value.isPromise ? phrases.promise(say, fact) : phrases.task(say, fact)
    case 'order':
      return phrases.order(say, fact)
    case 'invoice':
      return phrases.invoice(say, fact)
    case 'stay':
      return phrases.stay(say, fact)
    case 'opportunity':
      return phrases.opportunity(say, fact)
    case 'interaction':
      return phrases.interaction(say, fact)
    case 'web':
      return phrases.web(say, fact)
    case 'own':
      return phrases.own(say, fact)
    case 'spend':
      return phrases.value(say, undefined, [fact])
    case 'tier':
      return phrases.value(say, fact, [])
    case 'missing':
      return phrases.missing(say, [fact])
    case 'stale':
      return phrases.stale(say, fact)
    case 'flag':
      return phrases.flags(say, [fact])
    case 'bound':
      return phrases.bound(say, fact.parts.limit)
    case 'permission':
      return phrases.permission(say, fact)
    case 'member':
      return phrases.member(say, fact)
    case 'payerDue':
      return phrases.payerDue(say, fact)
    case 'change':
      return phrases.change(say, fact)
    case 'offer':
      return phrases.offer(say, fact)
    case 'engaged':
      return phrases.engaged(say, fact)
    case 'unvisited':
      return phrases.unvisited(say)
    case 'template':
      return phrases.template(say, fact)
  }
}

const ended = (sentence: string): string => (/[.!?…]$/u.test(sentence) ? sentence : `${sentence}.`)

/** What each source says. */
function conflictingValues(say: Say, { parts }: ConflictValuesFact): string {
  const values = parts.values.map((value, index) => {
    const from = parts.systems[index]
    return say.message('valueIn', { value: saidValue(say, value), system: from && say.system(from) })
  })
  return values.join(', ')
}

function writtenAs(say: Say, part: Part, type: ValueType): string {
  switch (part.type) {
    case 'text':
      return type === 'quote' ? say.quote(part, QUOTE) : type === 'code' ? say.code(part) : say.name(part)
    case 'number':
      return say.number(part)
    case 'money':
      return say.money(part)
    case 'date':
      return say.date(part)
    case 'instant':
      return type === 'instant' ? say.dateAndTime(part) : say.date(part)
  }
}

function saidValue(say: Say, part: Part): string {
  switch (part.type) {
    case 'date':
    case 'instant':
      return say.wholeDate(part)
    case 'text':
      return say.quote(part, VALUE)
    case 'number':
      return say.number(part)
    case 'money':
      return say.money(part)
  }
}

/** What is in an order, how it travelled and whether it was late. */
function orderStory(say: Say, { parts, value }: OrderFact, isProductTold = false): string {
  const { product, moreProducts, service, promisedAt, deliveredAt, daysLate, placedAt } = parts
  return say.message('orderStory', {
    product: product && !isProductTold ? say.quote(product, PRODUCT) : undefined,
    moreProducts: moreProducts?.value ?? 0,
    service: service && say.code(service),
    place: place(say, parts),
    course: deliveredAt ? 'delivered' : promisedAt ? 'promised' : 'placed',
    deliveredAt: deliveredAt && say.date(deliveredAt),
    promisedAt: promisedAt && say.date(promisedAt),
    placedAt: say.date(placedAt),
    isOpen: value.isOpen,
    isLate: value.isLate,
    daysLate: daysLate?.value ?? 0,
  })
}

function orderName(say: Say, { parts: { number, placedAt } }: OrderFact): string {
  return say.message('orderName', { number: number && say.name(number), placedAt: say.date(placedAt) })
}

function place(
  say: Say,
  { location, locationKind }: Pick<OrderFact['parts'], 'location' | 'locationKind'>,
): string | undefined {
  if (!location) return undefined
  const name = say.name(location)
  const kind = locationKind?.value.toLowerCase() ?? ''
  // `Hotel Lutetia` needs no other word for what it is.
  return say.message('place', { kind: name.toLowerCase().includes(kind) ? 'named' : kind, name })
}

function staySpan(say: Say, { parts, value }: StayFact): string {
  const { location, arrivalOn, departureOn } = parts
  return say.message('staySpan', {
    location: location && say.name(location),
    span: departureOn ? (value.when === 'now' ? 'until' : 'both') : 'day',
    arrivalOn: say.date(arrivalOn),
    departureOn: departureOn && say.date(departureOn),
  })
}

function invoiceOf(say: Say, { parts: { number, balance, dueOn }, value }: InvoiceFact): MessageArguments {
  return {
    number: number && say.name(number),
    balance: say.money(balance),
    due: dueOf(dueOn, value.isOverdue),
    dueOn: dueOn && say.date(dueOn),
  }
}

function webOf(say: Say, { parts }: WebFact): MessageArguments {
  return {
    at: say.date(parts.at),
    atTime: say.dateAndTime(parts.at),
    pages: say.list(parts.pages.map((page) => say.quote(page, PAGE))),
  }
}

function spend(say: Say, { parts, value }: SpendFact): string {
  const { totals, count, returns, first, last } = parts
  return say.message('spend', {
    totals: totals.length > 0 ? say.list(totals.map((total) => say.money(total))) : undefined,
    isPartial: value.isPartial,
    of: value.of,
    count: count.value,
    first: say.month(first),
    last: say.date(last),
    returns: returns?.value ?? 0,
  })
}
