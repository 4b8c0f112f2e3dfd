import { offersOf, readFacts, verify, wordLimitOf, writeBrief } from '@rapport/assistant'
import { type AlbaStory, openWorld, type WebEvent } from '@rapport/demo'
import type { TimelineItem } from '@rapport/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoWorld, openDemoWorld, pairsOf, recordsOf } from './support/demo-world.ts'
import { RIGHTS, rowsOf } from './support/project.ts'

const partyStreams = ['pms/profiles', 'crm/members', 'email/subscribers', 'desk/callers']
type World = DemoWorld<AlbaStory>

/** A profile as the API has it, with its history, newest first. */
async function readProfile({ project, profileOf }: World, record: string) {
  const { queries } = project.workspace
  const profile = project.profiles.find(({ id }) => id === profileOf(record))
  if (profile === undefined) throw new Error(`${record} has no profile`)
  const found = await queries.lookup(profile.id, RIGHTS)
  if (found.status !== 'found') throw new Error(`${profile.id} is listed and not found`)
  const { items } = await queries.timeline(found.id, { limit: 200 }, RIGHTS)
  return { profile, items, id: found.id }
}
const isAnonymous = ({ ext }: TimelineItem['attributes']) =>
  (ext as { web?: { anonymous?: boolean } } | undefined)?.web?.anonymous === true
const keysOf = (items: readonly TimelineItem[], entity: string) =>
  items.filter((item) => item.entity === entity).map(({ key }) => key)

type Subscriber = Readonly<Record<'LEID' | 'EMAIL' | 'FNAME' | 'MEMBER_NO' | 'LAST_CHANGED', string>>

/** The newest version of each row of a file, by key. */
function newest<R extends object>(people: number, file: string, key: keyof R, version: keyof R): readonly R[] {
  const rows = new Map<unknown, R>()
  for (const row of [...openWorld('alba-hotels', { people }).batches(file)].flat() as R[]) {
    const known = rows.get(row[key])
    if (known === undefined || row[version] > known[version]) rows.set(row[key], row)
  }
  return [...rows.values()]
}

