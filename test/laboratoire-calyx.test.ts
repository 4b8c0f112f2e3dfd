import {
  answerQuestion,
  offersOf,
  readFacts,
  readRelatedProfiles,
  verify,
  wordLimitOf,
  writeBrief,
} from '@rapport/assistant'
import type { CalyxStory } from '@rapport/demo'
import type { ProfileAnswer, TimelineItem } from '@rapport/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoWorld, openDemoWorld, pairsOf, recordsOf } from './support/demo-world.ts'
import { type LoadedProject, RIGHTS, rowsOf } from './support/project.ts'

const ORGANIZATIONS = ['crm/accounts', 'erp/customers', 'directory/pharmacies']
const PERSONS = ['crm/contacts', 'marketing/subscribers', 'support/requesters', 'directory/pharmacists']

describe('Laboratoire Calyx with 100 people', () => {
  let world: DemoWorld<CalyxStory>
  let project: LoadedProject
  let shop: ProfileAnswer
  let payer: ProfileAnswer
  let timeline: readonly TimelineItem[]
  beforeAll(async () => {
    world = await openDemoWorld<CalyxStory>('laboratoire-calyx', 100)
    project = world.project
    const { pharmacy, payer: paying } = world.story
    shop = profileOf(`erp/customers/${pharmacy.customer}`) as ProfileAnswer
    payer = profileOf(`erp/customers/${paying.customer}`) as ProfileAnswer
    timeline = await timelineOf(shop)
  }, 120_000)
  afterAll(() => world?.close())

  const profileOf = (record: string) => project.profiles.find(({ id }) => id === world.profileOf(record))
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

  it('the rep’s day has the visit, on the day and at the time of Paris, and neither those made nor those called off', async () => {
    const { queries } = project.workspace
    const day = { kind: 'visit', on: world.story.now.slice(0, 10) } as const
    const { items } = await queries.agenda({ ...day, group: 'JULIEN Carpentier', limit: 50 }, RIGHTS)
    expect(items.map(({ row, time, profile }) => [row.key, time, profile.id])).toEqual([
      [world.story.visit.id, '14:30', shop.id],
    ])
    const all = { from: 'visit|', to: 'visit|~' }
    const due = await project.workspace.reader.due({ ...all, limit: 1000 })
    expect(due.items.length).toBeGreaterThan(5)
    for (const { body } of due.items) expect(JSON.parse(body)).toMatchObject({ status: 'planned', planned: true })
  })

  it('a rep who may see another territory has nothing of it', async () => {
    const { queries } = project.workspace
    const query = { kind: 'visit', on: world.story.now.slice(0, 10) } as const
    const elsewhere = { ...RIGHTS, territories: ['nowhere'] }
    expect((await queries.agenda({ ...query, limit: 50 }, elsewhere)).items).toEqual([])
    expect(await queries.agendaDay(query, elsewhere)).toEqual({
      count: 0,
      groups: [],
      hasMoreGroups: false,
      previous: null,
      next: null,
    })
    expect((await queries.agendaDay(query, { ...RIGHTS, territories: ['RA1'] })).groups).toEqual([
      { key: 'julien carpentier', name: 'Julien Carpentier', count: 1 },
    ])
  })

  it('no row is rejected', async () => {
    expect(await project.workspace.reader.countRejected()).toEqual([])
    expect(project.runs.flatMap(({ streams }) => streams.map(({ state }) => state))).not.toContain('failed')
    expect(rowsOf(project, 'erp/orders').rows).toBeGreaterThan(300)
  })

  it('the pharmacy is one profile of CRM, ERP and directory; its sister of the same name and its payer are others', () => {
    const { pharmacy, payer: paying, neverMergeWith } = world.story
    const own = recordsOf(pharmacy.keys, ORGANIZATIONS)
    expect(own).toHaveLength(3)
    expect(new Set(own.map((key) => profileOf(key)?.id))).toEqual(new Set([shop.id]))
    const sisters = recordsOf(neverMergeWith.organization.keys, ORGANIZATIONS)
    expect(sisters).toHaveLength(3)
    expect(new Set(sisters.map((key) => profileOf(key)?.id)).size).toBe(1)
    expect(new Set([shop.id, payer.id, profileOf(sisters[0] ?? '')?.id]).size).toBe(3)
    expect(new Set(recordsOf(paying.keys, ORGANIZATIONS).map((key) => profileOf(key)?.id))).toEqual(new Set([payer.id]))
  })

  it('husband and wife who each run a pharmacy, and share a mailbox with all, are two people', () => {
    const { people, neverMergeWith } = world.story
    const [owner] = people
    const hers = recordsOf(owner?.keys ?? {}, PERSONS)
    expect(hers).toHaveLength(3)
    expect(new Set(hers.map((key) => profileOf(key)?.id)).size).toBe(1)
    const everybody = [...people, neverMergeWith.person].map(
      ({ keys }) => profileOf(recordsOf(keys, PERSONS)[0] ?? '')?.id,
    )
    expect(new Set(everybody).size).toBe(4)
  })

  it('reads the shop’s sales of this year and last to the cent', () => {
    const { thisYear, lastYear } = world.story.sales
    expect(shop.insights).toMatchObject({
      sales12m: Math.round(thisYear * 100),
      salesYearBefore: Math.round(lastYear * 100),
    })
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

  it('asked what the shop owes, answers what its payer has not paid, to the cent', async () => {
    const { amount, invoices } = world.story.overdue
    const { queries } = project.workspace
    const found = await queries.lookup(shop.id, RIGHTS)
    if (found.status !== 'found') throw new Error('the shop is not there')
    const nowMs = Date.parse(world.story.now)
    const asked = { question: 'Unpaid invoices?', rights: RIGHTS, nowMs, zone: 'Europe/Paris' }
    const answer = await answerQuestion(queries, found.id, asked)
    const due = answer?.facts.find(({ kind }) => kind === 'payerDue')
    expect(due?.parts).toMatchObject({
      name: { value: payer.attributes.name },
      overdue: [{ type: 'money', value: { amountMinor: Math.round(amount * 100), currency: 'EUR' } }],
    })
    const cited = due?.rows.map(({ key }) => key) ?? []
    for (const { number } of invoices) expect(cited).toContain(number)
    for (const sentence of answer?.sentences ?? [])
      expect(verify(sentence, answer?.facts ?? [], { zone: 'Europe/Paris', nowMs })).toEqual([])
  })

  it('offers no goods to a shop whose payer is blocked or far behind, and less eagerly where it is behind at all', async () => {
    const { queries } = project.workspace
    const catalogue = queries.actions()
    const nowMs = Date.parse(world.story.now)
    const payers = new Map<string, ProfileAnswer>()
    const counts = { held: 0, free: 0, weighed: 0 }
    for (const profile of project.profiles.filter(({ entity }) => entity === 'organization')) {
      const found = await queries.lookup(profile.id, RIGHTS)
      if (found.status !== 'found') continue
      const paying = (await timelineOf(profile)).find(
        ({ entity, attributes }) => entity === 'relationship' && attributes.title === 'payer',
      )
      const its = paying && (await resolved(paying.attributes.to as never))
      if (its && its.id !== profile.id) payers.set(profile.id, its)
      const related = await readRelatedProfiles(queries, found.id, {
        actions: catalogue.actions,
        rights: RIGHTS,
        nowMs,
      })
      const offers = offersOf({
        profile,
        visible: profile,
        heldBackUntil: null,
        related,
        catalogue,
        decisions: [],
        zone: 'Europe/Paris',
        nowMs,
      })
      const payerOf = payers.get(profile.id)
      const behind = Number(payerOf?.insights.overdueInvoices ?? 0)
      const isHeld =
        Number(payerOf?.insights.overdue ?? 0) >= 100_000 ||
        (payerOf?.attributes.ext as { erp?: { blocked?: boolean } })?.erp?.blocked === true
      const gap = offers.items.find(({ name }) => name === 'closeTheRangeGap')
      if (gap) {
        expect([profile.id, isHeld]).toEqual([profile.id, false])
        expect(gap.because.some(({ of }) => of?.profile === payerOf?.id && of !== undefined)).toBe(behind >= 1)
        counts.free++
        if (behind >= 1) counts.weighed++
      }
      if (offers.excluded.some(({ name, unless }) => name === 'closeTheRangeGap' && unless === 'payerHold')) {
        expect([profile.id, isHeld]).toEqual([profile.id, true])
        counts.held++
      }
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(0)
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
    // The ERP's own statistics say the same, in one row.
    expect(shop.insights).toMatchObject({ lapsedStars: 1 })
    expect(shop.segments).toContain('lostAStar')
    const statistic = timeline.find(({ key }) => key === `${world.story.pharmacy.customer}-${lapsed.sku}`)
    expect(statistic?.attributes).toMatchObject({
      status: 'lapsed',
      star: true,
      orders: lapsed.ordersBefore,
      lastOrderedOn: lapsed.lastOrderedOn,
    })
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
    const buyer = profileOf(recordsOf(people[1]?.keys ?? {}, PERSONS)[0] ?? '')
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

  it('briefs tell in both languages what only this world knows, each sentence held by its rows', async () => {
    const { queries } = project.workspace
    const nowMs = Date.parse(world.story.now)
    const told = async (profile: ProfileAnswer, language: 'en' | 'fr') => {
      const found = await queries.lookup(profile.id, RIGHTS)
      if (found.status !== 'found') throw new Error(`${profile.id} is not there`)
      const facts = await readFacts(queries, found.id, { rights: RIGHTS, nowMs })
      const brief = writeBrief(facts ?? expect.fail('no facts'), { occasion: 'call', language, all: true })
      for (const one of brief.sentences)
        expect([one.text, verify(one, brief.facts, { language, zone: brief.zone, nowMs })]).toEqual([one.text, []])
      return brief.sentences.map(({ text }) => text).join('\n')
    }
    const english = await told(shop, 'en')
    expect(english).toContain('Calyx Solaire is not listed here; eleven of 14 comparable pharmacies list it')
    expect(english).toContain(`clicked “${world.story.campaign.name}” on 17 November`)
    expect(english).toContain('Crème Calyx Riche 50 ml, a star, was in ten orders, and in none since 6 June')
    expect(english).toContain('Net sales of the last 12 months €1,977.18, of the 12 before €3,118.98')
    expect(english).toContain('Mme Delorme est inquiète de ses marges')
    expect(await told(shop, 'fr')).toContain('onze des 14 officines comparables la référencent')
    expect(await told(payer, 'en')).toContain('€905.26 overdue on three invoices')
  })

  it('a visit is told who is met, what they care about, and what the payer owes, within its words', async () => {
    const { queries } = project.workspace
    const nowMs = Date.parse(world.story.now)
    const found = await queries.lookup(shop.id, RIGHTS)
    if (found.status !== 'found') throw new Error(`${shop.id} is not there`)
    const asked = { nowMs, zone: 'Europe/Paris', occasion: 'visit' } as const
    const facts = (await readFacts(queries, found.id, { ...asked, rights: RIGHTS })) ?? expect.fail('no facts')
    const told = (language: 'en' | 'fr') => {
      const brief = writeBrief(facts, { occasion: 'visit', language })
      for (const one of brief.sentences)
        expect([one.text, verify(one, brief.facts, { language, zone: brief.zone, nowMs })]).toEqual([one.text, []])
      const text = [...brief.sentences.map((one) => one.text), brief.left.text].join('\n')
      expect(text.match(/\S*[\p{L}\p{N}]\S*/gu)?.length).toBeLessThanOrEqual(wordLimitOf('visit'))
      return text.replaceAll(/[\u00a0\u202f]/g, ' ')
    }
    const { visit, case: complaint } = world.story
    const whole = (language: 'en' | 'fr') =>
      writeBrief(facts, { occasion: 'visit', language, all: true }).sentences.map(({ text }) => text)
    const english = told('en')
    for (const part of [
      `Visit with ${visit.rep} planned for 24 November at 14:30`,
      'Agnès Delorme (Titulaire). Cares about: les marges, la formation de son équipe',
      'Thomas Rey (Acheteur). Cares about: les conditions de pré-saison',
      `${visit.rep} promised “Testeurs et conditions Solaire” by 21 November at 18:00; overdue`,
      `Open complaint ${complaint.number}`,
      'Crème Calyx Riche 50 ml, a star, was in ten orders, and in none since 6 June',
      'Groupe Arcades Santé, which pays for it, has €905.26 overdue on three invoices',
      'eleven of 14 comparable pharmacies list it',
      'Open opportunity “Référencement Calyx Solaire”',
    ])
      expect(english).toContain(part)
    const french = told('fr')
    for (const part of ['Centres d’intérêt : les marges', 'doit 905,26 € échus sur trois factures'])
      expect(french).toContain(part)
    // Of what changed since the last visit the newest, then what nobody but they can tell.
    for (const part of [
      `Visit with ${visit.rep} on 14 October: “Mme Delorme est inquiète`,
      `One case opened since the last visit (${complaint.number}), on 19 November.`,
      'One order since the last visit, €362.28, on 15 November.',
      'Begin with the open case, and say by when it is settled. Why: Open cases: one.',
      'Ask why Crème Calyx Riche 50 ml has not been ordered since 6 June.',
    ])
      expect(english).toContain(part)
    // While a case is open no range is offered; what was promised is.
    const { facts: cited, sentences } = writeBrief(facts, { occasion: 'visit', language: 'en', all: true })
    expect(sentences.filter(({ facts: [id] }) => id?.startsWith('offer:')).map(({ facts: ids }) => ids)).toEqual([
      ['offer:settleTheCase'],
      ['offer:keepThePromise'],
      ['offer:followTheMailing'],
    ])
    const rowsOf = (id: string) => cited.find((fact) => fact.id === id)?.rows.map(({ key }) => key)
    expect(rowsOf('offer:settleTheCase')).toEqual([String(complaint.number)])
    expect(rowsOf('offer:keepThePromise')).toEqual([String(world.story.promise.task)])
    expect(whole('en')).toContain(
      'Groupe Arcades Santé: two invoices have become overdue since the last visit, €619.49 in all, the last due on 25 October.',
    )
    for (const part of [
      'Ask what keeps Calyx Solaire from being listed here.',
      `Ask whether “Testeurs et conditions Solaire” was done: ${visit.rep} promised it by 21 November, and no outcome is on record.`,
    ])
      expect(whole('en')).toContain(part)
    expect(whole('fr')).toContain('Demander ce qui empêche de référencer Calyx Solaire ici.')
    // Marc Delorme works at the sister; Sylvie Garnier at the head office.
    expect(english).not.toMatch(/Marc|Garnier/)
    // Who may not see balances is told of none.
    const withheld = await readFacts(queries, found.id, { ...asked, rights: { ...RIGHTS, sensitive: false } })
    expect(JSON.stringify(withheld)).not.toContain('90526')
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
      const profiles = new Set(recordsOf(keys, ['erp/customers']).map((key) => profileOf(key)))
      const items = (await Promise.all([...profiles].map((one) => timelineOf(one as ProfileAnswer)))).flat()
      const ofStream = (stream: string) => new Set(items.filter((item) => item.stream === stream).map(({ key }) => key))
      expect([...ofStream('erp/orders')].sort()).toEqual([...own].sort())
      expect([...ofStream('erp/invoices')].sort()).toEqual([...invoices].sort())
    }
  })

  it('few records of one organisation or person are missed, and nobody is joined with somebody else', () => {
    const organizations = pairsOf(world, ORGANIZATIONS)
    expect(organizations.wrong).toEqual([])
    expect(organizations.found / organizations.true).toBeGreaterThan(0.9)
    const persons = pairsOf(world, PERSONS)
    expect(persons.wrong).toEqual([])
    expect(persons.found / persons.true).toBeGreaterThan(0.6)
  })
})

it('of 2,000 people and their pharmacies, shared numbers and mailboxes among them, nobody is joined with somebody else', async () => {
  const world = await openDemoWorld('laboratoire-calyx', 2000)
  try {
    expect(await world.project.workspace.reader.countRejected()).toEqual([])
    const organizations = pairsOf(world, ORGANIZATIONS)
    expect(organizations.wrong).toEqual([])
    expect(organizations.true).toBeGreaterThan(1500)
    expect(organizations.found / organizations.true).toBeGreaterThan(0.9)
    const persons = pairsOf(world, PERSONS)
    expect(persons.wrong).toEqual([])
    expect(persons.true).toBeGreaterThan(1000)
    expect(persons.found / persons.true).toBeGreaterThan(0.6)
  } finally {
    await world.close()
  }
}, 240_000)
