import {
  formatProfileId,
  type InsightDocument,
  type Json,
  type JsonObject,
  type RapportDocument,
  RapportError,
  type SegmentDocument,
} from '@rapport/core'
import type { Preview } from './commands.ts'
import { recomputeAnchor } from './figures/apply.ts'
import { compileInsights } from './figures/insight-set.ts'
import { decodeFigures } from './figures/packed.ts'
import { emptyFigures } from './figures/profile-figures.ts'
import { renderFigures } from './figures/render.ts'
import type { Reader, StoredProfile } from './port/reader.ts'
import type { Writer } from './port/writer.ts'
import type { Head } from './queries.ts'
import type { Rulebook } from './rulebook.ts'
import { evaluate, leafBits } from './segments/evaluate.ts'
import { compileSegments } from './segments/segment-set.ts'

interface PreviewContext {
  readonly rulebook: Rulebook
  readonly reader: Reader
  readonly write: Writer
  readonly nowMs: number
}

/** Profiles at a time, and milliseconds after which whatever else waits has its turn: a preview runs where input is taken. */
const PAGE = 100
const SLICE_MS = 5

/**
 * What an insight or a segment would give over the profiles as they are, before it is saved: how many have a value or would belong, and
 * examples. Goes through all profiles, giving way every few milliseconds.
 * @throws RapportError `DOCUMENT_INVALID` for other documents, and as compiling does
 */
export async function preview(document: RapportDocument, context: PreviewContext, limit: number): Promise<Preview> {
  const ask =
    document.type === 'segment'
      ? segmentQuestion(document, context)
      : document.type === 'insight'
        ? insightQuestion(document, context)
        : undefined
  if (!ask)
    throw new RapportError('DOCUMENT_INVALID', {
      name: document.name,
      problem: 'only insights and segments can be previewed',
      path: 'type',
    })
  let count = 0
  let scanned = 0
  let sliceEnds = performance.now() + SLICE_MS
  const examples: Preview['examples'][number][] = []
  for (let after: string | undefined; ; ) {
    const page = await context.reader.list({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    for (const profile of page.items) {
      scanned++
      if (performance.now() > sliceEnds) {
        await new Promise((resolve) => setImmediate(resolve))
        sliceEnds = performance.now() + SLICE_MS
      }
      const head = JSON.parse(profile.head) as Head
      const value = await ask(profile, head)
      if (value === undefined) continue
      count++
      if (examples.length < limit)
        examples.push({
          id: formatProfileId(profile.id),
          name: String(head.attributes.fullName ?? head.attributes.name ?? ''),
          ...(value === true ? {} : { value }),
        })
    }
    if (page.next === null) return { count, scanned, examples }
    after = page.next
  }
}

type Question = (profile: StoredProfile, head: Head) => Json | undefined | Promise<Json | undefined>

function segmentQuestion(document: SegmentDocument, { rulebook, nowMs }: PreviewContext): Question {
  const set = compileSegments([document], rulebook.insights, rulebook.model)
  return (profile, head) => {
    const figures = decodeFigures(rulebook.insights, profile.figures, nowMs)
    const { memberBits } = evaluate(set, profile.entity, leafBits(set, profile.entity, head, nowMs), figures, nowMs)
    return (memberBits[0] ?? 0) === 1 ? true : undefined
  }
}

function insightQuestion(document: InsightDocument, { rulebook, reader, write, nowMs }: PreviewContext): Question {
  const set = compileInsights([document], rulebook.model)
  return async (profile) => {
    const figures = emptyFigures(set, nowMs)
    const anchors = await reader.anchors(profile.id)
    const rows = await write.activitiesIn(
      anchors.map(({ id }) => ({
        anchor: id,
        entity: document.on,
        since: Number.MIN_SAFE_INTEGER,
        until: Number.MAX_SAFE_INTEGER,
      })),
    )
    anchors.forEach(({ id }, index) => {
      recomputeAnchor(
        figures,
        id,
        (rows[index] ?? []).map(({ entity, occurredAt, body }) => ({
          entity,
          occurredAt,
          attributes: JSON.parse(body) as JsonObject,
        })),
      )
    })
    const value = renderFigures(figures, nowMs).values[document.name] ?? null
    return value === null || value === 0 ? undefined : value
  }
}