describe('Alba Hotels with 100 people', () => {
  let world: World
  beforeAll(async () => {
    world = await openDemoWorld('alba-hotels', 100)
  }, 60_000)
  afterAll(() => world?.close())
  const heroine = () => readProfile(world, `crm/members/${world.story.heroine.keys['crm/members']?.[0]}`)

  it('no row is rejected, and every system was read', async () => {
    expect(await world.project.workspace.reader.countRejected()).toEqual([])
    expect(world.project.runs.map(({ connection }) => connection).sort()).toEqual(['crm', 'desk', 'email', 'pms'])
    expect(world.project.runs.flatMap(({ streams }) => streams.map(({ state }) => state))).not.toContain('failed')
    for (const { system, stream, file } of openWorld('alba-hotels', { people: 100 }).streams)
      if (system !== 'web')
        expect(rowsOf(world.project, `${system}/${stream}`).rows, file).toBe(
          [...openWorld('alba-hotels', { people: 100 }).batches(file)].flat().length,
        )
  })

  it('the heroine is one profile of five records in four systems; her husband, with her phone and e-mail, is another', async () => {
    const { heroine, neverMergeWith } = world.story
    const [hers, his] = [heroine, neverMergeWith].map(({ keys }) => recordsOf(keys, partyStreams))
    expect(hers).toHaveLength(5)
    expect(his).toHaveLength(2)
    expect(new Set(hers?.map(world.profileOf)).size).toBe(1)
    expect(new Set(his?.map(world.profileOf)).size).toBe(1)
    expect(world.profileOf(hers?.[0] ?? '')).toBeDefined()
    expect(world.profileOf(hers?.[0] ?? '')).not.toBe(world.profileOf(his?.[0] ?? ''))
    const { profile } = await readProfile(world, his?.[0] ?? '')
    expect(JSON.stringify(profile.contactPoints)).toContain(heroine.phone)
  })

  it('her profile says where she stands: tier, stays, nights, spend, points, next arrival', async () => {
    const { story } = world
    const { profile } = await heroine()
    expect(profile.attributes).toMatchObject({
      fullName: story.heroine.name,
      tier: story.heroine.tier,
      email: story.heroine.email,
    })
    expect(profile.insights).toMatchObject({
      stays: story.totals.stays,
      nights: story.totals.nights,
      spend: story.totals.spendEuros * 100,
      lastStayOn: `${story.totals.lastDepartureOn}T00:00:00.000Z`,
      nextArrivalOn: `${story.stay.arrivalOn}T00:00:00.000Z`,
      plannedStays: 1,
      points: story.points,
      newsletterClicks90d: 1,
      seaViewRooms30d: 2,
      spaViews30d: 2,
      openCases: 1,
      openPromises: 1,
    })
    expect(profile.segments).toEqual(
      expect.arrayContaining([
        'arrivingSoon',
        'arrivingPremium',
        'spaMinded',
        'newsletterReaders',
        'toLookAfter',
        'mayBeMailed',
      ]),
    )
    expect(profile.segments).not.toContain('lapsedPremium')
    expect(profile.segments).not.toContain('mayBeTexted')
    expect(profile.conflicts.map(({ attribute }) => attribute)).toContain('tier')
  })

  it('and by which channel she may be addressed, whatever the front desk has', async () => {
    const { profile } = await heroine()
    const stated = Object.fromEntries(profile.consents.map(({ channel, state }) => [channel, state]))
    expect(stated).toEqual(world.story.consents)
  })

  it('her journey is in order: newsletter, anonymous visits that became hers, booking, call, promise, stay', async () => {
    const { story } = world
    const { items } = await heroine()
    const { stay, call, promise, webSessions, newsletter } = story
    const forward = items.toReversed().filter(({ occurredAt }) => occurredAt >= newsletter.openedAt)
    const told = forward.flatMap(({ entity, attributes: a }) => (entity === 'event' ? [String(a.name)] : [entity]))
    expect(told.filter((one) => one !== 'consent')).toEqual([
      'Newsletter Opened',
      'Newsletter Clicked',
      'Page Viewed',
      'Spa Treatment Viewed',
      'Page Viewed',
      'Room Viewed',
      'Room Viewed',
      'Availability Searched',
      'Booking Completed',
      ...['case', 'interaction'], // at one instant
      'task',
      'Page Viewed',
      'Spa Treatment Viewed',
      'stay',
    ])
    const visits = items.filter(({ stream }) => stream === 'website/events')
    expect(visits.every(({ key }) => story.heroine.keys['web/events']?.includes(key))).toBe(true)
    const anonymous = visits.filter(({ occurredAt }) => occurredAt < webSessions.knownAt)
    expect(anonymous.every(({ attributes: a }) => isAnonymous(a))).toBe(true)
    expect(visits.filter(({ attributes: a }) => !isAnonymous(a)).map(({ attributes: a }) => a.name)).toEqual([
      'Booking Completed',
      'Availability Searched',
    ])
    const paths = anonymous
      .toReversed()
      .flatMap(({ attributes: { properties } }) => (properties as { path?: string }).path ?? [])
    expect(paths).toEqual(webSessions.pages)
    expect(keysOf(items, 'task')).toEqual([promise.key])
    expect(items.find(({ entity }) => entity === 'case')?.attributes.stay).toEqual({
      stream: 'pms/reservations',
      key: story.case.stay,
    })
    expect(keysOf(items, 'interaction')[0]).toBe(call.key)
    expect(items.find(({ key }) => key === stay.confirmation)?.attributes).toMatchObject({
      status: 'planned',
      arrivalOn: stay.arrivalOn,
      departureOn: stay.departureOn,
      location: { stream: 'pms/hotels', key: 'AMA' },
      parties: [{ role: 'companion' }],
    })
  })

  it('her brief says in both languages what only this world knows, each sentence held by its rows', async () => {
    const { workspace } = world.project
    const nowMs = Date.parse(world.story.now)
    const { id } = await heroine()
    const facts = await readFacts(workspace.queries, id, { rights: RIGHTS, nowMs })
    if (facts === undefined) throw new Error('there are no facts')
    const told = (language: 'en' | 'fr') => {
      const brief = writeBrief(facts, { occasion: 'call', language, all: true })
      for (const one of brief.sentences)
        expect([one.text, verify(one, brief.facts, { language, zone: brief.zone, nowMs })]).toEqual([one.text, []])
      return brief.sentences.map(({ text }) => text)
    }
    const { case: complaint, promise, stay, newsletter, totals } = world.story
    const english = told('en').join('\n')
    for (const part of [
      `Open case ${complaint.number} (noise, high priority)`,
      `${promise.owner} promised “${promise.subject}” by 27 November`,
      `Booked at ${stay.hotel}: sea view deluxe, four nights`,
      'Preferences: High floor, Quiet room, Sea view and Spa guest',
      `Travels with “${stay.companion}” (spouse)`,
      `Followed the newsletter “${newsletter.title}”`,
      'Looked at two spa treatments online',
      'Not signed in on 8 November at 21:20: read “Sea-view rooms”',
      'looked at “Hammam for two” of “Alba Amalfi”',
      'Looked at two sea-view rooms online',
      `${totals.nights} nights in six stays`,
      `€${totals.spendEuros.toLocaleString('en-GB')} in six stays since November 2022`,
    ])
      expect(english).toContain(part)
    expect(told('fr')).toHaveLength(told('en').length)
  })

  it('a stay is told the way here in order, past stays, and by which channel she may be written to', async () => {
    const { queries } = world.project.workspace
    const nowMs = Date.parse(world.story.now)
    const { id } = await heroine()
    const facts = await readFacts(queries, id, { rights: RIGHTS, nowMs, occasion: 'stay' })
    if (facts === undefined) throw new Error('there are no facts')
    const told = (language: 'en' | 'fr') => {
      const brief = writeBrief(facts, { occasion: 'stay', language })
      for (const one of brief.sentences)
        expect([one.text, verify(one, brief.facts, { language, zone: brief.zone, nowMs })]).toEqual([one.text, []])
      const words =
        [...brief.sentences.map(({ text }) => text), brief.left.text].join(' ').match(/\S*[\p{L}\p{N}]\S*/gu) ?? []
      expect(words.length).toBeLessThanOrEqual(wordLimitOf('stay'))
      return (kind?: string) => brief.sentences.flatMap((one) => (kind && one.kind !== kind ? [] : [one.text]))
    }
    const { promise, stay } = world.story
    const english = told('en')
    expect(english('journey')).toEqual([
      'Not signed in on 4 November at 08:45: looked at “Lemon ritual” of “Alba Amalfi”.',
      'Not signed in on 8 November at 21:20: read “Sea-view rooms”.',
      'Not signed in on 8 November at 21:23: looked at “Sea-view Deluxe” of “Alba Amalfi”.',
      'Not signed in on 8 November at 21:27: looked at “Sea-view Suite” of “Alba Amalfi”.',
      'Not signed in on 23 November at 21:05: read “Spa and wellness”.',
      'Not signed in on 23 November at 21:07: looked at “Hammam for two” of “Alba Amalfi”.',
    ])
    const whole = english().join('\n')
    for (const part of [
      `Booked at ${stay.hotel}: sea view deluxe, four nights`,
      'Stayed before, latest first: Alba Venezia (19 June 2026), Alba Paris (29 December 2025)',
      `${promise.owner} promised “${promise.subject}” by 27 November`,
      'Preferences: High floor, Quiet room, Sea view and Spa guest',
      'Premium tier with 22,676 points',
      'No marketing by text message',
      'Offers may be sent by e-mail and post.',
    ])
      expect(whole).toContain(part)
    const french = told('fr')
    expect(french('journey')).toHaveLength(6)
    // One offer, of what her open case does not forbid, with its reason; then by which channels.
    expect(english('offer')).toEqual([
      'See that what was promised is ready before the guest arrives, and say so at the door. Why: Open promises: one; arrival on 27 November.',
      'Offers may be sent by e-mail and post.',
    ])
    expect(french('offer')).toEqual([
      'Veiller à ce que la promesse soit tenue avant l’arrivée, et le dire à l’accueil. Pourquoi : Promesses à tenir : un ; arrivée le 27 novembre.',
      'Offres autorisées par e-mail et courrier.',
    ])
  })

  it('her hotel expects her and her husband, who have a row each, and can step from day to day', async () => {
    const { queries } = world.project.workspace
    const { arrivalOn, departureOn, hotel, confirmation } = world.story.stay
    const day = await queries.agendaDay({ kind: 'stay', on: arrivalOn }, RIGHTS)
    const group = day.groups.find(({ name }) => name === hotel)
    const query = { kind: 'stay', on: arrivalOn, group: group?.key ?? '' } as const
    const { items } = await queries.agenda({ ...query, limit: 50 }, RIGHTS)
    expect(items).toHaveLength(group?.count ?? 0)
    const hers = items.filter(({ row }) => row.attributes.number === confirmation)
    expect(hers.map(({ profile }) => profile.attributes.givenName).sort()).toEqual(['Eleanor', 'James'])
    expect(hers.map(({ row }) => row.attributes.departureOn)).toEqual([departureOn, departureOn])
    const { next, previous } = await queries.agendaDay(query, RIGHTS)
    for (const on of [next, previous])
      if (on !== null) expect((await queries.agendaDay({ ...query, on }, RIGHTS)).count).toBeGreaterThan(0)
    // What is stepped over is empty.
    const before = await queries.agendaDay({ ...query, on: next ?? '2100-01-01' }, RIGHTS)
    if (next !== null) expect(before.previous).toBe(arrivalOn)
  })

  it('she is offered amends, not sold anything while her case is open; her husband may not be written to', async () => {
    const { queries } = world.project.workspace
    const catalogue = queries.actions()
    const offersFor = async (member: string | undefined, language: 'en' | 'fr') => {
      const { profile } = await readProfile(world, `crm/members/${member}`)
      const asked = { profile, visible: profile, heldBackUntil: null, catalogue, decisions: [], zone: 'Europe/Rome' }
      return offersOf({ ...asked, occasion: 'stay', language, nowMs: Date.parse(world.story.now) })
    }
    const hers = world.story.heroine.keys['crm/members']?.[0]
    const { items, excluded } = await offersFor(hers, 'en')
    expect(items.map(({ name }) => name)).toEqual(['keepThePromise', 'spaAsAmends', 'spendPoints'])
    expect(items[0]?.reason).toBe('Open promises: one; arrival on 27 November.')
    expect(items[2]?.text).toContain('22,676 points')
    const because = new Map(excluded.map(({ name, why, unless }) => [name, unless ?? why]))
    expect(because.get('spaBeforeArrival')).toBe('openCase')
    expect(because.get('seaViewUpgrade')).toBe('openCase')
    const his = await offersFor(world.story.neverMergeWith.keys['crm/members']?.[0], 'fr')
    expect(his.items.map(({ name }) => name)).toEqual(['askForTheNewsletter'])
  })

  it('her husband comes along on her stays, without their bills, and none of her calls are his', async () => {
    const { story } = world
    const { profile, items } = await readProfile(world, `crm/members/${story.neverMergeWith.keys['crm/members']?.[0]}`)
    const planned = items.find(({ attributes: a }) => a.number === story.stay.confirmation)
    expect(planned?.attributes).toMatchObject({ status: 'planned', parties: [{ role: 'booker' }] })
    expect(planned?.attributes.spend).toBeUndefined()
    expect(profile.segments).toContain('arrivingSoon')
    expect(profile.insights.openCases).toBe(0)
    expect(keysOf(items, 'interaction')).toEqual([])
    expect(items.flatMap(({ stream, key }) => (stream === 'website/events' ? [key] : []))).toHaveLength(1)
  })

  it('at most three in ten pairs of records of one person are missed, and nobody is joined with somebody else', () => {
    const pairs = pairsOf(world, partyStreams)
    expect(pairs.wrong).toEqual([])
    expect(pairs.true).toBeGreaterThan(150)
    expect(pairs.found / pairs.true).toBeGreaterThan(0.7)
  })
})

