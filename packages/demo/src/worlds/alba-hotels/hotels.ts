import type { Country } from '../../people/names.ts'

/** A hotel of the group. */
export interface Hotel {
  readonly code: string
  readonly name: string
  readonly country: Country
  readonly city: string
  readonly address: string
  readonly postalCode: string
  readonly currency: 'EUR' | 'GBP' | 'USD' | 'JPY' | 'AED'
  readonly timeZone: string
  readonly rooms: number
  /** What a night in the plainest room costs, in the hotel's currency. */
  readonly ratePerNight: number
  /** Whether it has rooms with a view of the sea or a lake. */
  readonly hasSeaView: boolean
  /** Heads of the front office, by whose names promises are kept. */
  readonly managers: readonly string[]
}

function hotel(line: string): Hotel {
  const [
    code = '',
    name = '',
    country,
    city = '',
    address = '',
    postalCode = '',
    currency,
    timeZone = '',
    rooms,
    rate,
    view,
    team = '',
  ] = line.split('|')
  return {
    code, name, country: country as Country, city, address, postalCode, currency: currency as Hotel['currency'], timeZone,
    rooms: Number(rooms), ratePerNight: Number(rate), hasSeaView: view === 'sea', managers: team.split(', '),
  } // biome-ignore format: one hotel, one value
}

/** Twelve hotels, six of them in Italy. */
export const HOTELS: readonly Hotel[] = `
AMA|Alba Amalfi|IT|Amalfi|via Annunziatella, 46|84011|EUR|Europe/Rome|64|420|sea|Chiara Esposito, Salvatore Amato
VCE|Alba Venezia|IT|Venezia|fondamenta San Biagio, 810|30133|EUR|Europe/Rome|88|390|sea|Marta Zanin, Piero Dal Corso
ROM|Alba Roma|IT|Roma|via Sistina, 112|00187|EUR|Europe/Rome|120|350|city|Luca Moretti, Irene Galli
FLR|Alba Firenze|IT|Firenze|lungarno Corsini, 18|50123|EUR|Europe/Rome|72|340|city|Elena Bandini, Tommaso Neri
COM|Alba Lago di Como|IT|Cernobbio|via Regina, 54|22012|EUR|Europe/Rome|58|460|sea|Paolo Riva, Anna Brambilla
MIL|Alba Milano|IT|Milano|via Brera, 23|20121|EUR|Europe/Rome|140|310|city|Federica Sala, Davide Fontana
NCE|Alba Nice|FR|Nice|41 promenade des Anglais|06000|EUR|Europe/Paris|96|330|sea|Julie Raybaud, Karim Belaïd
PAR|Alba Paris|FR|Paris|19 rue de l'Abbé-Grégoire|75006|EUR|Europe/Paris|84|380|city|Antoine Lefort, Claire Nguyen
LON|Alba London|GB|London|8 Half Moon Street|W1J 7BH|GBP|Europe/London|110|340|city|Harriet Boyle, Daniel Osei
NYC|Alba New York|US|New York|148 East 39th Street|10016|USD|America/New_York|130|410|city|Grace Tanaka, Miguel Ortiz
KYO|Alba Kyoto|JP|Kyoto|272 Kiyamachi|604-0961|JPY|Asia/Tokyo|48|62000|city|Naoko Hayashi, Ken Ogawa
DXB|Alba Dubai|AE|Dubai|Jumeirah Beach Road||AED|Asia/Dubai|150|1350|sea|Layla Mansour, Adeel Khan`
  .trim()
  .split('\n')
  .map(hotel)

/** Where guests are at home: a household's index modulo sixteen is its place in this list. */
export const HOMES: readonly Country[] = [
  'IT', 'GB', 'FR', 'US', 'IT', 'FR', 'GB', 'IT', 'JP', 'FR', 'US', 'IT', 'GB', 'CN', 'FR', 'AE',
] // biome-ignore format: sixteen homes

/** A kind of room: its name and what it costs, as a multiple of the plainest one's. */
export interface RoomType {
  readonly name: string
  readonly factor: number
  readonly needsSeaView: boolean
}

export const ROOM_TYPES: readonly RoomType[] = [
  { name: 'Classic', factor: 1, needsSeaView: false },
  { name: 'Deluxe', factor: 1.35, needsSeaView: false },
  { name: 'Sea-view Deluxe', factor: 1.7, needsSeaView: true },
  { name: 'Junior Suite', factor: 2.1, needsSeaView: false },
  { name: 'Sea-view Suite', factor: 3.2, needsSeaView: true },
]

const PER_EURO: Readonly<Record<Hotel['currency'], number>> = { EUR: 1, GBP: 0.86, USD: 1.08, JPY: 162, AED: 4 }

/** An amount in whole euros, as points are counted. */
export function inEuros(amount: number, currency: Hotel['currency']): number {
  return Math.floor(amount / PER_EURO[currency])
}
