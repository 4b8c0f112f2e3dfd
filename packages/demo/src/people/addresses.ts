import type { Random } from '../random.ts'
import type { Country } from './names.ts'

/** A postal address in its own country's order of things. */
export interface Address {
  readonly street: string
  readonly city: string
  readonly postalCode: string
  readonly country: Country
}

interface Places {
  readonly streets: readonly string[]
  /** `City|postal code prefix` */
  readonly cities: readonly (readonly [string, string])[]
}

function list(text: string): readonly string[] {
  return text.trim().split(/\s*[\n;]\s*/)
}

function cities(text: string): readonly (readonly [string, string])[] {
  return list(text).map((entry) => {
    const [city = '', prefix = ''] = entry.split('|')
    return [city, prefix] as const
  })
}

const ENGLISH_STREETS =
  list(`High Street;Station Road;Church Lane;Victoria Road;Green Lane;Manor Road;Kings Road;Queens Road
  Park Avenue;Mill Lane;Orchard Close;The Crescent;Highfield Road;School Lane;Springfield Road;Windsor Terrace;Albert Square
  Chestnut Drive;Maple Avenue;Cedar Court;Willow Way;Meadow View;Canterbury Gardens;Regent Mews;Harbour Street`)

const PLACES: Readonly<Record<Country, Places>> = {
  FR: {
    streets:
      list(`rue des Tilleuls;rue de la République;avenue Victor-Hugo;rue du Général-Leclerc;boulevard Voltaire;rue Pasteur
      rue de l'Église;place de la Mairie;rue des Écoles;avenue Foch;rue Saint-Honoré;rue du Bac;quai des Célestins;rue de Rivoli
      impasse des Lilas;chemin des Vignes;allée des Cèdres;rue Lafayette;rue du Maréchal-Foch;cours Mirabeau;rue Sainte-Anne
      boulevard Haussmann;rue de Grenelle;avenue Montaigne;rue des Martyrs;rue Oberkampf;villa des Roses;rue de Sèvres`),
    cities:
      cities(`Paris|750;Paris|750;Paris|750;Paris|750;Neuilly-sur-Seine|922;Boulogne-Billancourt|921;Versailles|780
      Saint-Germain-en-Laye|781;Lyon|690;Marseille|130;Nice|060;Cannes|064;Bordeaux|330;Toulouse|310;Nantes|440;Lille|590
      Strasbourg|670;Rennes|350;Aix-en-Provence|131;Montpellier|340;Saint-Étienne|420;Annecy|740;Deauville|148;Biarritz|642`),
  },
  GB: {
    streets: ENGLISH_STREETS,
    cities: cities(`London|SW1X;London|W1K;London|NW3;London|SE10;Edinburgh|EH3;Manchester|M3;Bath|BA1;Oxford|OX1
      Cambridge|CB2;Bristol|BS8;Cheltenham|GL50;Harrogate|HG1;Glasgow|G12;Leeds|LS1;Birmingham|B15;Brighton|BN1`),
  },
  US: {
    streets:
      list(`Main Street;Oak Street;Maple Avenue;Washington Avenue;Lake Shore Drive;Sunset Drive;Park Place;Elm Street
      Cedar Lane;Pine Ridge Road;Hillcrest Road;Ocean Boulevard;Jefferson Street;Magnolia Court;Riverside Drive;Canyon View
      Walnut Street;Highland Avenue;Broad Street;Madison Avenue;Spring Street;Laurel Lane;Bayview Terrace;Orchard Road`),
    cities:
      cities(`New York|100;New York|100;Brooklyn|112;Greenwich|068;Boston|021;Chicago|606;Los Angeles|900;Beverly Hills|902
      San Francisco|941;Miami|331;Palm Beach|334;Dallas|752;Houston|770;Seattle|981;Washington|200;Aspen|816`),
  },
  JP: {
    streets: list(`Aoyama;Ginza;Azabu-Juban;Hiroo;Jingumae;Nishi-Azabu;Shirokane;Daikanyama;Roppongi;Kagurazaka;Umeda
      Shinsaibashi;Sakae;Tenjin;Motomachi;Kitano`),
    cities: cities(
      'Tokyo|107;Tokyo|104;Tokyo|106;Yokohama|231;Osaka|530;Kyoto|604;Kobe|650;Nagoya|460;Fukuoka|810;Sapporo|060',
    ),
  },
  IT: {
    streets: list(`via Roma;via Garibaldi;corso Vittorio Emanuele;via Dante;piazza della Libertà;via Verdi;via Mazzini
      corso Italia;via Manzoni;via San Marco;viale dei Pini;via del Corso;via Cavour;largo Augusto;via della Spiga;via Torino`),
    cities: cities(
      'Milano|201;Roma|001;Torino|101;Firenze|501;Bologna|401;Venezia|301;Verona|371;Como|221;Forlì|471;Napoli|801',
    ),
  },
  CN: {
    streets:
      list(`Nanjing West Road;Huaihai Middle Road;Chang'an Avenue;Jianguo Road;Zhongshan Road;Renmin Road;Tianhe Road
      Yan'an Road;Hengshan Road;Wukang Road;Beijing Road;Jiefang Road`),
    cities: cities(
      'Shanghai|2000;Beijing|1000;Guangzhou|5106;Shenzhen|5180;Hangzhou|3100;Chengdu|6100;Nanjing|2100;Suzhou|2150',
    ),
  },
  AE: {
    streets: list(`Al Wasl Road;Jumeirah Beach Road;Sheikh Zayed Road;Corniche Road;Al Khaleej Street;Al Safa Street
      Hamdan Street;Al Manara Road;Umm Suqeim Road;Al Reem Street`),
    cities: cities('Dubai|;Dubai|;Abu Dhabi|;Sharjah|;Al Ain|'),
  },
}

