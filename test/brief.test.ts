import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Brief, verify, wordLimitOf } from '@rapport/assistant'
import { readStory, type Story } from '@rapport/demo'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rapport, type ServerProcess, startServer } from './support/server-process.ts'

let data = ''
let server: ServerProcess
let story: Story

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'rapport-brief-'))
  server = await startServer('--world', 'maison-aurele', '--people', '200', '--data', data)
  story = await readStory(join(data, 'worlds', 'maison-aurele-200'))
}, 60_000)
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

type Call = { readonly id: string; readonly brief: Brief; readonly candidates: readonly { id: string; name: string }[] }
const call = async (path: string, body: unknown) => (await server.ask(`/v1/calls${path}`, body)).body as Call
const said = (brief: Brief, kind: string) => brief.sentences.filter((one) => one.kind === kind).map(({ text }) => text)
const rowsOf = (brief: Brief, kind: string) =>
  brief.facts
    .filter((fact) => fact.kind === kind)
    .flatMap(({ rows }) => rows.map(({ stream, key }) => `${stream}/${key}`))

/** As the house's own clock shows it, told apart from what the brief does. */
function paris(iso: unknown, options: Intl.DateTimeFormatOptions): string {
  return new Date(String(iso)).toLocaleString('en-GB', { ...options, timeZone: 'Europe/Paris' })
}
const day = (iso: unknown) => paris(iso, { day: 'numeric', month: 'long' })

describe('Hélène de Montferrand calls', () => {
  it('and the call opens with her brief: delivery, product, store and promise, each with its rows', async () => {
    const { brief } = await call('', { from: story.heroine.phone })
    expect(brief.title).toBe(story.heroine.name)
    const { order, case: complaint, promise, lifetimeValue } = story
    expect(said(brief, 'alert')[0]).toContain(`${complaint.number} (faulty, high priority) on “${order.product}”`)
    expect(said(brief, 'alert')[0]).toContain(`overdue since ${day(complaint.slaDueAt)}: “${complaint.subject}”`)
    expect(said(brief, 'reason')[0]).toBe(
      `Probably calling about order ${order.number}: express from the ${order.storeName} flagship, ` +
        `delivered ${day(order.deliveredAt)}, two days late.`,
    )
    expect(said(brief, 'promise')).toEqual([
      `${promise.by} promised “${promise.subject}” by ${day(promise.dueAt)} at 18:00; overdue.`,
    ])
    expect(said(brief, 'value')[0]).toContain(
      `€${Number(lifetimeValue.amount).toLocaleString('en-GB')} in nine orders since January 2021`,
    )
    expect(rowsOf(brief, 'case')).toContain(`support/tickets/${complaint.number}`)
    expect(rowsOf(brief, 'order')).toEqual([`shop/orders/${order.number}`, `shop/stores/${order.store}`])
    expect(rowsOf(brief, 'task')).toEqual([`crm/tasks/${promise.task}`])
    expect(rowsOf(brief, 'spend')).toHaveLength(Number(lifetimeValue.orders))
    for (const stream of ['crm/contacts', 'shop/customers', 'support/requesters'])
      expect(rowsOf(brief, 'identity')).toContain(`${stream}/${story.heroine.keys[stream]?.[0]}`)
  })

  it('and nothing of her daughter is in it, whatever is asked', async () => {
    const { status, body } = await server.ask('/v1/briefs?all=true', {
      profile: `phone:${story.heroine.phone}`,
      occasion: 'call',
    })
    expect(status).toBe(200)
    const text = JSON.stringify(body)
    expect(text).not.toContain('Inès')
    for (const key of Object.values(story.neverMergeWith.keys).flat()) expect(text).not.toContain(key)
  })

  it('and each sentence says only what its facts hold, within 120 words', async () => {
    for (const query of ['', '?all=true']) {
      const asked = { profile: `email:${story.heroine.email}`, occasion: 'call' }
      const brief = (await server.ask(`/v1/briefs${query}`, asked)).body as Brief
      const nowMs = Date.parse(brief.generatedAt)
      for (const sentence of brief.sentences)
        expect([sentence.text, verify(sentence, brief.facts, { zone: brief.zone, nowMs })]).toEqual([sentence.text, []])
      const words =
        [...brief.sentences.map(({ text }) => text), brief.left.text].join(' ').match(/\S*[\p{L}\p{N}]\S*/gu) ?? []
      if (query === '') expect(words.length).toBeLessThanOrEqual(wordLimitOf('call'))
      expect(brief.facts.every(({ rows }) => rows.length > 0)).toBe(true)
    }
  })

  it('and her consent, which one system withdrew and another still has, is an alert; her evening online a clue', async () => {
    const opened = await call('', { from: story.heroine.phone })
    await call(`/${opened.id}/verify`, { method: 'callBack' })
    const asked = { profile: opened.brief.profile, occasion: 'call', call: opened.id }
    for (const brief of [opened.brief, (await server.ask('/v1/briefs', asked)).body as Brief])
      expect(said(brief, 'alert')).toContain(
        `No marketing by e-mail (refused ${day(story.consent.since)}; shop says yes).`,
      )
    const all = (await server.ask('/v1/briefs?all=true', asked)).body as Brief
    expect(said(all, 'reason')[1]).toMatch(
      `Read online on ${day(story.webSession.endedAt)} at 20:56: “Retours et échanges”`,
    )
  })

  it('and what is sensitive comes once she is verified', async () => {
    const opened = await call('', { from: story.heroine.phone })
    expect(opened.brief.left).toMatchObject({ until: 'verified', sensitive: 2 })
    const asked = { profile: opened.brief.profile, occasion: 'call', call: opened.id }
    const before = await server.ask('/v1/briefs?all=true', asked)
    expect(JSON.stringify(before.body)).not.toMatch(/1968|Acacias|Glycines|GLYCINES/)
    await call(`/${opened.id}/verify`, { method: 'callBack' })
    const after = (await server.ask('/v1/briefs?all=true', asked)).body as Brief
    expect(said(after, 'alert')).toContain('Date of birth: 3 April 1968 in CRM, 4 March 1968 in shop.')
    expect(after.left).toMatchObject({ until: null, sensitive: 0 })
  })

  it('from the family’s line, and the brief comes with the pick; corrected, with the other’s', async () => {
    const opened = await call('', { from: story.heroine.sharedPhone })
    expect(opened.brief).toBeNull()
    const [mother, daughter] = [story.heroine.name, story.neverMergeWith.name].map((name) =>
      opened.candidates.find((one) => one.name === name),
    )
    const picked = await call(`/${opened.id}/pick`, { profile: daughter?.id })
    expect(picked.brief.title).toBe(story.neverMergeWith.name)
    expect(JSON.stringify(picked.brief)).not.toContain(String(story.case.number))
    const corrected = await call(`/${opened.id}/pick`, { profile: mother?.id })
    expect(corrected.brief.title).toBe(mother?.name)
    expect(said(corrected.brief, 'identity')[0]).toContain('the caller is not verified')
  })

  it('and the command prints the same', async () => {
    const { code, out } = await rapport('brief', `phone:${story.heroine.phone}`, '--data', data)
    expect(code).toBe(0)
    expect(out).toContain(`# ${story.heroine.name}`)
    expect(out).toContain('Camille Aubert promised')
    expect(out).toContain(`shop/orders ${story.order.number} (`)
  })
})
