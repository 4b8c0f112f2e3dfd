import type { AnchorId } from '@rapport/core'
import { ByteReader, ByteWriter } from './bytes.ts'
import { dayOf } from './calendar.ts'
import type { InsightSet } from './insight-set.ts'
import { writeSeries } from './packed-series.ts'
import {
  type AnchorFigures,
  ageFigures,
  emptyFigures,
  type ProfileFigures,
  type SegmentState,
} from './profile-figures.ts'
import type { Series } from './series.ts'

/** The first byte of a row. Rows of another format are computed anew, like those of another definition. */
const FORMAT = 1

const writer = new ByteWriter()
/** The columns of every series that nobody has unpacked yet. */
const unread: never[] = []
Object.freeze(unread)

/**
 * Packs figures into their row: format, day, segments' state, the ids of the plans present, then each anchor's series.
 * Expired buckets go; equal content gives equal bytes. About 4 bytes a plan, and 1 to 20 a bucket.
 */
export function encodeFigures(figures: ProfileFigures): Uint8Array {
  ageFigures(figures)
  writer.reset()
  writer.byte(FORMAT)
  writer.signed(figures.today)
  writeSegments(figures.segments)
  const { plans } = figures.set
  const positions = positionsOf(figures)
  let count = 0
  for (const position of positions) if (position >= 0) count++
  writer.varint(count)
  for (let index = 0; index < positions.length; index++) {
    if ((positions[index] as number) >= 0) writer.uint32(plans[index]?.id ?? 0)
  }
  const written: Series[] = []
  let previous = 0
  for (const { anchor, series } of figures.anchors) {
    let seriesCount = 0
    for (const one of series) if (one !== undefined && isKept(one)) seriesCount++
    if (seriesCount === 0) continue
    writer.varint(anchor - previous)
    previous = anchor
    writer.varint(seriesCount)
    for (let index = 0; index < plans.length; index++) {
      const one = series[index]
      const plan = plans[index]
      if (one === undefined || plan === undefined || !isKept(one)) continue
      writer.varint(positions[index] as number)
      const start = writer.beginSized()
      if (one.packed !== null) writer.raw(one.packed, one.start, one.end)
      else writeSeries(writer, plan, one)
      const size = writer.length - start
      writer.endSized(start)
      one.start = writer.length - size
      one.end = writer.length
      written.push(one)
    }
  }
  const row = writer.finish()
  // What stays in memory says where it lies in the new row: it is copied next time, unless it changes.
  for (const one of written) one.packed = row
  return row
}

/**
 * Reads a row; `null` is one before anything happened. Series are unpacked when somebody needs them. Those whose
 * definition is not in the set are dropped, and so is all of a row of another format.
 */
export function decodeFigures(set: InsightSet, bytes: Uint8Array | null, nowMs: number): ProfileFigures {
  const figures = emptyFigures(set, nowMs)
  if (bytes === null || bytes[0] !== FORMAT) return figures
  const reader = new ByteReader(bytes)
  reader.at = 1
  const day = reader.signed()
  figures.isAging = day < figures.today
  figures.today = Math.max(day, dayOf(nowMs))
  figures.segments = readSegments(reader)
  const indexes = readPlanIndexes(reader, set)
  let anchor = 0
  while (reader.at < bytes.length) {
    anchor += reader.varint()
    const series: (Series | undefined)[] = new Array(set.plans.length).fill(undefined)
    let isEmpty = true
    for (let left = reader.varint(); left > 0; left--) {
      const index = indexes[reader.varint()] as number
      const size = reader.varint()
      const start = reader.at
      reader.at += size
      if (index < 0) continue
      isEmpty = false
      series[index] = {
        packed: bytes,
        isUnpacked: false,
        start,
        end: reader.at,
        keys: unread,
        numbers: unread,
        extras: unread,
        values: unread,
      }
    }
    if (!isEmpty) figures.anchors.push({ anchor: anchor as AnchorId, series } satisfies AnchorFigures)
  }
  return figures
}

/** The segments' part of a row, without reading the rest of it; `undefined` for a row of another format. */
export function decodeSegmentState(bytes: Uint8Array): SegmentState | undefined {
  if (bytes[0] !== FORMAT) return undefined
  const reader = new ByteReader(bytes)
  reader.at = 1
  reader.signed()
  return readSegments(reader)
}

/** For each plan its position among those present in the row, or -1. */
function positionsOf(figures: ProfileFigures): Int32Array {
  const positions = new Int32Array(figures.set.plans.length).fill(-1)
  for (const { series } of figures.anchors) {
    for (let index = 0; index < series.length; index++) {
      const one = series[index]
      if (one !== undefined && isKept(one)) positions[index] = 0
    }
  }
  let position = 0
  for (let index = 0; index < positions.length; index++) if (positions[index] === 0) positions[index] = position++
  return positions
}

function isKept(series: Series): boolean {
  return series.packed !== null || series.keys.length > 0
}

/** Both lists of ids ascend, so one walk finds them all. */
function readPlanIndexes(reader: ByteReader, set: InsightSet): readonly number[] {
  const { plans } = set
  const count = reader.varint()
  const indexes: number[] = []
  let index = 0
  for (let at = 0; at < count; at++) {
    const id = reader.uint32()
    while (index < plans.length && (plans[index]?.id as number) < id) index++
    indexes.push(plans[index]?.id === id ? index : -1)
  }
  return indexes
}

function writeSegments(segments: SegmentState): void {
  writer.uint32(segments.hash)
  writer.varint(Number.isFinite(segments.leafFlipAt) ? segments.leafFlipAt : 0)
  writeBits(segments.leafBits)
  writeBits(segments.memberBits)
}

function readSegments(reader: ByteReader): SegmentState {
  const hash = reader.uint32()
  const leafFlipAt = reader.varint()
  return {
    hash,
    leafFlipAt: leafFlipAt === 0 ? Number.POSITIVE_INFINITY : leafFlipAt,
    leafBits: readBits(reader),
    memberBits: readBits(reader),
  }
}

/** Words of 32 bits, without zeros at the end: the same bits are the same bytes. */
function writeBits(words: readonly number[]): void {
  let count = words.length
  while (count > 0 && words[count - 1] === 0) count--
  writer.varint(count)
  for (let at = 0; at < count; at++) writer.varint((words[at] as number) >>> 0)
}

function readBits(reader: ByteReader): readonly number[] {
  const words: number[] = []
  for (let left = reader.varint(); left > 0; left--) words.push(reader.varint() | 0)
  return words
}