const POSTAL_CODE_LENGTHS: Readonly<Record<Country, number>> = { FR: 5, GB: 0, US: 5, JP: 7, IT: 5, CN: 6, AE: 0 }

/** A made-up address: a street of that name may exist, a household of the world never lives there. */
export function makeAddress(country: Country, random: Random): Address {
  const places = PLACES[country]
  const [city, prefix] = random.pick(places.cities)
  const number = random.between(1, 180)
  const street = random.pick(places.streets)
  return {
    street: streetLine(country, number, street, random),
    city,
    postalCode: postalCode(country, prefix, random),
    country,
  }
}

function streetLine(country: Country, number: number, street: string, random: Random): string {
  switch (country) {
    case 'IT':
      return `${street}, ${number}`
    case 'JP':
      return `${1 + (number % 6)}-${1 + (number % 29)}-${random.between(1, 20)} ${street}`
    case 'AE':
      return `Villa ${number}, ${street}`
    case 'US':
      return `${number * 10 + random.integer(10)} ${street}${random.chance(0.3) ? `, Apt ${random.between(1, 40)}` : ''}`
    case 'GB':
      return random.chance(0.25) ? `Flat ${random.between(1, 30)}, ${number} ${street}` : `${number} ${street}`
    case 'FR':
    case 'CN':
      return `${number}${country === 'FR' && random.chance(0.08) ? ' bis' : ''} ${street}`
  }
}

function postalCode(country: Country, prefix: string, random: Random): string {
  if (country === 'AE') return ''
  if (country === 'GB') return `${prefix} ${random.integer(10)}${random.pick(UK_LETTERS)}${random.pick(UK_LETTERS)}`
  if (country === 'FR') {
    if (prefix === '750') return `750${String(random.between(1, 20)).padStart(2, '0')}`
    if (prefix === '690') return `6900${random.between(1, 9)}`
    return `${prefix}${random.integer(10)}0`
  }
  const left = POSTAL_CODE_LENGTHS[country] - prefix.length
  const code = prefix + String(random.integer(10 ** left)).padStart(left, '0')
  return country === 'JP' ? `${code.slice(0, 3)}-${code.slice(3)}` : code
}

const UK_LETTERS = 'ABDEFGHJLNPQRSTUWXYZ'.split('')

const COUNTRY_NAMES: Readonly<Record<Country, readonly [string, string, string]>> = {
  FR: ['France', 'FRANCE', 'FR'],
  GB: ['United Kingdom', 'ROYAUME-UNI', 'UK'],
  US: ['United States', 'ETATS-UNIS', 'USA'],
  JP: ['Japan', 'JAPON', 'JP'],
  IT: ['Italy', 'ITALIE', 'IT'],
  CN: ['China', 'CHINE', 'CN'],
  AE: ['United Arab Emirates', 'EMIRATS ARABES UNIS', 'UAE'],
}

/** The country's name in English, in French capitals, or in the short form people use. */
export function countryName(country: Country, style: 'english' | 'french' | 'short'): string {
  return COUNTRY_NAMES[country][style === 'english' ? 0 : style === 'french' ? 1 : 2]
}
