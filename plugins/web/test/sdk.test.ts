import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { describe, expect, test } from 'vitest'
import { trackingServer } from './tracking-server.ts'

type Rows = readonly Record<string, unknown>[]

describe('what @segment/analytics-node sends', () => {
  test('arrives whole: each call, under its key, retried under the same ids', async () => {
    await using server = await trackingServer({ refuseFirst: 1 })
    const analytics = new Analytics({ writeKey: 'WK', host: server.url, flushAt: 6, maxRetries: 3 })
    analytics.identify({ userId: 'u1', anonymousId: 'a1', traits: { email: 'ana@example.com', firstName: 'Ana' } })
    analytics.track({
      userId: 'u1',
      event: 'Order Completed',
      properties: { total: 12.5 },
      timestamp: '2026-01-02T03:04:05Z',
    })
    analytics.page({ anonymousId: 'a1', name: 'Home', properties: { url: 'https://shop.example/' } })
    analytics.screen({ anonymousId: 'a1', name: 'Basket' })
    analytics.group({ userId: 'u1', groupId: 'acme', traits: { name: 'Acme' } })
    analytics.alias({ userId: 'u1', previousId: 'u0' })
    await analytics.closeAndFlush()

    expect(server.received).toHaveLength(2)
    const [first, second] = server.received
    expect(second).toMatchObject({ path: '/v1/batch', contentType: 'application/json', key: 'WK' })
    const byStream = Object.fromEntries(second?.emissions.map((one) => [one.stream, one.rows as Rows]) ?? [])
    expect(byStream.users).toMatchObject([{ userId: 'u1', traits: { email: 'ana@example.com', firstName: 'Ana' } }])
    expect(byStream.groups).toMatchObject([{ groupId: 'acme', traits: { name: 'Acme' } }])
    expect(byStream.memberships).toMatchObject([{ groupId: 'acme', userId: 'u1' }])
    expect(byStream.events).toMatchObject([
      { name: 'Order Completed', userId: 'u1', properties: { total: 12.5 }, occurredAt: '2026-01-02T03:04:05.000Z' },
      { name: 'Page Viewed', anonymousId: 'a1', properties: { name: 'Home', url: 'https://shop.example/' } },
      { name: 'Screen Viewed', anonymousId: 'a1', properties: { name: 'Basket' } },
    ])
    expect(second?.emissions.flatMap((one) => one.signals ?? []).map((signal) => signal.kind)).toEqual([
      'login',
      'alias',
    ])
    // The refused attempt said the same: ids and times agree, so that nothing would be counted twice.
    expect(second?.emissions).toEqual(first?.emissions)
  })
})

describe('what @rudderstack/rudder-sdk-node sends', () => {
  test('arrives whole, though it is gzip that calls itself a form', async () => {
    await using server = await trackingServer()
    const analytics = new RudderAnalytics('WK', { dataPlaneUrl: server.url, flushAt: 4, flushInterval: 50 })
    analytics.identify({ userId: 'u1', traits: { email: 'ana@example.com' }, context: {} })
    analytics.track({ userId: 'u1', event: 'Viewed', properties: { sku: 'S1' } })
    analytics.page({ anonymousId: 'a1', userId: 'u1', name: 'Home' })
    await new Promise<void>((resolve, reject) => {
      analytics.group({ userId: 'u1', groupId: 'acme' }, (error?: Error) => (error ? reject(error) : resolve()))
    })
    // The SDK sends its first message at once, and the rest as a batch.
    await expect.poll(() => server.received.length).toBe(2)
    for (const request of server.received) {
      expect(request).toMatchObject({ path: '/v1/batch', key: 'WK' })
      expect(request.contentType).toContain('application/x-www-form-urlencoded')
    }
    const emissions = server.received.flatMap((request) => request.emissions)
    const rowsOf = (stream: string) => emissions.flatMap((one) => (one.stream === stream ? (one.rows as Rows) : []))
    expect(rowsOf('users')).toMatchObject([{ userId: 'u1', traits: { email: 'ana@example.com' } }])
    expect(rowsOf('events').map((row) => row.name)).toEqual(['Viewed', 'Page Viewed'])
    expect(rowsOf('groups')).toMatchObject([{ groupId: 'acme' }])
    expect(JSON.stringify(emissions)).not.toContain('@problem')
  })
})
