import { decimalComma } from '../../csv.ts'
import { writePhone } from '../../people/phones.ts'
import { DAY_MS, isoDate } from '../../time.ts'
import type { Told } from '../../told.ts'
import { RANGES, type Typology } from './catalogue.ts'
import type { Organization } from './groups.ts'
import type { ContactLife, OrganizationLife } from './life.ts'
import { capitals, ownerOf, plant, type Telling, tellOrganization } from './telling.ts'

/** A line of `directory/pharmacies.csv`: the trade association's list of pharmacies, customers or not. */
export interface DirectoryPharmacy {
  finess: string
  raison_sociale: string
  enseigne: string
  adresse: string
  code_postal: string
  commune: string
  telephone: string
  siret: string
  categorie: string
  typologie: string
  ouverture: string
  maj: string
}

/** A line of `directory/pharmacists.csv`: who practises where. */
export interface DirectoryPharmacist {
  rpps: string
  civilite: string
  nom: string
  prenom: string
  finess: string
  fonction: string
  maj: string
}

/** A line of `directory/listings.csv`,
the association's panel: whether a pharmacy lists a range, and how many like it do. */
export interface PanelListing {
  id: string
  finess: string
  gamme: string
  gamme_libelle: string
  referencee: string
  depuis: string
  groupe: string
  comparables: string
  comparables_referencant: string
  part: string
  releve: string
}

export const PHARMACY_COLUMNS = ['finess', 'raison_sociale', 'enseigne', 'adresse', 'code_postal', 'commune',
  'telephone', 'siret', 'categorie', 'typologie', 'ouverture', 'maj'] as const satisfies readonly (keyof DirectoryPharmacy)[] // biome-ignore format: a header

export const PHARMACIST_COLUMNS = ['rpps', 'civilite', 'nom', 'prenom', 'finess', 'fonction', 'maj'] as const satisfies readonly (keyof DirectoryPharmacist)[] // biome-ignore format: a header

export const LISTING_COLUMNS = ['id', 'finess', 'gamme', 'gamme_libelle', 'referencee', 'depuis', 'groupe',
  'comparables', 'comparables_referencant', 'part', 'releve'] as const satisfies readonly (keyof PanelListing)[] // biome-ignore format: a header

/** The list's pharmacies of a group; head offices are no pharmacies. */
export function tellPharmacies(telling: Telling): Told<DirectoryPharmacy>[] {
  const { life } = telling
  return life.organizations.flatMap((one): Told<DirectoryPharmacy>[] => {
    const { organization, isInDirectory } = one
    if (!isInDirectory || organization.finess === null) return []
    return [
      { owner: ownerOf(organization), key: organization.finess, row: pharmacyRow(telling, one, organization.finess) },
    ]
  })
}

function pharmacyRow(telling: Telling, one: OrganizationLife, finess: string): DirectoryPharmacy {
  const { random, nowMs } = telling
  const { organization } = one
  const party = tellOrganization(telling, 'directory/pharmacies', finess, one)
  const lacksSiret = plant(telling, 'directory/pharmacies', finess, 'missing-siret')
  return {
    finess,
    raison_sociale: capitals(organization.legalName),
    enseigne: capitals(party.name),
    adresse: capitals(party.address.street),
    code_postal: party.address.postalCode,
    commune: capitals(party.address.city),
    telephone: party.phone === null ? '' : writePhone(party.phone, 'bare'),
    siret: lacksSiret ? '' : organization.siret,
    categorie: "620 Pharmacie d'Officine",
    typologie: organization.typology,
    ouverture: isoDate(organization.sinceMs - random.between(0, 4000) * DAY_MS),
    maj: isoDate(nowMs - random.between(10, 300) * DAY_MS),
  }
}

/** The pharmacists who practise in a group's pharmacies. */
export function tellPharmacists(telling: Telling): Told<DirectoryPharmacist>[] {
  const { life, random, nowMs } = telling
  return life.contacts.flatMap((one: ContactLife): Told<DirectoryPharmacist>[] => {
    const { contact } = one
    if (!one.isInDirectory || contact.rpps === null) return []
    const key = contact.rpps
    const employer = life.organizations[contact.organization] as OrganizationLife
    const others = life.organizations.filter(
      ({ organization }) => organization !== employer.organization && organization.finess !== null,
    )
    const isFormer = plant(telling, 'directory/pharmacists', key, 'former-pharmacy', others.length > 0)
    const place = isFormer ? random.pick(others).organization : employer.organization
    const isMistyped = plant(telling, 'directory/pharmacists', key, 'typo-name', contact.lastName.length >= 4)
    const row: DirectoryPharmacist = {
      rpps: key,
      civilite: contact.gender === 'female' ? 'MME' : 'M',
      nom: capitals(
        isMistyped ? `${contact.lastName.slice(0, -1)}${contact.lastName.slice(-1).repeat(2)}` : contact.lastName,
      ),
      prenom: capitals(contact.firstName),
      finess: place.finess ?? '',
      fonction: contact.role === 'owner' ? 'Titulaire' : 'Adjoint',
      maj: isoDate(nowMs - random.between(10, 300) * DAY_MS),
    }
    return [{ owner: ownerOf(contact), key, row }]
  })
}

/** A pharmacy of the panel, and what it lists. */
export interface PanelPharmacy<O extends Pick<Organization, 'finess' | 'listings'> = Organization> {
  readonly organization: O
  /** Comparable pharmacies have the same. */
  readonly comparable: string
}

/** So many groups that lie together are compared with each other, by the kind of place. */
export const GROUPS_A_PANEL = 16

/** The code of a panel's pharmacies of one kind: `P00003-QUA`. */
export function panelCode(panel: number, typology: Typology): string {
  return `P${String(panel).padStart(5, '0')}-${capitals(typology)
    .replace(/[^A-Z]/g, '')
    .slice(0, 6)}`
}

/** The listings of one panel: each pharmacy × range, with how many of the others like it list the range. */
export function panelRows<O extends Pick<Organization, 'finess' | 'listings'>>(
  pharmacies: readonly PanelPharmacy<O>[],
  nowMs: number,
): readonly { readonly organization: O; readonly row: PanelListing }[] {
  const byCode = Map.groupBy(pharmacies, ({ comparable }) => comparable)
  return pharmacies.flatMap(({ organization, comparable }) => {
    const others = (byCode.get(comparable) ?? []).filter((one) => one.organization !== organization)
    return RANGES.map(({ range }) => {
      const { finess, listings } = organization
      const sinceMs = listings.get(range.code)?.sinceMs
      const count = others.filter((one) => one.organization.listings.has(range.code)).length
      const row: PanelListing = {
        id: `${finess}-${range.code}`,
        finess: finess ?? '',
        gamme: range.code,
        gamme_libelle: range.name,
        referencee: sinceMs === undefined ? 'N' : 'O',
        depuis: sinceMs === undefined ? '' : isoDate(sinceMs),
        groupe: comparable,
        comparables: String(others.length),
        comparables_referencant: String(count),
        part: shareText(count, others.length),
        releve: isoDate(nowMs - 9 * DAY_MS),
      }
      return { organization, row }
    })
  })
}

/** `78,6`: of a hundred; nothing where nobody can be compared. */
function shareText(listing: number, of: number): string {
  return of === 0 ? '' : decimalComma((listing / of) * 100, 1)
}
