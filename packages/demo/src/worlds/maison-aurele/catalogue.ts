import { withGtinDigit } from '../../check-digits.ts'
import { hashText, Random } from '../../random.ts'
import { dropAccents } from '../../text.ts'

/** An article of the house; the same in every world of it. */
export interface Product {
  readonly sku: string
  /** European article number with a valid check digit, from the range for use inside a company (it begins with 20). */
  readonly gtin: string
  readonly name: string
  readonly range: string
  readonly category: string
  readonly material: string
  readonly colour: string
  /** Whole euros, tax included. */
  readonly priceEuros: number
  readonly lifecycle: 'launch' | 'permanent' | 'seasonal' | 'discontinued'
  /** Days before `now`. */
  readonly launchedDaysAgo: number
  readonly slug: string
}

/** range | category | what it is called | base price in euros | sizes (code name factor) | materials | colours */
const RANGES = `
Héloïse|Sacs|Sac Héloïse|5900|P petit 0.82, M moyen 1, G grand 1.22|cuir box, veau grainé|noir, havane, craie, bordeaux, vert cèdre
Ondine|Sacs|Sac Ondine|3400|M moyen 1, G cabas 1.3|veau souple, toile enduite|noir, naturel, ciel, brique
Célestine|Sacs|Pochette Célestine|1950|U  1|satin, veau métallisé|noir, or, argent, poudre
Voyageur|Voyage|Valise Voyageur|4200|C cabine 1, L longue 1.35|toile et cuir, aluminium|noir, havane, gris
Pli|Petite maroquinerie|Portefeuille Pli|690|L long 1.2, C compact 1|veau grainé, chèvre|noir, havane, bordeaux, ciel
Pli|Petite maroquinerie|Porte-cartes Pli|320|U  1|veau grainé|noir, havane, bordeaux, ciel, craie
Aurore|Soie|Carré Aurore|450|90 90 cm 1, 140 140 cm 1.7|twill de soie|aube, midi, crépuscule, nuit
Aurore|Soie|Cravate Aurore|210|U  1|soie|marine, bordeaux, forêt
Constellation|Joaillerie|Bague Constellation|3900|50 taille 50 1, 52 taille 52 1, 54 taille 54 1|or jaune, or blanc|diamant, saphir
Constellation|Joaillerie|Bracelet Constellation|5200|S 16 cm 1, M 18 cm 1.05|or jaune, or rose|diamant
Méridien|Horlogerie|Montre Méridien|8400|36 36 mm 1, 40 40 mm 1.15|acier, or rose|cadran blanc, cadran bleu
Danseuse|Souliers|Ballerine Danseuse|790|37 T37 1, 38 T38 1, 39 T39 1, 40 T40 1|veau, daim|noir, poudre
Flâneur|Souliers|Mocassin Flâneur|890|41 T41 1, 42 T42 1, 43 T43 1, 44 T44 1|veau, daim|noir, tabac
Rive Gauche|Prêt-à-porter|Manteau Rive Gauche|3600|36 T36 1, 38 T38 1, 40 T40 1, 42 T42 1|cachemire|camel, marine
Rive Gauche|Prêt-à-porter|Chemisier Rive Gauche|980|36 T36 1, 38 T38 1, 40 T40 1|crêpe de soie|ivoire, noir
Sillage|Parfum|Eau de parfum Sillage|185|50 50 ml 0.72, 100 100 ml 1|jus|iris, cuir, oranger, thé noir
Maison|Art de vivre|Bougie Maison|85|U  1|cire végétale|figuier, ambre, feu de bois
Soin|Entretien|Nécessaire d'entretien|120|U  1|cuir|naturel`

function code(text: string, length: number): string {
  return dropAccents(text)
    .replace(/[^a-z]/gi, '')
    .slice(0, length)
    .toUpperCase()
}

function makeCatalogue(): readonly Product[] {
  const random = new Random(hashText('maison-aurele'), hashText('catalogue'))
  const products: Product[] = []
  for (const line of RANGES.trim().split('\n')) {
    const [range = '', category = '', title = '', base = '', sizes = '', materials = '', colours = ''] = line.split('|')
    for (const size of sizes.split(', ')) {
      const [sizeCode = '', ...words] = size.split(' ')
      const factor = Number(words.pop())
      const sizeName = words.join(' ').trim()
      materials.split(', ').forEach((material, materialIndex) => {
        for (const colour of colours.split(', ')) {
          const name = `${title}${sizeName && ` ${sizeName}`}, ${material} ${colour}`
          const isStoryBag = title === 'Sac Héloïse' && sizeCode === 'M' && materialIndex === 0 && colour === 'noir'
          const drawn = random.weighted([0.08, 0.6, 0.22, 0.1])
          const daysAgo = random.between(20, 2200)
          products.push({
            sku: `AU-${code(title.replace(/^(Sac|Eau de) /, ''), 3)}${materialIndex + 1}-${sizeCode}-${code(colour.replace('cadran ', ''), 3)}`,
            gtin: withGtinDigit(`2000${String(10_000_000 + products.length * 37)}`),
            name,
            range,
            category,
            material,
            colour,
            priceEuros: Math.round((Number(base) * factor * (1 + materialIndex * 0.12)) / 5) * 5,
            lifecycle: isStoryBag
              ? 'permanent'
              : ((['launch', 'permanent', 'seasonal', 'discontinued'] as const)[drawn] ?? 'permanent'),
            launchedDaysAgo: drawn === 0 ? daysAgo % 60 : daysAgo,
            slug: dropAccents(name)
              .toLowerCase()
              .replace(/[^a-z0-9]+/g, '-'),
          })
        }
      })
    }
  }
  return products
}

/** All articles; their order is that of the product file. */
export const CATALOGUE: readonly Product[] = makeCatalogue()

/** Articles by category, for people who buy in one more than in others. */
export const CATEGORIES: readonly (readonly Product[])[] = [
  ...Map.groupBy(CATALOGUE, (product) => product.category).values(),
]

/** The bag of the story: a medium Héloïse in black box calf. */
export const STORY_BAG: Product = CATALOGUE.find(
  (product) => product.name === 'Sac Héloïse moyen, cuir box noir',
) as Product
