import { z } from '@hono/zod-openapi'
import { formatProfileId, RapportError, type Sequence } from '@rapport/core'
import type { ReaderRights, StoredChange } from '@rapport/engine'
import type { Workspace } from '@rapport/runtime'
import type { Api } from '../api.ts'
import { eventStream } from '../event-stream.ts'

const BATCH = 200

/** `/v1/changes`: what happens to profiles, as it happens. */
export function addChangeRoutes(api: Api): void {
  const { metrics } = api
  api.add(
    {
      method: 'get',
      path: '/v1/changes',
      tag: 'Changes',
      summary: 'Follows changes of profiles, as server-sent events',
      description:
        'Events: `updated`, `merged`, `split`, `erased`, `entered`, `left`, `decided`. Their `id` is a position: a client ' +
        'that comes back with `Last-Event-ID` misses nothing. Without it the feed begins now, with `after=0` at the beginning.',
      scope: 'read',
      query: z.object({
        after: z
          .string()
          .regex(/^\d{1,15}$/)
          .optional()
          .openapi({ description: 'Begin behind this position.', example: '0' }),
      }),
      headers: { 'last-event-id': 'The last event that was seen; wins over `after`.' },
      answers: { 200: { description: 'The feed.', type: 'text/event-stream', schema: z.string() } },
    },
    async (call) => {
      const { c, workspace, principal, query } = call
      const last = await workspace.reader.lastSequence()
      const after = startOf(c.req.header('last-event-id') ?? query.after, last)
      return eventStream(call, metrics, async ({ signal, write }) => {
        for await (const changes of workspace.changes.follow(after, { signal, limit: BATCH })) {
          if (signal.aborted) break
          const visible = await visibleChanges(workspace, changes, principal.rights)
          if (visible.length > 0) await write(visible.map(eventText).join(''))
        }
      })
    },
  )
}

/** @throws RapportError `CURSOR_INVALID` */
function startOf(position: string | undefined, last: Sequence): Sequence {
  if (position === undefined) return last
  if (!/^\d{1,15}$/.test(position)) throw new RapportError('CURSOR_INVALID')
  return Math.min(Number(position), last) as Sequence
}

/** One event; the profile as the API names it. */
function eventText(change: StoredChange): string {
  const { sequence, kind, profile, at, body } = change
  const data = JSON.stringify({
    sequence,
    kind,
    profile: formatProfileId(profile),
    at: new Date(at).toISOString(),
    details: JSON.parse(body) as unknown,
  })
  return `id: ${sequence}\nevent: ${kind}\ndata: ${data}\n\n`
}

/**
 * Changes of profiles in the reader's rows. That somebody was erased is told to all: it names an id and nothing else, and
 * whoever copied the profile must forget it.
 */
async function visibleChanges(
  workspace: Pick<Workspace, 'reader'>,
  changes: readonly StoredChange[],
  rights: ReaderRights,
): Promise<readonly StoredChange[]> {
  if (rights.spaces === undefined && rights.territories === undefined) return changes
  const ids = [...new Set(changes.map((one) => one.profile))]
  const found = await workspace.reader.profiles(ids)
  const seen = new Set(
    ids.filter((_, index) => {
      const one = found[index]
      if (one?.status !== 'found') return false
      return isWithin(one.profile.space, rights.spaces) && isWithin(one.profile.territory, rights.territories)
    }),
  )
  return changes.filter((one) => one.kind === 'erased' || seen.has(one.profile))
}

/** A row may belong to several spaces, joined by `|`; one without any is everybody's. */
function isWithin(value: string | null, allowed: readonly string[] | undefined): boolean {
  return allowed === undefined || value === null || value.split('|').some((one) => allowed.includes(one))
}
