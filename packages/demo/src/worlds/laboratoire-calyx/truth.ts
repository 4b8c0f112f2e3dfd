import type { Ledger } from '../../ledger.ts'
import { NOBODY, type Told } from '../../told.ts'
import type { StreamInfo, TrueOrganization, TruthLine } from '../../world.ts'
import type { Contact, Group, Organization } from './groups.ts'
import type { Life } from './life.ts'
import {
  AGNES,
  COMPARABLES,
  FIRST_COMPARABLE,
  HEAD_OFFICE,
  HEAD_OFFICE_NAME,
  MARC,
  NOUR,
  SHOP,
  SHOP_NAME,
  SISTER,
  STORY_GROUP,
  STORY_KEYS,
  SYLVIE,
  THOMAS,
} from './story.ts'
import { storyRows } from './story-rows.ts'
import { contactOwner, ownerOf } from './telling.ts'

type Rows = readonly (readonly [StreamInfo, readonly Told[]])[]

/** One line an organisation and one a person of a group, each with the keys of all rows that are theirs. */
export function* groupTruth(life: Life, told: Rows, ledger: Ledger): Generator<TruthLine> {
  const { group } = life
  countGroup(group, ledger)
  for (const organization of group.organizations) {
    yield line(group.id, told, ownerOf(organization), ledger.notes, {
      organizationId: organization.id,
      organization: trueOrganization(organization, group),
    })
  }
  for (const contact of group.contacts) {
    yield line(group.id, told, ownerOf(contact), ledger.notes, {
      personId: contact.id,
      attributes: trueAttributes(contact, group),
    })
  }
}

/** A line for each record that stands for nobody. */
export function* nobodyLines(told: Rows): Generator<TruthLine> {
  for (const [stream, rows] of told) {
    for (const one of rows) {
      if (one.owner === NOBODY) yield line(null, [[stream, [one]]], NOBODY, [], {})
    }
  }
}

function line(
  householdId: string | null,
  told: Rows,
  owner: number,
  notes: readonly string[],
  who: Partial<Pick<TruthLine, 'personId' | 'attributes' | 'organizationId' | 'organization'>>,
): TruthLine {
  const keys: Record<string, string[]> = {}
  for (const [stream, rows] of told) {
    const own = new Set(rows.filter((one) => one.owner === owner).map((one) => one.key))
    if (own.size > 0) keys[`${stream.system}/${stream.stream}`] = [...own]
  }
  const disagreements = notes.filter((note) => {
    const at = note.indexOf('@')
    const colon = note.indexOf(':', at)
    return keys[note.slice(at + 1, colon)]?.includes(note.slice(colon + 1)) ?? false
  })
  return {
    personId: null,
    householdId,
    attributes: null,
    organizationId: null,
    organization: null,
    ...who,
    keys,
    devices: [],
    disagreements,
  }
}

function countGroup(group: Group, ledger: Ledger): void {
  const isChain = group.organizations[0]?.kind === 'headOffice'
  ledger.count('group', 'chain', isChain)
  for (const organization of group.organizations) {
    if (organization.kind === 'headOffice') continue
    ledger.count('organization', 'former-name', organization.formerName !== null)
    ledger.count('organization', 'customer', organization.isCustomer)
    ledger.count('organization', 'moved', organization.formerAddress !== null)
  }
  for (const contact of group.contacts) {
    ledger.count('contact', 'mobile', contact.mobile !== null)
    ledger.count('contact', 'former-email', contact.formerEmail !== null)
    ledger.count('contact', 'former-mobile', contact.formerMobile !== null)
    const hasOthers = isChain && group.organizations.length > 2
    if (contact.role === 'owner' && hasOthers) ledger.count('group', 'second-pharmacy', contact.secondPharmacy !== null)
  }
}

function trueOrganization(organization: Organization, group: Group): TrueOrganization {
  const { name, legalName, kind, finess, siret, phone, email, address } = organization
  const payer = group.organizations[0]
  return {
    name,
    legalName,
    kind: kind === 'pharmacy' ? 'site' : 'chain',
    payerId: payer === undefined || payer === organization ? null : payer.id,
    finess,
    siret,
    phones: [phone.e164],
    emails: [email],
    street: address.street,
    postalCode: address.postalCode,
    city: address.city,
    territory: group.territory.code,
  }
}

function trueAttributes(contact: Contact, group: Group): TruthLine['attributes'] {
  const employer = group.organizations[contact.organization]
  return {
    firstName: contact.firstName,
    lastName: contact.lastName,
    birthName: null,
    birthDate: null,
    gender: contact.gender,
    country: 'FR',
    language: 'fr',
    emails: [contact.email, contact.formerEmail].filter((email) => email !== null),
    phones: [contact.mobile, contact.formerMobile].flatMap((phone) => (phone === null ? [] : [phone.e164])),
    street: employer?.address.street ?? '',
    postalCode: employer?.address.postalCode ?? '',
    city: employer?.address.city ?? '',
    tier: null,
    jobTitle: contact.role,
    worksFor: employer?.id ?? null,
  }
}

