import { DAY_MS, isoDate } from '../../time.ts'
import type { Told } from '../../told.ts'
import { RANGES } from './catalogue.ts'
import { type DirectoryPharmacist, type DirectoryPharmacy, type PanelListing, panelRows } from './directory.ts'
import {
  AGNES,
  COMPARABLES,
  COMPARABLES_LISTING,
  FIRST_COMPARABLE,
  GAP,
  LISTED,
  MARC,
  PANEL,
  SHOP,
  SISTER,
  SISTER_LISTED,
  SISTER_PANEL,
  STORY_KEYS,
} from './story.ts'
import { capitals, contactOwner } from './telling.ts'

const { shop, sister, agnes, marc } = STORY_KEYS

const COMPARABLE_NAMES =
  `de la Part-Dieu|Bellecour|des Brotteaux|de la Tête d'Or|Foch|Ainay|Perrache|de la Guillotière|Saxe
Sainte-Blandine|des Terreaux|de Fourvière|Masséna|du Rhône`
    .split(/[|\n]/)
    .map((one) => one.trim())

/** The list's number of the story's comparable pharmacies: 0 to 13. */
const comparableFiness = (index: number) => `6999002${String(index + 1).padStart(2, '0')}`

/** The association's list of the story's pharmacies. */
export function pharmacies(nowMs: number): Told<DirectoryPharmacy>[] {
  const base = {
    categorie: "620 Pharmacie d'Officine",
    typologie: 'centre-ville',
    ouverture: '1998-05-04',
    maj: isoDate(nowMs - 60 * DAY_MS),
  }
  const own = {
    ...base, finess: shop.finess, raison_sociale: 'SELARL PHARMACIE DES ARCADES', enseigne: 'PHARMACIE DES ARCADES',
    adresse: '14 COURS VITTON', code_postal: '69006', commune: 'LYON', telephone: '0465712280', siret: shop.siret,
  } // biome-ignore format: one record
  const other = {
    ...base, finess: sister.finess, raison_sociale: 'SELARL DELORME', enseigne: 'PHARMACIE DES ARCADES',
    adresse: '3 PLACE GRANDCLEMENT',
    code_postal: '69100', commune: 'VILLEURBANNE', telephone: '0465713391', siret: sister.siret, typologie: 'quartier',
  } // biome-ignore format: one record
  const comparable = COMPARABLE_NAMES.map((name, index) => ({
    owner: FIRST_COMPARABLE + index,
    key: comparableFiness(index),
    row: {
      ...base, finess: comparableFiness(index), raison_sociale: capitals(`SELARL PHARMACIE ${name}`),
      enseigne: capitals(`PHARMACIE ${name}`), adresse: `${21 + index * 7} AVENUE DE SAXE`, code_postal: '69003',
      commune: 'LYON',
      telephone: '', siret: '',
    },
  })) // biome-ignore format: one record
  return [{ owner: SHOP, key: shop.finess, row: own }, { owner: SISTER, key: sister.finess, row: other }, ...comparable]
}

/** Its list of who practises there. */
export function pharmacists(nowMs: number): Told<DirectoryPharmacist>[] {
  const base = { fonction: 'Titulaire', maj: isoDate(nowMs - 60 * DAY_MS), nom: 'DELORME' }
  return [
    {
      owner: contactOwner(AGNES),
      key: agnes.rpps,
      row: { ...base, rpps: agnes.rpps, civilite: 'MME', prenom: 'AGNES', finess: shop.finess },
    },
    {
      owner: contactOwner(MARC),
      key: marc.rpps,
      row: { ...base, rpps: marc.rpps, civilite: 'M', prenom: 'MARC', finess: sister.finess },
    },
  ]
}

/** The panel that the shop is compared in; of the gap's range eleven of the others list it. The sister has nobody like it nearby. */
export function listings(nowMs: number): Told<PanelListing>[] {
  const since = (codes: readonly (readonly [code: string, daysAgo: number])[]) =>
    new Map(codes.map(([code, daysAgo]) => [code, { sinceMs: nowMs - daysAgo * DAY_MS }]))
  const comparable = Array.from({ length: COMPARABLES }, (_, index) => {
    const codes = RANGES.map(({ range }) => range.code).filter((code) =>
      code === GAP.code ? index < COMPARABLES_LISTING : (index * 5 + code.charCodeAt(0)) % 7 < 4,
    )
    const own = since(codes.map((code, at) => [code, 700 + at * 60 + index * 11]))
    return { owner: FIRST_COMPARABLE + index, finess: comparableFiness(index), listings: own }
  })
  const pharmacies = [
    { organization: { owner: SHOP, finess: shop.finess, listings: since(LISTED) }, comparable: PANEL },
    {
      organization: { owner: SISTER, finess: sister.finess, listings: since(SISTER_LISTED) },
      comparable: SISTER_PANEL,
    },
    ...comparable.map((organization) => ({ organization, comparable: PANEL })),
  ]
  return panelRows(pharmacies, nowMs).map(({ organization, row }) => ({ owner: organization.owner, key: row.id, row }))
}
