import { mixBits } from '../random.ts'
import type { Country } from './names.ts'

/**
 * Telephone numbers that ring nobody. Each country's numbers come first from the range its regulator keeps for fiction
 * (FR Arcep, GB Ofcom, US 555-01xx); countries without such a range, and worlds larger than it, get numbers from blocks
 * that their plan gives to no subscriber. Mobiles are one to one with `serial`; fixed lines come round again when the
 * fictional range is used up, as recycled lines do.
 */
export interface Phone {
  /** `+33639980417` */
  readonly e164: string
  readonly country: Country
}

/** Numbers of the worlds' fixed stories, which nobody else may get: national significant numbers. */
const RESERVED = new Set([
  ...['FR639980417', 'FR639982253', 'FR199004187'], // Maison Aurèle
  ...['FR639985514', 'FR639986627', 'FR639987730', 'FR639988843', 'FR465712280', 'FR465713391', 'FR465714402'], // Laboratoire Calyx
  ...['GB7700900318', 'GB7700900641', 'GB2079460182'], // Alba Hotels
])

const US_AREA_CODES =
  `201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240
  248 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320
  321 323 330 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 425 430
  432 434 435 440 443 469 470 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 540 541 551
  559 561 562 563 567 570 571 573 574 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626
  630 631 636 641 646 650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 727 731
  732 734 740 757 760 763 765 770 772 773 774 775 781 785 786 801 802 803 804 805 806 808 810 812 813 814 815 816 817 818 828
  830 831 832 843 845 847 848 850 856 857 858 859 860 862 863 864 865 870 901 903 904 906 907 908 909 910 912 913 914 915 916
  917 918 919 920 925 928 931 936 937 940 941 947 949 951 952 954 956 970 971 972 973 978 979 980 985 989`.split(/\s+/)
const FR_FIXED = ['19900', '26191', '35301', '46571', '53649']
const GB_FIXED = ['1134960', '1144960', '1154960', '1164960', '1174960', '1184960', '1214960', '1314960', '1414960',
  '1514960', '1614960', '1914980', '2079460', '2920180', '2896496'] // biome-ignore format: Ofcom's list
const SPREAD = 7919 // a prime that divides no range below: neighbours in `serial` get numbers far apart

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

/** A place in a range of `size` numbers: one to one while `serial` is below `size`. */
function placeIn(size: number, serial: number): number {
  return (serial * SPREAD) % size
}

function mobileDigits(country: Country, serial: number): string {
  switch (country) {
    case 'FR': {
      // 06 39 98 xx xx is for fiction; 07 00 to 07 04 are for 14-digit machine numbers: ten digits of them ring nobody.
      const fiction = `63998${digits(placeIn(10_000, serial), 4)}`
      return serial < 10_000 && !RESERVED.has(`FR${fiction}`) ? fiction : `70${digits(placeIn(5_000_000, serial), 7)}`
    }
    case 'GB': {
      // 07700 900xxx is for fiction; 01632 is an area code of no area.
      const fiction = `7700900${digits(placeIn(1000, serial), 3)}`
      return serial < 1000 && !RESERVED.has(`GB${fiction}`) ? fiction : `1632${digits(placeIn(1_000_000, serial), 6)}`
    }
    case 'US': {
      // 555-01xx is for fiction (its upper half for mobiles here); the rest of exchange 555 serves no subscriber.
      const areas = US_AREA_CODES.length
      const area = US_AREA_CODES[serial % areas] as string
      const within = Math.floor(serial / areas)
      return within < 50 ? `${area}55501${digits(50 + within, 2)}` : `${area}555${digits(5000 + within, 4)}`
    }
    case 'JP':
      return `900${digits(placeIn(10_000_000, serial), 7)}` // 090-0…: not given out
    case 'IT':
      return `301${digits(placeIn(10_000_000, serial), 7)}` // 30x: no operator's
    case 'CN':
      return `154${digits(placeIn(100_000_000, serial), 8)}` // 154: not given out
    case 'AE':
      return `59${digits(placeIn(10_000_000, serial), 7)}` // 059: not given out
  }
}

