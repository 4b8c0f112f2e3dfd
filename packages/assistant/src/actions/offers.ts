import { type ActionDocument, type Occasion, titleIn } from '@rapport/core'
import {
  type ActionCatalogue,
  type Explained,
  explain,
  type Ground,
  type ProfileAnswer,
  type RelatedEnds,
} from '@rapport/engine'
import { answerWords } from '../answers/language-file.ts'
import { nameOf } from '../facts/identity-facts.ts'
import { type LanguageCode, languages } from '../language/languages.ts'
import { Say } from '../language/say.ts'
import type { ActionDecision } from './decision.ts'
import { fillFirst, type TextValues, valuesOf } from './fill.ts'
import { endsOf, type RelatedProfile } from './related.ts'

const DAY_MS = 86_400_000

/** A reason with its value in words, for people and for programs. */
interface Because extends Ground {
  readonly title: string
  /** In the reader's language; null where there is nothing to tell. */
  readonly said: string | null
}

/** An action that may be proposed now. */
export interface Offer {
  readonly name: string
  readonly title: string
  readonly text: string
  /** One sentence: why. */
  readonly reason: string
  readonly because: readonly Because[]
  readonly value: number
  /** What follows when it is accepted. */
  readonly leadsTo: {
    readonly task: {
      readonly kind: 'promise' | 'todo'
      readonly subject: string
      readonly assignee: string | null
      readonly dueInDays: number | null
    } | null
  }
}

/** An action that may not, and why not. */
export interface Excluded {
  readonly name: string
  readonly title: string
  readonly why: 'where' | 'unless' | 'consent' | 'declined' | 'accepted' | 'incomplete' | 'sensitive'
  /** The exclusion's name. */
  readonly unless: string | null
  /** When it may come back, ISO; null: not by time. */
  readonly until: string | null
  readonly because: readonly Because[]
  readonly text: string | null
}

export interface Offers {
  /** The most valuable first. */
  readonly items: readonly Offer[]
  readonly excluded: readonly Excluded[]
  /** Actions whose reasons this reader may not see, and what they wait for. */
  readonly heldBack: { readonly count: number; readonly until: 'scope' | 'verified' | null }
  readonly language: LanguageCode
}

interface OffersInput {
  /** All that is known: rules are asked of it whatever the reader may see. */
  readonly profile: ProfileAnswer
  /** The same as the reader may see it. */
  readonly visible: ProfileAnswer
  /** Why it is less; null: it is not. */
  readonly heldBackUntil: 'scope' | 'verified' | null
  readonly catalogue: ActionCatalogue
  /** Those whom its actions ask about beside it; see `readRelatedProfiles`. */
  readonly related?: readonly RelatedProfile[] | undefined
  readonly decisions: readonly ActionDecision[]
  /** Absent: any. */
  readonly occasion?: Occasion | undefined
  readonly language?: LanguageCode | undefined
  readonly zone: string
  readonly nowMs: number
}

/**
 * What may be proposed to somebody now, the most valuable first, each with the conditions that hold and their values; and what may not,
 * with why not. All of it is what the documents say: nothing here knows an action.
 */
export function offersOf(input: OffersInput): Offers {
  const { catalogue, occasion, profile, heldBackUntil } = input
  const language = input.language ?? 'en'
  const say = new Say(languages[language], input.zone, input.nowMs)
  const values = valuesOf(profile, catalogue, say)
  const own = valuesOf(input.visible, catalogue, say)
  const scope: Scope = { ...input, language, say, values, own, ends: endsOf(input.related ?? []) }
  const judged = catalogue.actions
    .filter(
      ({ entity, occasions }) =>
        entity === profile.entity && (occasion === undefined || !occasions || occasions.includes(occasion)),
    )
    .map((action) => judge(action, scope))
  const items = judged.flatMap((one) => ('text' in one && 'leadsTo' in one ? [one] : []))
  const excluded = judged.flatMap((one) => ('why' in one ? [one] : []))
  const count = excluded.filter(({ why }) => why === 'sensitive').length
  return {
    items: items.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)),
    excluded: excluded.sort((a, b) => (a.name < b.name ? -1 : 1)),
    heldBack: { count, until: count === 0 ? null : (heldBackUntil ?? 'scope') },
    language,
  }
}

interface Scope extends OffersInput {
  readonly language: LanguageCode
  readonly say: Say
  readonly values: TextValues
  /** Those of them that the reader may see. */
  readonly own: TextValues
  readonly ends: RelatedEnds
}

function judge(action: ActionDocument, scope: Scope): Offer | Excluded {
  const { profile, nowMs, ends } = scope
  const eligible = action.where ? explain(action.where, profile, nowMs, ends) : { holds: true, grounds: [] }
  if (!eligible.holds) return excluded(action, scope, 'where', eligible)
  for (const { name, when, text } of action.unless) {
    const met = explain(when, profile, nowMs, ends)
    if (!met.holds) continue
    const why = excluded(action, scope, 'unless', met)
    // Its name and words would tell what is hidden.
    if (met.grounds.some((ground) => isHidden(ground, scope))) return why
    return { ...why, unless: name, text: inLanguage(text, scope) ?? null }
  }
  if (action.consent) {
    const asked = explain({ consent: withoutNothing(action.consent) }, profile, nowMs)
    if (!asked.holds) return excluded(action, scope, 'consent', asked)
  }
  const rest = resting(action, scope)
  if (rest) return { ...excluded(action, scope, rest.status, { holds: false, grounds: [] }), until: rest.until }
  if (eligible.grounds.some((ground) => isHidden(ground, scope))) return excluded(action, scope, 'sensitive', eligible)
  const text = fillFirst(inLanguage(action.text, scope), scope.own)
  if (text === undefined) {
    const why = fillFirst(inLanguage(action.text, scope), scope.values) === undefined ? 'incomplete' : 'sensitive'
    return excluded(action, scope, why, { holds: false, grounds: [] })
  }
  const more = action.more
    .map(({ when, value }) => ({ value, ...explain(when, profile, nowMs, ends) }))
    .filter(({ holds }) => holds)
  const because = becauseOf([...eligible.grounds, ...more.flatMap(({ grounds }) => grounds)], scope)
  const { task } = action.accept
  return {
    name: action.name,
    title: titleIn(action.title, scope.language) ?? action.name,
    text,
    reason: fillFirst(action.reason?.[scope.language], scope.own) ?? reasonOf(because),
    because,
    value: more.reduce((sum, { value }) => sum + value, action.value),
    leadsTo: {
      task: task
        ? {
            kind: task.kind,
            subject: fillFirst(inLanguage(task.subject, scope), scope.own) ?? text,
            assignee: task.assignee ?? null,
            dueInDays: task.dueInDays ?? null,
          }
        : null,
    },
  }
}

