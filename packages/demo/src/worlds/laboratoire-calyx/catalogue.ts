import { withGtinDigit } from '../../check-digits.ts'

/** A reference of the laboratory; the same in every world of it. */
export interface Product {
  /** Material number, `CX-HYD-01`. */
  readonly sku: string
  readonly gtin: string
  readonly name: string
  readonly range: Range
  readonly category: string
  /** What a pharmacy pays, in euros before tax. */
  readonly price: number
  readonly isStar: boolean
}

/** A range, which a pharmacy lists or does not. */
export interface Range {
  readonly code: string
  readonly name: string
  /** Share of the pharmacies that list it, before their kind is looked at. */
  readonly listedShare: number
  /** Where it sells more than elsewhere. */
  readonly favouredBy: Typology
}

export type Typology = 'centre-ville' | 'quartier' | 'centre commercial' | 'rural'
export const TYPOLOGIES: readonly Typology[] = ['centre-ville', 'quartier', 'centre commercial', 'rural']

/** code | name | share | favoured by | category | products, each `name=price`, stars with `*` */
const LINES = `
HYD|Calyx Hydra|0.86|centre-ville|Visage|Crème Hydra légère 40 ml=9.80*, Sérum Hydra 30 ml=14.20, Masque Hydra nuit 50 ml=11.60, Eau micellaire Hydra 400 ml=6.40
NUT|Calyx Riche|0.74|quartier|Visage|Crème Calyx Riche 50 ml=12.40*, Baume lèvres Riche 15 ml=3.20, Crème mains Riche 75 ml=4.10, Huile Riche 100 ml=10.90
SOL|Calyx Solaire|0.58|centre commercial|Solaire|Fluide Solaire SPF 50+ 50 ml=9.60*, Lait Solaire SPF 30 200 ml=11.20, Stick Solaire enfant SPF 50+=6.70, Après-soleil 200 ml=7.30
PUR|Calyx Pureté|0.66|centre-ville|Visage|Gel nettoyant Pureté 200 ml=6.90*, Soin matifiant Pureté 40 ml=9.40, Lotion Pureté 200 ml=7.10
ECL|Calyx Éclat|0.52|centre-ville|Anti-âge|Sérum Éclat vitamine C 30 ml=19.80*, Crème Éclat jour 50 ml=17.40, Contour des yeux Éclat 15 ml=13.60
APA|Calyx Apaisa|0.7|quartier|Peaux sensibles|Baume Apaisa 200 ml=10.20*, Gel douche Apaisa 400 ml=6.60, Spray Apaisa 100 ml=8.10
BEB|Calyx Bébé|0.48|rural|Bébé|Liniment Bébé 500 ml=4.90*, Crème change Bébé 75 ml=4.60, Eau nettoyante Bébé 500 ml=5.80
CAP|Calyx Capillaire|0.38|centre commercial|Cheveux|Shampooing doux Capillaire 250 ml=6.20*, Sérum fortifiant Capillaire 100 ml=15.40, Après-shampooing Capillaire 200 ml=7.00
`

function makeCatalogue(): readonly (readonly Product[])[] {
  let serial = 0
  return LINES.trim()
    .split('\n')
    .map((line) => {
      const [code = '', name = '', share = '', favouredBy, category = '', list = ''] = line.split('|')
      const range: Range = { code, name, listedShare: Number(share), favouredBy: favouredBy as Typology }
      return list.split(', ').map((entry, index) => {
        const [title = '', price = ''] = entry.split('=')
        return {
          sku: `CX-${code}-0${index + 1}`,
          gtin: withGtinDigit(`2010${String(20_000_000 + serial++ * 41)}`),
          name: title,
          range,
          category,
          price: Number(price.replace('*', '')),
          isStar: price.endsWith('*'),
        }
      })
    })
}

const BY_RANGE = makeCatalogue()

/** All references; their order is that of the material file. */
export const CATALOGUE: readonly Product[] = BY_RANGE.flat()

/** The ranges in their order, each with its references. */
export const RANGES: readonly { readonly range: Range; readonly products: readonly Product[] }[] = BY_RANGE.map(
  (products) => ({ range: (products[0] as Product).range, products }),
)

/** @throws RangeError for a name that no reference has */
export function productNamed(name: string): Product {
  const found = CATALOGUE.find((one) => one.name === name)
  if (found === undefined) throw new RangeError(`the catalogue has no ${name}`)
  return found
}

/** A mailing of the marketing tool. */
export interface Campaign {
  readonly id: string
  readonly name: string
  readonly range: Range
  readonly sentDaysAgo: number
  readonly link: string
}

function campaign(id: string, name: string, rangeCode: string, sentDaysAgo: number, path: string): Campaign {
  const range = RANGES.find((one) => one.range.code === rangeCode)?.range as Range
  return { id, name, range, sentDaysAgo, link: `https://pro.calyx.example/${path}` }
}

/** Mailings to pharmacies, newest first. The first is the story's. */
export const CAMPAIGNS: readonly Campaign[] = [
  campaign('cmp-2611', 'Solaire : conditions de pré-saison', 'SOL', 8, 'solaire/pre-saison'),
  campaign('cmp-2610', 'Routine hiver Calyx Riche', 'NUT', 36, 'riche/routine-hiver'),
  campaign('cmp-2609', 'Formation peaux sensibles', 'APA', 71, 'formations/peaux-sensibles'),
  campaign('cmp-2607', 'Rentrée Bébé', 'BEB', 132, 'bebe/rentree'),
  campaign('cmp-2605', 'Solaire : vitrine été', 'SOL', 199, 'solaire/vitrine'),
  campaign('cmp-2603', 'Nouveau sérum Éclat', 'ECL', 262, 'eclat/serum'),
]
