import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CalyxStory, generateWorld, type TruthLine } from '@rapport/demo'
import type { ProfileAnswer, TimelineItem } from '@rapport/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allProfiles, type LoadedProject, loadProject, RIGHTS, recordsByKey, rowsOf } from './support/project.ts'

const folder = fileURLToPath(new URL('../packages/demo/worlds/laboratoire-calyx', import.meta.url))
const ORGANIZATIONS = ['crm/accounts', 'erp/customers', 'directory/pharmacies']
const PERSONS = ['crm/contacts', 'marketing/subscribers', 'support/requesters', 'directory/pharmacists']

type Keys = Readonly<Record<string, readonly string[]>>
const keysOf = (keys: Keys, streams: readonly string[]) =>
  streams.flatMap((stream) => (keys[stream] ?? []).map((key) => `${stream}/${key}`)).sort()

/** A world of so many people, its files loaded through its documents. */
async function openWorld(people: number) {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-calyx-'))
  await generateWorld({ world: 'laboratoire-calyx', people, directory })
  const story: CalyxStory = JSON.parse(readFileSync(join(directory, 'story.json'), 'utf8'))
  const truth = readFileSync(join(directory, 'truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): TruthLine => JSON.parse(line))
  const project = await loadProject(folder, directory, { now: Date.parse(story.now) })
  const profiles = await allProfiles(project.workspace)
  const byId = new Map(profiles.map((profile) => [profile.id, profile]))
  const records = await recordsByKey({ ...project, profiles })
  const close = async () => {
    await project.close()
    await rm(directory, { recursive: true, force: true })
  }
  return {
    directory,
    story,
    truth,
    project,
    profileOf: (key: string) => byId.get(records.get(key)?.profile ?? ''),
    close,
  }
}
type World = Awaited<ReturnType<typeof openWorld>>

/** How the match rules do against who is who: pairs of records, of those that are still there. */
function pairsOf({ truth, profileOf }: World, streams: readonly string[]) {
  const known = truth
    .flatMap(({ personId, organizationId, keys }) =>
      keysOf(keys, streams).map((key) => ({ who: personId ?? organizationId ?? key, profile: profileOf(key)?.id })),
    )
    .filter(({ profile }) => profile !== undefined)
  const pairs = { true: 0, found: 0, wrong: 0 }
  const count = (groups: Iterable<readonly { readonly who: string; readonly profile: string | undefined }[]>) =>
    [...groups].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
  pairs.true = count(Map.groupBy(known, ({ who }) => who).values())
  pairs.found = count(Map.groupBy(known, ({ who, profile }) => `${who} ${profile}`).values())
  pairs.wrong = count(Map.groupBy(known, ({ profile }) => profile).values()) - pairs.found
  return pairs
}

describe('Laboratoire Calyx with 100 people', () => {
  let world: World
  let project: LoadedProject
  let shop: ProfileAnswer
  let payer: ProfileAnswer
  let timeline: readonly TimelineItem[]
  beforeAll(async () => {
    world = await openWorld(100)
    project = world.project
    const { pharmacy, payer: paying } = world.story
    shop = world.profileOf(`erp/customers/${pharmacy.customer}`) as ProfileAnswer
    payer = world.profileOf(`erp/customers/${paying.customer}`) as ProfileAnswer
    timeline = await timelineOf(shop)
  }, 120_000)
  afterAll(() => world?.close())

  async function timelineOf(profile: ProfileAnswer): Promise<readonly TimelineItem[]> {
    const { queries } = project.workspace
    const found = await queries.lookup(profile.id, RIGHTS)
    if (found.status !== 'found') throw new Error(`${profile.id} is not there`)
    return (await queries.timeline(found.id, { limit: 500 }, RIGHTS)).items
  }
  const inTimeline = (key: string) => timeline.find((item) => item.key === key)
  const resolved = async (reference: { readonly namespace: string; readonly value: string }) => {
    const found = await project.workspace.queries.lookup(`${reference.namespace}:${reference.value}`, RIGHTS)
    return found.status === 'found' ? (JSON.parse(found.text) as ProfileAnswer) : undefined
  }

  it('no row is rejected', async () => {
    expect(await project.workspace.reader.countRejected()).toEqual([])
    expect(project.runs.flatMap(({ streams }) => streams.map(({ state }) => state))).not.toContain('failed')
    expect(rowsOf(project, 'erp/orders').rows).toBeGreaterThan(300)
  })

  it('the pharmacy is one profile of CRM, ERP and directory; its sister of the same name and its payer are others', () => {
    const { pharmacy, payer: paying, neverMergeWith } = world.story
    const own = keysOf(pharmacy.keys, ORGANIZATIONS)
    expect(own).toHaveLength(3)
    expect(new Set(own.map((key) => world.profileOf(key)?.id))).toEqual(new Set([shop.id]))
    const sisters = keysOf(neverMergeWith.organization.keys, ORGANIZATIONS)
    expect(sisters).toHaveLength(3)
    expect(new Set(sisters.map((key) => world.profileOf(key)?.id)).size).toBe(1)
    expect(new Set([shop.id, payer.id, world.profileOf(sisters[0] ?? '')?.id]).size).toBe(3)
    expect(new Set(keysOf(paying.keys, ORGANIZATIONS).map((key) => world.profileOf(key)?.id))).toEqual(
      new Set([payer.id]),
    )
  })

  it('husband and wife who each run a pharmacy, and share a mailbox with all, are two people', () => {
    const { people, neverMergeWith } = world.story
    const [owner] = people
    const hers = keysOf(owner?.keys ?? {}, PERSONS)
    expect(hers).toHaveLength(3)
    expect(new Set(hers.map((key) => world.profileOf(key)?.id)).size).toBe(1)
    const everybody = [...people, neverMergeWith.person].map(
      ({ keys }) => world.profileOf(keysOf(keys, PERSONS)[0] ?? '')?.id,
    )
    expect(new Set(everybody).size).toBe(4)
  })

  it('reads the shop’s sales of this year and last to the cent', () => {
    const { thisYear, lastYear } = world.story.sales
    const { sales12m, sales24m } = shop.insights as Record<string, number>
    expect(sales12m).toBe(Math.round(thisYear * 100))
    expect(Number(sales24m) - Number(sales12m)).toBe(Math.round(lastYear * 100))
  })

  it('has the overdue at the payer, not at the shop that is visited, and the shop leads to it', async () => {
    const { amount, invoices } = world.story.overdue
    expect(payer.insights).toMatchObject({ overdue: Math.round(amount * 100), overdueInvoices: invoices.length })
    expect(shop.insights).toMatchObject({ overdue: 0, overdueInvoices: 0 })
    expect(payer.segments).toContain('behindWithPayment')
    const ties = timeline.filter(({ entity, attributes }) => entity === 'relationship' && attributes.role === 'parent')
    expect(ties.map(({ attributes }) => attributes.title).sort()).toEqual(['chain', 'payer'])
    for (const { attributes } of ties) expect((await resolved(attributes.to as never))?.id).toBe(payer.id)
    const unpaid = (await timelineOf(payer)).filter(({ attributes }) => attributes.status === 'overdue')
    expect(unpaid.map(({ attributes }) => [attributes.number, attributes.dueOn]).sort()).toEqual(
      invoices.map(({ number, dueOn }) => [number, dueOn]).sort(),
    )
  })

  it('knows who works there and as what, from the shop itself', async () => {
    const team = timeline.filter(({ stream, entity }) => stream === 'crm/contacts' && entity === 'relationship')
    const named = await Promise.all(
      team.map(async ({ attributes }) => {
        const person = await resolved(attributes.to as never)
        return [`${person?.attributes.givenName} ${person?.attributes.familyName}`, attributes.role, attributes.title]
      }),
    )
    expect(named.sort()).toEqual([
      ['Agnès Delorme', 'owner', 'Titulaire'],
      ['Nour Haddad', 'employee', 'Dermo-conseil'],
      ['Thomas Rey', 'decider', 'Acheteur'],
    ])
  })

  it('has the star product that lapsed in the lines of its orders', () => {
    const { lapsed } = world.story
    const orders = timeline.filter(({ entity }) => entity === 'order')
    expect(orders).toHaveLength(world.story.pharmacy.keys['erp/orders']?.length ?? 0)
    const withIt = orders.filter(({ attributes }) =>
      (attributes.lines as readonly { readonly sku: string }[]).some(({ sku }) => sku === lapsed.sku),
    )
    expect(withIt).toHaveLength(lapsed.ordersBefore)
    // Midnight in Paris is the day before in UTC.
    const last = withIt.map(({ occurredAt }) => Date.parse(occurredAt)).sort((a, b) => b - a)[0] ?? 0
    expect(new Date(last + 12 * 3_600_000).toISOString().slice(0, 10)).toBe(lapsed.lastOrderedOn)
    expect(orders.some(({ occurredAt }) => Date.parse(occurredAt) > last)).toBe(true)
    for (const { attributes } of orders) {
      const lines = attributes.lines as readonly { readonly total: { readonly amountMinor: number } }[]
      const sum = lines.reduce((all, { total }) => all + total.amountMinor, 0)
      expect((attributes.total as { readonly amountMinor: number }).amountMinor).toBe(sum)
    }
  })

  it('has the open case, the promise, both visits and the opportunity', () => {
    const { case: complaint, promise, visit, lastVisit, opportunity } = world.story
    expect(shop.insights).toMatchObject({ openCases: 1, openPromises: 1, openOpportunities: 1, visits12m: 2 })
    expect(shop.insights.lastVisitAt).toBe(lastVisit.at)
    expect(inTimeline(String(complaint.number))?.attributes).toMatchObject({
      subject: complaint.subject,
      kind: 'damaged',
      status: 'open',
      slaDueAt: complaint.slaDueAt,
      order: { stream: 'erp/orders', key: complaint.order },
    })
    expect(inTimeline(String(promise.task))?.attributes).toMatchObject({
      kind: 'promise',
      subject: promise.subject,
      assignee: promise.by,
      dueAt: promise.dueAt,
      about: { stream: 'crm/visits', key: lastVisit.id },
    })
    expect(inTimeline(visit.id ?? '')).toMatchObject({
      occurredAt: visit.startsAt,
      attributes: { kind: 'visit', planned: true, author: visit.rep, subject: visit.objective },
    })
    expect(inTimeline(lastVisit.id ?? '')?.attributes).toMatchObject({ planned: false, text: lastVisit.report })
    expect(inTimeline(String(opportunity.id))?.attributes).toMatchObject({
      name: opportunity.name,
      amount: { amountMinor: Number(opportunity.amount) * 100, currency: 'EUR' },
    })
  })

  it('has what its people did with a mailing as its own news and as theirs', async () => {
    const { campaign, people } = world.story
    expect(shop.insights).toMatchObject({ mailings90d: 2, clicks90d: 1 })
    const clicked = timeline.find(({ attributes }) => attributes.name === 'Email Link Clicked')
    expect(clicked).toMatchObject({
      occurredAt: campaign.clickedAt,
      attributes: { campaign: { id: campaign.id, name: campaign.name }, properties: { url: campaign.url } },
    })
    const buyer = world.profileOf(keysOf(people[1]?.keys ?? {}, PERSONS)[0] ?? '')
    expect(buyer?.insights).toMatchObject({ clicks90d: 1 })
  })

  it('has the range gap with its denominator, which the panel’s rows bear out', async () => {
    const { gap } = world.story
    const own = timeline.filter(({ entity }) => entity === 'calyx.listing').map(({ attributes }) => attributes)
    expect(own).toHaveLength(8)
    const missing = own.find(({ range }) => range === gap.range)
    expect(missing).toMatchObject({ listed: false, comparables: gap.comparables, comparablesListing: gap.listing })
    expect(shop.insights).toMatchObject({ rangesListed: 5, rangeGaps: 1 })
    // Everybody of every group, counted from the rows alone.
    const keys = world.truth.flatMap(({ keys }) => keys['directory/listings'] ?? [])
    const rows = (
      await project.workspace.reader.objects(keys.map((key) => ({ stream: 'directory/listings', key })))
    ).map((row) => JSON.parse(row?.body ?? '{}'))
    expect(rows.length).toBe(rowsOf(project, 'directory/listings').rows)
    for (const group of Map.groupBy(rows, (row) => `${row.group} ${row.range}`).values())
      for (const row of group) {
        const others = group.filter((one) => one !== row)
        expect(row.comparables).toBe(others.length)
        expect(row.comparablesListing).toBe(others.filter(({ listed }) => listed).length)
      }
  })

  it('says in whose territory it lies, and who does not see it', async () => {
    expect(shop).toMatchObject({ territory: world.story.visit.territory, attributes: { kind: 'site' } })
    const elsewhere = await project.workspace.queries.lookup(shop.id, { ...RIGHTS, territories: ['PAC1'] })
    expect(elsewhere.status).toBe('absent')
  })

  it('every order is its shop’s, and every invoice its payer’s', async () => {
    for (const { organizationId, organization, keys } of world.truth) {
      if (!organizationId || organization === null) continue
      const own = keys['erp/orders'] ?? []
      const invoices = keys['erp/invoices'] ?? []
      if (own.length + invoices.length === 0) continue
      const profiles = new Set(keysOf(keys, ['erp/customers']).map((key) => world.profileOf(key)))
      const items = (await Promise.all([...profiles].map((one) => timelineOf(one as ProfileAnswer)))).flat()
      const ofStream = (stream: string) => new Set(items.filter((item) => item.stream === stream).map(({ key }) => key))
      expect([...ofStream('erp/orders')].sort()).toEqual([...own].sort())
      expect([...ofStream('erp/invoices')].sort()).toEqual([...invoices].sort())
    }
  })

  it('few records of one organisation or person are missed, and nobody is joined with somebody else', () => {
    const organizations = pairsOf(world, ORGANIZATIONS)
    expect(organizations.wrong).toBe(0)
    expect(organizations.found / organizations.true).toBeGreaterThan(0.9)
    const persons = pairsOf(world, PERSONS)
    expect(persons.wrong).toBe(0)
    expect(persons.found / persons.true).toBeGreaterThan(0.6)
  })
})

it('of 2,000 people and their pharmacies, shared numbers and mailboxes among them, nobody is joined with somebody else', async () => {
  const world = await openWorld(2000)
  try {
    expect(await world.project.workspace.reader.countRejected()).toEqual([])
    const organizations = pairsOf(world, ORGANIZATIONS)
    expect(organizations.wrong).toBe(0)
    expect(organizations.true).toBeGreaterThan(1500)
    expect(organizations.found / organizations.true).toBeGreaterThan(0.9)
    const persons = pairsOf(world, PERSONS)
    expect(persons.wrong).toBe(0)
    expect(persons.true).toBeGreaterThan(1000)
    expect(persons.found / persons.true).toBeGreaterThan(0.6)
  } finally {
    await world.close()
  }
}, 240_000)
