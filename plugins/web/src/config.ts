import type { JsonObject } from '@rapport/core'
import { z } from 'zod'

/** What can be set about a tracking connection. There is no secret: senders prove themselves by a write key. */
export const config = z.strictObject({
  resetEvents: z
    .array(z.string().min(1))
    .default(['Signed Out', 'User Signed Out'])
    .describe('Names of `track` events by which a user leaves a device; what happens on it later is not theirs.'),
})

/** What `decode` needs of the configuration, ready to look things up in. */
export interface Settings {
  readonly resetEvents: ReadonlySet<string>
}

const known = new WeakMap<JsonObject, Settings>()
const defaults: Settings = { resetEvents: new Set(config.parse({}).resetEvents) }

/** The settings of a saved configuration; parsed once an object, since every request brings the same one. */
export function settingsOf(saved: JsonObject | undefined): Settings {
  if (saved === undefined) return defaults
  let settings = known.get(saved)
  if (settings === undefined) {
    settings = { resetEvents: new Set(config.parse(saved).resetEvents) }
    known.set(saved, settings)
  }
  return settings
}
