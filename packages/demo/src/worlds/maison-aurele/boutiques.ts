import type { Country } from '../../people/names.ts'
import type { Random } from '../../random.ts'
import { HOUR_MS, startOfDay } from '../../time.ts'

/** A shop of the house. The flagship is where the story's order was placed. */
export interface Boutique {
  readonly code: string
  readonly name: string
  readonly country: Country
  readonly city: string
  readonly address: string
  readonly postalCode: string
  readonly currency: 'EUR' | 'GBP' | 'USD' | 'JPY' | 'CNY' | 'AED'
  readonly timeZone: string
  readonly isFlagship: boolean
  readonly manager: string
  /** Salespeople, by whose names tasks and notes are signed. */
  readonly advisers: readonly string[]
}

function boutique(line: string): Boutique {
  const [
    code = '',
    name = '',
    country,
    city = '',
    address = '',
    postalCode = '',
    currency,
    timeZone = '',
    manager = '',
    team = '',
  ] = line.split('|')
  return {
    code, name, country: country as Country, city, address, postalCode, currency: currency as Boutique['currency'], timeZone,
    isFlagship: code === 'FSH', manager, advisers: team.split(', '),
  } // biome-ignore format: one shop, one value
}

/** Sixteen shops; a household's index modulo 16 is its home shop, so seven of sixteen households live in France. */
export const BOUTIQUES: readonly Boutique[] = `
FSH|Faubourg Saint-Honoré|FR|Paris|83 bis rue du Faubourg-Saint-Honoré|75008|EUR|Europe/Paris|Camille Aubert|Yanis Morel, Claire Vasseur, Hugo Lambert
MAY|Mayfair|GB|London|31 New Bond Street|W1S 2RL|GBP|Europe/London|Harriet Cole|Oliver Grant, Priya Nair
MAR|Le Marais|FR|Paris|9 rue des Archives|75004|EUR|Europe/Paris|Sonia Keller|Théo Blanc, Lina Haddad
NYC|Madison Avenue|US|New York|712 Madison Avenue|10065|USD|America/New_York|Grace Whitlock|Marcus Reed, Elena Cruz
LYO|Lyon Presqu'île|FR|Lyon|18 rue du Président-Herriot|69002|EUR|Europe/Paris|Paul Girard|Manon Ferrier, Idriss Benali
GIN|Ginza|JP|Tokyo|5-4-1 Ginza|104-0061|JPY|Asia/Tokyo|Keiko Mori|Ren Ishida, Aya Kubo
CAN|Cannes Croisette|FR|Cannes|17 La Croisette|06400|EUR|Europe/Paris|Bruno Salles|Chloé Martel, Rayan Costa
MIL|Via Montenapoleone|IT|Milano|via Montenapoleone, 12|20121|EUR|Europe/Rome|Giulia Ferri|Marco Sala, Elisa Conti
BDX|Bordeaux Intendance|FR|Bordeaux|42 cours de l'Intendance|33000|EUR|Europe/Paris|Aude Mercier|Louis Tardieu, Inaya Diop
SHA|Plaza 66|CN|Shanghai|1266 Nanjing West Road|200040|CNY|Asia/Shanghai|Lin Yue|Chen Bo, Xu Jia
STR|Strasbourg|FR|Strasbourg|6 rue des Orfèvres|67000|EUR|Europe/Paris|Marc Weber|Jeanne Klein, Nadia Roth
BEV|Beverly Hills|US|Beverly Hills|335 North Rodeo Drive|90210|USD|America/Los_Angeles|Dana Ellis|Victor Hale, Sofia Reyes
NCE|Nice Masséna|FR|Nice|3 place Masséna|06000|EUR|Europe/Paris|Lucas Ferrero|Emma Raybaud, Samir Aziz
EDI|Edinburgh|GB|Edinburgh|27 George Street|EH2 2PA|GBP|Europe/London|Fiona Muir|Callum Boyd, Isla Rae
OMO|Omotesando|JP|Tokyo|4-12-10 Jingumae|150-0001|JPY|Asia/Tokyo|Daisuke Ono|Hana Seki, Sho Endo
DXB|Dubai Mall|AE|Dubai|Fashion Avenue, Dubai Mall||AED|Asia/Dubai|Rania Saab|Omar Khalil, Leila Nasr`
  .trim()
  .split('\n')
  .map(boutique)

const HOURS_AHEAD_OF_UTC: Readonly<Record<Country, number>> = { FR: 1, GB: 0, US: -6, JP: 9, IT: 1, CN: 8, AE: 4 }

/** An instant of the same day, from ten to seven by the winter clock of that country: shops sell when they are open. */
export function duringOpeningHours(instantMs: number, country: Country, random: Random): number {
  return startOfDay(instantMs) + (10 - HOURS_AHEAD_OF_UTC[country]) * HOUR_MS + random.integer(9 * HOUR_MS)
}