function fixedDigits(country: Country, serial: number): string | null {
  switch (country) {
    case 'FR': {
      const line = `${FR_FIXED[serial % FR_FIXED.length]}${digits(placeIn(10_000, Math.floor(serial / FR_FIXED.length)), 4)}`
      return RESERVED.has(`FR${line}`) ? `${line.slice(0, -4)}0001` : line
    }
    case 'GB': {
      const area = GB_FIXED[serial % GB_FIXED.length] as string
      const line = `${area}${digits(placeIn(1000, Math.floor(serial / GB_FIXED.length)), 10 - area.length)}`
      return RESERVED.has(`GB${line}`) ? `${line.slice(0, -3)}001` : line
    }
    case 'US':
      return `${US_AREA_CODES[serial % US_AREA_CODES.length]}55501${digits(Math.floor(serial / US_AREA_CODES.length) % 50, 2)}`
    case 'JP':
      return `30${digits(placeIn(10_000_000, serial), 7)}` // 03-0…: no exchange begins with 0
    case 'IT':
      return `0200${digits(placeIn(1_000_000, serial), 6)}` // no Milan line begins with 0
    case 'CN':
    case 'AE':
      return null
  }
}

const CALLING_CODES: Readonly<Record<Country, string>> = {
  FR: '33',
  GB: '44',
  US: '1',
  JP: '81',
  IT: '39',
  CN: '86',
  AE: '971',
}

/** A mobile number of its own for each `serial` from 0 to 999,999 of a country. */
export function mobilePhone(country: Country, serial: number): Phone {
  return { e164: `+${CALLING_CODES[country]}${mobileDigits(country, serial)}`, country }
}

/** A household's fixed line, or null in countries whose people have none here. */
export function fixedPhone(country: Country, serial: number): Phone | null {
  const line = fixedDigits(country, serial)
  return line === null ? null : { e164: `+${CALLING_CODES[country]}${line}`, country }
}

/** Splits digits into groups of the given lengths, the last one taking what is left. */
function grouped(text: string, lengths: readonly number[], separator: string): string {
  const parts: string[] = []
  let at = 0
  for (const length of lengths) {
    if (at >= text.length) break
    parts.push(text.slice(at, at + length))
    at += length
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts.join(separator)
}

/** The number as people of that country write it at home: `06 39 98 04 17`, `07700 900123`, `(212) 555-0123`. */
export function nationalPhone(phone: Phone): string {
  const local = phone.e164.slice(1 + CALLING_CODES[phone.country].length)
  switch (phone.country) {
    case 'FR':
      return grouped(`0${local}`, [2, 2, 2, 2, 2], ' ')
    case 'GB':
      return local.startsWith('20') ? grouped(`0${local}`, [3, 4, 4], ' ') : grouped(`0${local}`, [5, 6], ' ')
    case 'US':
      return `(${local.slice(0, 3)}) ${local.slice(3, 6)}-${local.slice(6)}`
    case 'JP':
      return local.length === 10 ? grouped(`0${local}`, [3, 4, 4], '-') : grouped(`0${local}`, [2, 4, 4], '-')
    case 'IT':
      return grouped(local, [3, 7], ' ')
    case 'CN':
      return grouped(local, [3, 4, 4], ' ')
    case 'AE':
      return grouped(`0${local}`, [3, 3, 4], ' ')
  }
}

/** The number for use abroad, spaced: `+33 6 39 98 04 17`. */
export function internationalPhone(phone: Phone): string {
  const code = CALLING_CODES[phone.country]
  const local = phone.e164.slice(1 + code.length)
  return `+${code} ${phone.country === 'FR' ? grouped(local, [1, 2, 2, 2, 2], ' ') : grouped(local, [3, 3, 4], ' ')}`
}

/** Which of the usual ways of writing a number a record uses; the same record always the same way. */
export function writePhone(phone: Phone, habit: 'national' | 'bare' | 'e164' | 'international' | 'zeros'): string {
  switch (habit) {
    case 'national':
      return nationalPhone(phone)
    case 'bare':
      return nationalPhone(phone).replace(/[^0-9]/g, '')
    case 'e164':
      return phone.e164
    case 'international':
      return internationalPhone(phone)
    case 'zeros':
      return `00${phone.e164.slice(1)}`
  }
}

/** A number for `serial` as a stable hash picks it; for old numbers that their owners gave up. */
export function formerMobilePhone(country: Country, serial: number): Phone {
  const above = { FR: 2_500_000, GB: 500_000, US: 600_000, JP: 5_000_000, IT: 5_000_000, CN: 50_000_000, AE: 5_000_000 }
  return mobilePhone(country, above[country] + (country === 'US' ? mixBits(serial) % 600_000 : serial))
}