const reasonOf = (because: readonly Because[]): string =>
  because.map(({ title, said }) => (said === null ? title : `${title}: ${said}`)).join(' · ')

function excluded(action: ActionDocument, scope: Scope, why: Excluded['why'], { grounds }: Explained): Excluded {
  const title = titleIn(action.title, scope.language) ?? action.name
  return { name: action.name, title, why, unless: null, until: null, because: becauseOf(grounds, scope), text: null }
}

/** The newest decision while it counts. */
function resting(
  { name, declinedForDays, acceptedForDays }: ActionDocument,
  { decisions, nowMs }: Scope,
): { readonly status: 'accepted' | 'declined'; readonly until: string | null } | undefined {
  const [last] = decisions.filter(({ action }) => action === name).sort((a, b) => (a.at > b.at ? -1 : 1))
  if (!last) return undefined
  const days = last.status === 'declined' ? declinedForDays : acceptedForDays
  if (days === undefined) return { status: last.status, until: null }
  const until = Date.parse(last.at) + days * DAY_MS
  return until > nowMs ? { status: last.status, until: new Date(until).toISOString() } : undefined
}

/** What a reader may not see is not told as a reason either: that it holds would tell it. */
function isHidden(ground: Ground, scope: Scope): boolean {
  const { kind, name } = ground
  const { profile, visible } = whoseOf(ground, scope)
  // Of another profile, all of it may be hidden.
  if (!visible) return true
  const root = name.split('.')[0] as string
  if (kind === 'attribute') return Object.hasOwn(profile.attributes, root) && !Object.hasOwn(visible.attributes, root)
  if (kind === 'insight') return Object.hasOwn(profile.insights, name) && !Object.hasOwn(visible.insights, name)
  return kind === 'identifier' && profile.identifiers.length > visible.identifiers.length
}

/** Whom a reason is about. */
function whoseOf(
  { of }: Ground,
  { profile, visible, related = [] }: Scope,
): Pick<RelatedProfile, 'profile' | 'visible'> {
  if (!of) return { profile, visible }
  return related.find((one) => one.profile.id === of.profile) ?? { profile, visible: undefined }
}

function becauseOf(grounds: readonly Ground[], scope: Scope): readonly Because[] {
  const seen = new Set<string>()
  return grounds.flatMap((ground) => {
    const { kind, name, of } = ground
    const key = [kind, name, of?.profile].join(' ')
    if (seen.has(key) || isHidden(ground, scope)) return []
    seen.add(key)
    return [{ ...ground, title: titleOf(ground, scope), said: saidOf(ground, scope) }]
  })
}

/** Of another profile with its name before it. */
function titleOf(ground: Ground, scope: Scope): string {
  const visible = ground.of && whoseOf(ground, scope).visible
  const name = visible && nameOf({ profile: visible }).name
  return name === undefined ? ownTitleOf(ground, scope) : `${name}, ${ownTitleOf(ground, scope)}`
}

function ownTitleOf({ kind, name }: Ground, { catalogue, say, language }: Scope): string {
  if (kind === 'insight') return titleIn(catalogue.insights.get(name)?.title, language) ?? say.code({ value: name })
  if (kind === 'segment') return titleIn(catalogue.segments.get(name), language) ?? say.code({ value: name })
  if (kind === 'attribute') return say.attribute({ type: 'text', value: name.split('.').at(-1) as string })
  return kind === 'consent'
    ? name
        .split('/')
        .map((part) => say.code({ value: part }))
        .join(', ')
    : say.code({ value: name })
}

/** A question that was answered with no is told so where there is no value to tell: an action may be for who has not. */
function saidOf(ground: Ground, scope: Scope): string | null {
  const { kind, name, value, holds } = ground
  const { say, language, catalogue } = scope
  const words = answerWords[language]
  const { visible } = whoseOf(ground, scope)
  const own = ground.of && visible ? valuesOf(visible, catalogue, say) : scope.own
  if (kind === 'related') return holds ? null : words.none
  if (kind === 'segment' || kind === 'identifier') return holds ? null : words.no
  if (kind === 'consent') return typeof value === 'string' ? say.code({ value }) : words.none
  return own(`${kind}s.${name}`) ?? (value === null ? words.none : null)
}

/** The reader's language, else English, else whatever there is. */
function inLanguage<T>(texts: Readonly<Record<string, T>> | undefined, { language }: Scope): T | undefined {
  return texts && (texts[language] ?? texts.en ?? Object.values(texts)[0])
}

function withoutNothing({ purpose, channel }: { readonly purpose: string; readonly channel?: string | undefined }) {
  return channel === undefined ? { purpose } : { purpose, channel }
}