describe('Alba Hotels with 1,500 people', () => {
  const people = 1500
  let world: World
  beforeAll(async () => {
    world = await openDemoWorld('alba-hotels', people)
  }, 180_000)
  afterAll(() => world?.close())

  it('nobody is joined with somebody else: couples, families, twins and namesakes among them', () => {
    const pairs = pairsOf(world, partyStreams)
    expect(pairs.wrong).toEqual([])
    expect(pairs.true).toBeGreaterThan(2000)
    expect(pairs.found / pairs.true).toBeGreaterThan(0.73)
  })

  it('stays, nights, spend and points of all profiles add up to what the files say', () => {
    type Stay = { confirmation: string; status: string; nights: number; updatedAt: string; guests: object[] }
    const stays = newest<Stay>(people, 'pms/reservations.jsonl', 'confirmation', 'updatedAt')
    const past = stays.filter(({ status }) => status === 'CHECKED OUT')
    const sum = (insight: string) =>
      world.project.profiles.reduce((total, { insights }) => total + Number(insights[insight] ?? 0), 0)
    // Each guest who comes along has the stay too.
    const persons = ({ guests }: Stay) => 1 + guests.length
    expect(sum('stays')).toBe(past.reduce((total, one) => total + persons(one), 0))
    expect(sum('nights')).toBe(past.reduce((total, one) => total + persons(one) * one.nights, 0))
    expect(sum('plannedStays')).toBe(
      stays.filter(({ status }) => status === 'RESERVED').reduce((total, one) => total + persons(one), 0),
    )
    type Member = { memberNumber: string; updatedAt: string; status: string; points: number }
    const members = newest<Member>(people, 'crm/members.jsonl', 'memberNumber', 'updatedAt')
    expect(sum('points')).toBeGreaterThanOrEqual(members.reduce((total, { points }) => total + points, 0))
  })

  it('who arrives within seven days is who has a stay planned then', () => {
    type Stay = { confirmation: string; status: string; arrival: string; profile: string; updatedAt: string }
    const nowMs = Date.parse(world.story.now)
    const soon = newest<Stay>(people, 'pms/reservations.jsonl', 'confirmation', 'updatedAt').filter(
      ({ status, arrival }) => status === 'RESERVED' && Date.parse(`${arrival} UTC`) - nowMs <= 7 * 86_400_000,
    )
    const arriving = new Set(
      world.project.profiles.filter(({ segments }) => segments.includes('arrivingSoon')).map(({ id }) => id),
    )
    expect(soon.length).toBeGreaterThan(10)
    for (const { confirmation, profile } of soon)
      expect(arriving.has(world.profileOf(`pms/profiles/${profile}`) ?? ''), confirmation).toBe(true)
    const lapsed = world.project.profiles.filter(({ segments }) => segments.includes('lapsedPremium'))
    expect(lapsed.length).toBeGreaterThan(3)
    for (const { attributes, insights } of lapsed) {
      expect(attributes.tier).toBe('Premium')
      expect(Date.parse(String(insights.lastStayOn))).toBeLessThan(nowMs - 365 * 86_400_000)
      expect(insights.plannedStays).toBe(0)
    }
  })

  it('an address that only signed up, at the website and in the newsletter, is one; it is no guest’s, whoever shares it', () => {
    const { truth, profileOf } = world
    const nameless = newest<Subscriber>(people, 'email/subscribers.csv', 'LEID', 'LAST_CHANGED').filter(
      ({ FNAME, MEMBER_NO }) => FNAME === '' && MEMBER_NO === '',
    )
    const joined = nameless.filter(({ LEID, EMAIL }) => {
      const lead = profileOf(`website/leads/${EMAIL.toLowerCase()}`)
      return lead !== undefined && lead === profileOf(`email/subscribers/${LEID}`)
    })
    expect(joined.length).toBeGreaterThan(3)
    const ownerOf = new Map(
      truth.flatMap(({ personId, keys }) => (keys['email/subscribers'] ?? []).map((key) => [key, personId])),
    )
    const guests = new Map(
      truth.flatMap(({ personId, keys }) =>
        recordsOf(keys, ['pms/profiles', 'desk/callers']).map((record) => [profileOf(record), personId] as const),
      ),
    )
    for (const { LEID } of nameless) {
      const guest = guests.get(profileOf(`email/subscribers/${LEID}`))
      if (guest !== undefined) expect(guest).toBe(ownerOf.get(LEID))
    }
  })

  it('what a browser did before somebody signed in or booked there is theirs, and what others did on theirs is not', async () => {
    const { queries } = world.project.workspace
    const ownerOf = new Map(
      world.truth.flatMap(({ personId, keys }) => (keys['web/events'] ?? []).map((key) => [key, personId])),
    )
    const personsOf = new Map<string, Set<string | null>>()
    for (const { personId, keys } of world.truth)
      for (const record of recordsOf(keys, partyStreams)) {
        const profile = world.profileOf(record) ?? ''
        personsOf.set(profile, (personsOf.get(profile) ?? new Set()).add(personId))
      }
    const profileOfEvent = new Map<string, string>()
    for (const [profile, persons] of personsOf) {
      const found = await queries.lookup(profile, RIGHTS)
      if (found.status !== 'found') continue
      const { items } = await queries.timeline(found.id, { limit: 500, entities: ['event'] }, RIGHTS)
      for (const { stream, key } of items) {
        if (stream !== 'website/events') continue
        expect([...persons], key).toContain(ownerOf.get(key))
        profileOfEvent.set(key, profile)
      }
    }
    const messages = [...openWorld('alba-hotels', { people }).batches('web/events.jsonl')].flat() as WebEvent[]
    const shared = new Set(
      world.truth.flatMap(({ devices }) => devices.flatMap((one) => (one.isShared ? [one.anonymousId] : []))),
    )
    const seen = { devices: 0, before: 0 }
    for (const [device, sent] of Map.groupBy(messages, ({ anonymousId }) => anonymousId)) {
      const isPlain = sent.every(
        ({ type, event, userId }) => event !== 'Signed Out' && (type !== 'identify' || userId !== undefined),
      )
      const signIns = sent.filter(({ userId }) => userId !== undefined)
      if (shared.has(device) || !isPlain || signIns.length === 0) continue
      seen.devices += 1
      const member = world.profileOf(`crm/members/${signIns[0]?.userId}`)
      const known = signIns.map(({ timestamp }) => timestamp).sort()[0] ?? ''
      for (const { messageId, type, timestamp } of sent) {
        if (type === 'identify') continue
        expect(profileOfEvent.get(messageId), messageId).toBe(member)
        if (timestamp < known) seen.before += 1
      }
    }
    expect(seen.devices).toBeGreaterThan(100)
    expect(seen.before).toBeGreaterThan(300)
  })
})