/** The truth about the story's group. */
export function* storyTruth(streams: readonly StreamInfo[], nowMs: number): Generator<TruthLine> {
  const number = String(STORY_GROUP).padStart(7, '0')
  const told = streams.map((stream) => [stream, storyRows(stream.file, nowMs)] as const)
  const id = (letter: 'o' | 'p', ordinal: number) => `${letter}-${number}-${String(ordinal).padStart(2, '0')}`
  const { shop, sister, headOffice, agnes, thomas, nour, sylvie, marc } = STORY_KEYS
  const notes = [
    `abbreviated-name@erp/customers:${shop.customer}`,
    `abbreviated-name@erp/customers:${sister.customer}`,
    `head-office-siret@erp/customers:${sister.customer}`,
    `payer-number@crm/accounts:${sister.account}`,
    `head-office-phone@crm/accounts:${sister.account}`,
    `shop-email@crm/contacts:${nour.contact}`,
    `shop-email@crm/contacts:${marc.contact}`,
    `shop-email@marketing/subscribers:${nour.subscriber}`,
    `accents-dropped@support/requesters:${agnes.requester}`,
  ]
  const place = { postalCode: '69006', city: 'Lyon', street: '14 cours Vitton' }
  const villeurbanne = { postalCode: '69100', city: 'Villeurbanne', street: '3 place Grandclément' }
  const tonyGarnier = { postalCode: '69007', city: 'Lyon', street: '40 avenue Tony-Garnier' }
  const territory = 'RA1'
  const organizations: readonly (readonly [number, TrueOrganization])[] = [
    [HEAD_OFFICE, {
      name: HEAD_OFFICE_NAME, legalName: 'SAS Groupe Arcades Santé', kind: 'chain', payerId: null, finess: null,
      siret: headOffice.siret,
      phones: [headOffice.phone], emails: [headOffice.email], ...tonyGarnier, territory,
    }],
    [SHOP, {
      name: SHOP_NAME, legalName: 'SELARL Pharmacie des Arcades', kind: 'site', payerId: id('o', HEAD_OFFICE),
      finess: shop.finess,
      siret: shop.siret, phones: [shop.phone], emails: [shop.email], ...place, territory,
    }],
    [SISTER, {
      name: SHOP_NAME, legalName: 'SELARL Delorme', kind: 'site', payerId: id('o', HEAD_OFFICE), finess: sister.finess,
      siret: sister.siret,
      phones: [sister.phone], emails: [sister.email], ...villeurbanne, territory,
    }],
  ] // biome-ignore format: three organisations
  for (const [ordinal, organization] of organizations)
    yield line(`g-${number}`, told, ordinal, notes, { organizationId: id('o', ordinal), organization })
  for (let index = 0; index < COMPARABLES; index++) {
    const ordinal = FIRST_COMPARABLE + index
    yield line(`g-${number}`, told, ordinal, notes, { organizationId: id('o', ordinal) })
  }
  const base = { birthName: null, birthDate: null, country: 'FR', language: 'fr', tier: null }
  const people: readonly (readonly [number, NonNullable<TruthLine['attributes']>])[] = [
    [AGNES, {
      ...base, firstName: 'Agnès', lastName: 'Delorme', gender: 'female', emails: [agnes.email],
      phones: [agnes.mobile], ...place,
      jobTitle: 'owner', worksFor: id('o', SHOP),
    }],
    [THOMAS, {
      ...base, firstName: 'Thomas', lastName: 'Rey', gender: 'male', emails: [thomas.email], phones: [thomas.mobile],
      ...place,
      jobTitle: 'buyer', worksFor: id('o', SHOP),
    }],
    [NOUR, {
      ...base, firstName: 'Nour', lastName: 'Haddad', gender: 'female', emails: [], phones: [nour.mobile], ...place,
      jobTitle: 'dermo',
      worksFor: id('o', SHOP),
    }],
    [SYLVIE, {
      ...base, firstName: 'Sylvie', lastName: 'Garnier', gender: 'female', emails: [sylvie.email], phones: [],
      ...tonyGarnier,
      jobTitle: 'accounting', worksFor: id('o', HEAD_OFFICE),
    }],
    [MARC, {
      ...base, firstName: 'Marc', lastName: 'Delorme', gender: 'male', emails: [], phones: [marc.mobile],
      ...villeurbanne, jobTitle: 'owner',
      worksFor: id('o', SISTER),
    }],
  ] // biome-ignore format: five people
  for (const [slot, attributes] of people)
    yield line(`g-${number}`, told, contactOwner(slot), notes, { personId: id('p', slot), attributes })
}
