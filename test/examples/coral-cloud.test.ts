import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  isSharedDataAbsent,
  type LoadedProject,
  loadProject,
  RIGHTS,
  recordsByKey,
  rowsOf,
  sharedFile,
} from '../support/project.ts'

const folder = fileURLToPath(new URL('../../examples/coral-cloud', import.meta.url))
const now = Date.parse('2026-11-24T12:00:00Z')

type Raw = Readonly<Record<string, string>> & { readonly attributes: { readonly referenceId: string } }
const rawOf = (file: string): readonly Raw[] =>
  JSON.parse(readFileSync(sharedFile(`crm-coral-cloud/data-${file}.json`), 'utf8')).records

describe.skipIf(isSharedDataAbsent)('the resort’s CRM', () => {
  let project: LoadedProject
  let records: Awaited<ReturnType<typeof recordsByKey>>
  let contacts: readonly Raw[]
  let reviews: readonly Raw[]
  beforeAll(async () => {
    contacts = rawOf('Contact-large')
    reviews = rawOf('Guest_Review__c')
    project = await loadProject(folder, sharedFile('crm-coral-cloud'), { now })
    records = await recordsByKey(project)
  }, 60_000)
  afterAll(() => project?.close())

  const recordOf = (contact: Raw) => records.get(`crm/contacts/${contact.attributes.referenceId}`)
  const profileOf = (reference = '') =>
    project.profiles.find(({ id }) => id === records.get(`crm/contacts/${reference.slice(1)}`)?.profile)
  const flagsOf = (contact: Raw) => recordOf(contact)?.flags.map(({ field, code }) => `${field} ${code}`) ?? []

  it('is read whole: every row of its four files, none refused', async () => {
    for (const [stream, file] of Object.entries({
      contacts: 'Contact-large',
      cases: 'Case',
      reviews: 'Guest_Review__c',
      experiences: 'Experience__c',
    }))
      expect(rowsOf(project, `crm/${stream}`)).toEqual({ rows: rawOf(file).length, rejected: 0 })
    expect(await project.workspace.reader.countRejected()).toEqual([])
  })

  it('gives each of its 992 contacts a profile, with the name and the e-mail as they stand in the file', () => {
    expect(contacts).toHaveLength(992)
    expect(new Set(contacts.map((contact) => recordOf(contact)?.profile)).size).toBe(992)
    expect(project.profiles).toHaveLength(992)
    for (const contact of contacts)
      expect(profileOf(`@${contact.attributes.referenceId}`)?.attributes).toMatchObject({
        givenName: contact.FirstName,
        familyName: contact.LastName,
        email: contact.Email?.toLowerCase(),
      })
  })

  it('has birth dates in the future: flagged as received, and on no profile', () => {
    const future = contacts.filter(({ Birthdate = '' }) => Birthdate > '2026-11-24')
    expect(future).toHaveLength(26)
    const flagged = contacts.filter((contact) => flagsOf(contact).includes('birthDate impossible'))
    expect(flagged).toEqual(future)
    for (const { attributes, Birthdate } of contacts)
      expect(profileOf(`@${attributes.referenceId}`)?.attributes.birthDate).toBe(
        Birthdate === undefined || Birthdate > '2026-11-24' ? undefined : Birthdate,
      )
  })

  it('has phones that cannot be: flagged, no contact point; all others are kept', () => {
    // North America: area codes and exchanges begin with 2 to 9.
    const cannotBe = contacts.filter(({ MobilePhone = '' }) => /^([01]|\d{3}-[01])/.test(MobilePhone))
    expect(cannotBe.length).toBeGreaterThan(0)
    expect(contacts.filter((contact) => flagsOf(contact).includes('phone impossible'))).toEqual(cannotBe)
    for (const contact of contacts) {
      const points = profileOf(`@${contact.attributes.referenceId}`)?.contactPoints ?? []
      const isKept = contact.MobilePhone !== undefined && !cannotBe.includes(contact)
      expect(points.filter(({ kind }) => kind === 'phone').map(({ normal }) => normal)).toEqual(
        isKept ? [`+1${contact.MobilePhone?.replaceAll('-', '')}`] : [],
      )
    }
  })

  it('gives each review to the guest who wrote it', () => {
    const scores = Map.groupBy(reviews, ({ Contact__c = '' }) => Contact__c)
    for (const [reference, written] of scores)
      expect(profileOf(reference)?.insights).toMatchObject({
        reviews: written.length,
        lowestScore: Math.min(...written.map(({ Rating__c }) => Number(Rating__c))),
      })
    const counted = project.profiles.reduce((sum, { insights }) => sum + Number(insights.reviews), 0)
    expect(counted).toBe(reviews.length)
    const disappointed = [...scores].filter(([, written]) => written.some(({ Rating__c }) => Number(Rating__c) <= 6))
    expect(membersOf('disappointed')).toEqual(disappointed.map(([reference]) => profileOf(reference)?.id).sort())
  })

  it('gives each case to whom it is about, with the text', async () => {
    const cases = rawOf('Case')
    const owners = new Set(cases.map(({ ContactId }) => ContactId))
    expect(membersOf('toLookAfter')).toEqual([...owners].map((owner) => profileOf(owner)?.id).sort())
    for (const owner of owners) {
      const found = await project.workspace.queries.lookup(profileOf(owner)?.id ?? '', RIGHTS)
      if (found.status !== 'found') throw new Error('no such profile')
      const { items } = await project.workspace.queries.timeline(found.id, { limit: 10, entities: ['case'] }, RIGHTS)
      expect(items.map(({ attributes }) => attributes.text).sort()).toEqual(
        cases
          .filter(({ ContactId }) => ContactId === owner)
          .map(({ Description }) => Description?.trim())
          .sort(),
      )
    }
  })

  it('keeps the experiences with their prices, as what can be bought', async () => {
    const experiences = rawOf('Experience__c')
    const kept = await project.workspace.reader.objects(
      experiences.map(({ attributes }) => ({ stream: 'crm/experiences', key: attributes.referenceId })),
    )
    expect(kept.map((one) => JSON.parse(one?.body ?? '{}'))).toEqual(
      experiences.map(({ Name, Price__c }) =>
        expect.objectContaining({
          name: Name,
          price: expect.objectContaining({ amountMinor: Number(Price__c) * 100, currency: 'USD' }),
        }),
      ),
    )
  })

  it('has guest numbers that two guests share: they find both and join nobody', async () => {
    const shared = [...Map.groupBy(contacts, ({ External_Id__c = '' }) => External_Id__c)].filter(
      ([, holders]) => holders.length > 1,
    )
    expect(shared.length).toBeGreaterThan(0)
    for (const [number, holders] of shared) {
      const found = await project.workspace.queries.lookup(`guestNumber:${number}`, RIGHTS)
      expect(found.status === 'ambiguous' && found.ids.length).toBe(holders.length)
    }
  })

  it('knows who likes golf', () => {
    const golfers = contacts.filter((contact) =>
      [contact.Interest1__c, contact.Interest2__c, contact.Interest3__c].includes('Golf'),
    )
    expect(membersOf('golfers')).toEqual(golfers.map((contact) => recordOf(contact)?.profile).sort())
  })

  const membersOf = (segment: string) =>
    project.profiles
      .filter(({ segments }) => segments.includes(segment))
      .map(({ id }) => id)
      .sort()
})
