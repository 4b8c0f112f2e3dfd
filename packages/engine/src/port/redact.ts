import { formatProfileId, type ProfileId } from '@rapport/core'

/** What tells an erased person in the bodies of a queue. */
export interface Erased {
  /** All ids the person's profile has or had. */
  readonly profiles: readonly ProfileId[]
  /** Source keys of the person's rows, each with its stream's name. */
  readonly keys: readonly { readonly stream: string; readonly key: string }[]
}

/**
 * Shorter keys (`17`) are too often the value of something else: a row that only looks like the person's would be lost. Those
 * rows meet the suppression check when they are worked off.
 */
const MIN_TELLING_LENGTH = 6

/** A compiled {@link Erased}: bodies are many, the person is one. Answers the same text when nothing in it concerns them. */
export type Redactor = (body: string) => string | null

/**
 * Takes an erased person out of queued bodies: elements of arrays (rows, messages, deliveries) that name the person's profile
 * or source key are dropped, the others stay as they are. A body that is about nobody else becomes `null`. JSON inside of JSON
 * text is looked into; text that isn't JSON is kept.
 */
export function createRedactor(erased: Erased): Redactor {
  const numbers = new Set<number>(erased.profiles)
  const strings = new Set<string>(erased.profiles.map(formatProfileId))
  const streamsOf = new Map<string, Set<string>>()
  for (const { stream, key } of erased.keys) {
    if (key.length < MIN_TELLING_LENGTH) continue
    const streams = streamsOf.get(key) ?? new Set()
    streamsOf.set(key, streams.add(stream))
  }
  // Quick no before anything is parsed. Escaping differs by level of nesting, so only plain needles may rule a body out.
  const needles = [...strings, ...numbers, ...streamsOf.keys()].map(String)
  const isPlain = needles.every((needle) => JSON.stringify(needle).length === needle.length + 2)

  return (body) => {
    if (isPlain && !body.includes('\\u') && !needles.some((needle) => body.includes(needle))) return body
    const parsed = parse(body)
    if (parsed === undefined) return body
    const redacted = redact(parsed, concerns(body))
    return redacted === parsed ? body : redacted === undefined ? null : JSON.stringify(redacted)
  }

  function concerns(whole: string): Concerns {
    return {
      text: (value) => {
        if (strings.has(value)) return true
        const streams = streamsOf.get(value)
        if (streams === undefined) return false
        // A bare identifier means the same everywhere; a source's key only in a body that names its stream.
        for (const stream of streams) {
          if (stream.startsWith('@')) return true
          const [connection = '', name = ''] = stream.split('/')
          if (whole.includes(stream) || (whole.includes(connection) && whole.includes(name))) return true
        }
        return false
      },
      profile: (value) => numbers.has(value),
    }
  }
}

interface Concerns {
  text(value: string): boolean
  profile(value: number): boolean
}

/** The value without what concerns the person; `undefined` when nothing is left; the same object when nothing changed. */
function redact(value: unknown, concerns: Concerns, name = ''): unknown {
  if (typeof value === 'string') {
    if (concerns.text(value)) return undefined
    const inner = value.startsWith('[') || value.startsWith('{') ? parse(value) : undefined
    if (inner === undefined) return value
    const redacted = redact(inner, concerns)
    return redacted === inner ? value : redacted === undefined ? undefined : JSON.stringify(redacted)
  }
  if (typeof value === 'number') return /profile/i.test(name) && concerns.profile(value) ? undefined : value
  if (Array.isArray(value)) {
    const kept = value.map((element) => redact(element, concerns, name))
    if (kept.every((element, i) => element === value[i])) return value
    const left = kept.filter((element) => element !== undefined)
    return left.length === 0 ? undefined : left
  }
  if (typeof value === 'object' && value !== null) {
    let changed = false
    const copy: Record<string, unknown> = {}
    for (const [key, member] of Object.entries(value)) {
      const redacted = redact(member, concerns, key)
      // A member that concerns the person makes the whole object the person's.
      if (redacted === undefined) return undefined
      changed ||= redacted !== member
      copy[key] = redacted
    }
    return changed ? copy : value
  }
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
