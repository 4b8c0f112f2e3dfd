import { describe, expect, test } from 'vitest'
import { clockSkewMs, occurredAtMs, parseTimeMs } from './time.ts'

const receivedAt = Date.UTC(2026, 2, 4, 12)
const HOUR_MS = 3_600_000
const happened = (timestamp: unknown, sentAt?: unknown) => {
  const atMs = occurredAtMs(timestamp, clockSkewMs(sentAt, receivedAt), receivedAt)
  return atMs === undefined ? undefined : atMs - receivedAt
}

describe('when something happened', () => {
  test('is its timestamp when the sender’s clock is right, however long the network took', () => {
    expect(happened('2026-03-04T11:59:00.000Z', '2026-03-04T11:59:55.000Z')).toBe(-60_000)
    expect(happened('2026-03-04T11:59:00.000Z')).toBe(-60_000)
  })
  test('is corrected by how far the sender’s clock is off, either way', () => {
    expect(happened('2026-03-04T09:59:00Z', '2026-03-04T10:00:00Z')).toBe(-60_000)
    expect(happened('2026-03-04T13:59:00Z', '2026-03-04T14:00:00Z')).toBe(-60_000)
    expect(happened('1970-01-01T00:01:00Z', '1970-01-01T00:02:00Z')).toBe(-60_000)
  })
  test('is not said by a time that cannot be', () => {
    for (const never of ['soon', undefined, null, {}, '1970-01-01T00:00:00Z', '2026-03-05T00:00:00Z', Number.NaN])
      expect(happened(never)).toBeUndefined()
    expect(happened('2026-03-04T11:00:00Z', '2190-01-01T00:00:00Z')).toBeUndefined()
  })
  test('is the same for a retry that took longer', () => {
    const body = ['2026-03-04T10:59:00Z', '2026-03-04T11:59:59Z'] as const
    const at = (received: number) => occurredAtMs(body[0], clockSkewMs(body[1], received), received)
    expect(at(receivedAt + 40_000)).toBe(at(receivedAt))
  })
  test('is the same for a retry that says anew when it was sent, by a clock that is wrong or a little ahead', () => {
    for (const aheadMs of [-3 * HOUR_MS, -90_000, -400, 0, 400, 20_000, 100_000, 3 * HOUR_MS]) {
      const attempt = (received: number, latencyMs: number) => {
        const sentAt = new Date(received - latencyMs + aheadMs).toISOString()
        const timestamp = new Date(receivedAt - 500 + aheadMs).toISOString()
        return occurredAtMs(timestamp, clockSkewMs(sentAt, received), received)
      }
      expect(attempt(receivedAt + 7_000, 900)).toBe(attempt(receivedAt, 30))
    }
  })
})

test('times are read as ISO text in UTC, with an offset, or as an epoch in milliseconds or seconds', () => {
  const noon = Date.UTC(2026, 2, 4, 12)
  for (const written of [
    '2026-03-04T12:00:00Z',
    '2026-03-04T12:00:00',
    '2026-03-04 12:00:00',
    '2026-03-04T13:00:00+01:00',
    '2026-03-04T07:00:00-0500',
    noon,
    noon / 1000,
    String(noon),
  ])
    expect(parseTimeMs(written)).toBe(noon)
  expect(parseTimeMs('2026-03-04')).toBe(noon - 12 * HOUR_MS)
})
