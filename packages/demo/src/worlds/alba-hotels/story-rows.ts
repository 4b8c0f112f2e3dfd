import { bareUtcInstant, DAY_MS, HOUR_MS, isoDate, isoInstant, MINUTE_MS, parisInstant } from '../../time.ts'
import type { Told } from '../../told.ts'
import { CAMPAIGNS, type Campaign, SITE } from './campaigns.ts'
import type { CrmCompanion, CrmMember, CrmMovement } from './crm.ts'
import { movementRow } from './crm.ts'
import { caseRow, type DeskCall, type DeskCaller, type DeskCase, type DeskPromise } from './desk.ts'
import { HOTELS, type Hotel, inEuros } from './hotels.ts'
import { activityRow, type EmailActivity, type Subscriber } from './newsletter.ts'
import { type PmsProfile, type PmsReservation, pmsInstant, reservationRow, unnamedProfile } from './pms.ts'
import type { Movement } from './points.ts'
import type { Stay } from './stays.ts'
import { stayTotal } from './stays.ts'
import { STORY_POINTS, STORY_TEXTS, storyComplaint, storySentAtMs } from './story.ts'
import { ALBA_STORY_KEYS, ELEANOR, JAMES, storyTimes } from './story-keys.ts'
import { jamesStay, storyStays } from './story-stays.ts'
import { storyEvents } from './story-web.ts'

const { eleanor, james } = ALBA_STORY_KEYS
const AMALFI = HOTELS.find(({ code }) => code === 'AMA') as Hotel
const NEWSLETTER = CAMPAIGNS[0] as Campaign
const SPACE = 'alba-gb'

/** The story's rows of one file, in that system's own columns. */
export function storyRows(file: string, nowMs: number): readonly Told[] {
  switch (file) {
    case 'pms/profiles.csv':
      return [...profiles(nowMs), unnamedProfile(nowMs)]
    case 'pms/reservations.jsonl':
      return reservations(nowMs)
    case 'crm/members.jsonl':
      return members(nowMs)
    case 'crm/points.jsonl':
      return points(nowMs)
    case 'crm/companions.jsonl':
      return companions(nowMs)
    case 'email/subscribers.csv':
      return subscribers(nowMs)
    case 'email/activity.jsonl':
      return activity(nowMs)
    case 'desk/callers.csv':
      return callers(nowMs)
    case 'desk/calls.jsonl':
      return calls(nowMs)
    case 'desk/cases.jsonl':
      return cases(nowMs)
    case 'desk/promises.jsonl':
      return promises(nowMs)
    case 'web/events.jsonl':
      return storyEvents(nowMs)
    default:
      return []
  }
}

function profiles(nowMs: number): Told<PmsProfile>[] {
  const current: PmsProfile = {
    PROFILE_ID: eleanor.profile, TITLE: 'Mrs', LAST_NAME: 'ASHCOMBE', FIRST_NAME: 'ELEANOR', EMAIL: eleanor.email, PHONE: '',
    MOBILE: '00447700900318', BIRTH_DATE: '14-SEP-1971', ADDRESS: '14 CANONBURY MEWS', CITY: 'LONDON', POSTCODE: 'N1 2NP', COUNTRY: 'GB',
    LANGUAGE: 'EN', MEMBERSHIP: eleanor.member, TIER: 'Plus', PREFERENCES: 'QT,SV', MAIL_OPTIN: 'Y', HOTEL: 'AMA',
    CREATED: pmsInstant(nowMs - 540 * DAY_MS), UPDATED: pmsInstant(storyTimes(nowMs).bookedAtMs),
  } // biome-ignore format: one profile
  const former: PmsProfile = {
    ...current, PROFILE_ID: eleanor.formerProfile, EMAIL: eleanor.formerEmail, PHONE: '00442079460182', MEMBERSHIP: '', TIER: '',
    PREFERENCES: 'LF', MAIL_OPTIN: '', HOTEL: 'FLR', CREATED: pmsInstant(nowMs - 1490 * DAY_MS), UPDATED: pmsInstant(nowMs - 1450 * DAY_MS),
  } // biome-ignore format: one profile
  // The desk typed what was on the booking: her e-mail, her mobile.
  const husband: PmsProfile = {
    ...current, PROFILE_ID: james.profile, TITLE: 'Mr', FIRST_NAME: 'JAMES', BIRTH_DATE: '03-FEB-1969', MEMBERSHIP: '', TIER: '',
    PREFERENCES: '', MAIL_OPTIN: '', CREATED: pmsInstant(nowMs - 1150 * DAY_MS), UPDATED: pmsInstant(storyTimes(nowMs).bookedAtMs + HOUR_MS),
  } // biome-ignore format: one profile
  return [
    { owner: ELEANOR, key: former.PROFILE_ID, row: former },
    { owner: ELEANOR, key: current.PROFILE_ID, row: current },
    { owner: JAMES, key: husband.PROFILE_ID, row: husband },
  ]
}

function reservations(nowMs: number): Told<PmsReservation>[] {
  const told: Told<PmsReservation>[] = []
  const add = (stay: Stay, profile: string, requests: string | null) => {
    const along = stay.companions.map(() => james.profile)
    const leftMs = stay.arrivalMs + stay.nights * DAY_MS + 9 * HOUR_MS
    const settledMs = stay.status === 'CHECKED OUT' ? leftMs : stay.bookedAtMs + 5 * DAY_MS
    const owner = stay.guest
    const key = stay.confirmation
    told.push({ owner, key, row: reservationRow(stay, profile, along, 'RESERVED', stay.bookedAtMs, requests) })
    if (stay.status !== 'RESERVED')
      told.push({ owner, key, row: reservationRow(stay, profile, along, stay.status, settledMs, requests) })
  }
  for (const [at, stay] of storyStays(nowMs).entries()) {
    const isPlanned = stay.status === 'RESERVED'
    add(stay, at === 0 ? eleanor.formerProfile : eleanor.profile, isPlanned ? 'Late arrival, about 22:00' : null)
  }
  add(jamesStay(nowMs), james.profile, null)
  return told
}

function members(nowMs: number): Told<CrmMember>[] {
  const enrolledMs = nowMs - 1400 * DAY_MS
  const said = (granted: boolean, daysAgo: number) => ({ granted, at: isoInstant(nowMs - daysAgo * DAY_MS) })
  const current: CrmMember = {
    memberNumber: eleanor.member,
    title: 'Mrs',
    givenName: 'Eleanor',
    familyName: 'Ashcombe',
    email: eleanor.email,
    mobile: eleanor.mobile,
    homePhone: ALBA_STORY_KEYS.familyPhone,
    birthDate: '1971-09-14',
    language: 'en',
    address: { street: '14 Canonbury Mews', city: 'London', postalCode: 'N1 2NP', country: 'GB' },
    tier: 'Premium',
    points: STORY_POINTS,
    tierUntil: isoDate(nowMs + 190 * DAY_MS),
    enrolledAt: isoInstant(enrolledMs),
    preferences: ['High floor', 'Quiet room', 'Sea view', 'Spa guest'],
    consents: { email: said(true, 510), sms: said(false, 330), phone: said(false, 510), post: said(true, 1400) },
    homeHotel: 'AMA',
    space: SPACE,
    status: 'active',
    mergedInto: null,
    updatedAt: isoInstant(nowMs - 12 * DAY_MS),
  }
  const former: CrmMember = {
    ...current,
    email: eleanor.formerEmail,
    tier: 'Plus',
    points: 9130,
    updatedAt: isoInstant(nowMs - 520 * DAY_MS),
  }
  const husband: CrmMember = {
    ...current,
    memberNumber: james.member,
    title: 'Mr',
    givenName: 'James',
    email: james.email,
    mobile: james.mobile,
    birthDate: '1969-02-03',
    tier: 'Classic',
    points: 883,
    preferences: ['Twin beds'],
    consents: { email: said(false, 400), sms: said(false, 400), phone: said(false, 400), post: said(false, 400) },
    enrolledAt: isoInstant(nowMs - 420 * DAY_MS),
    updatedAt: isoInstant(nowMs - 300 * DAY_MS),
  }
  return [
    { owner: ELEANOR, key: eleanor.member, row: former },
    { owner: ELEANOR, key: eleanor.member, row: current },
    { owner: JAMES, key: james.member, row: husband },
  ]
}

/** Her points: a welcome, what her stays earned by half as much again, and two massages; they add up to what she has. */
function points(nowMs: number): Told<CrmMovement>[] {
  const movements: Omit<Movement, 'id' | 'balance'>[] = [
    { kind: 'bonus', points: 500, stay: null, atMs: nowMs - 1400 * DAY_MS },
  ]
  for (const stay of storyStays(nowMs)
    .filter(({ status }) => status === 'CHECKED OUT')
    .slice(1)) {
    const leftMs = stay.arrivalMs + stay.nights * DAY_MS + 10 * HOUR_MS
    const earned = Math.floor(inEuros(stayTotal(stay), stay.hotel.currency) * 1.5)
    movements.push({ kind: 'earned', points: earned, stay, atMs: leftMs })
  }
  const before = movements.reduce((sum, one) => sum + one.points, 0)
  movements.push({ kind: 'redeemed', points: STORY_POINTS - before, stay: null, atMs: nowMs - 154 * DAY_MS })
  let balance = 0
  const hers = movements.map((one, at): Told<CrmMovement> => {
    balance += one.points
    const id = `PT-9000000${String(at).padStart(2, '0')}`
    return { owner: ELEANOR, key: id, row: movementRow({ ...one, id, balance }, eleanor.member) }
  })
  const stay = jamesStay(nowMs)
  const his = { kind: 'bonus', points: 500, balance: 500, stay: null, atMs: nowMs - 420 * DAY_MS } as const
  const earned = {
    kind: 'earned',
    points: stayTotal(stay),
    balance: 500 + stayTotal(stay),
    stay,
    atMs: nowMs - 401 * DAY_MS,
  } as const
  return [
    ...hers,
    ...[his, earned].map((one, at): Told<CrmMovement> => {
      const id = `PT-90000009${at}`
      return { owner: JAMES, key: id, row: movementRow({ ...one, id }, james.member) }
    }),
  ]
}

function companions(nowMs: number): Told<CrmCompanion>[] {
  const row: CrmCompanion = {
    companionId: 'CO-80310221',
    memberNumber: eleanor.member,
    name: 'James Ashcombe',
    relation: 'spouse',
    companionNumber: james.member,
    since: isoInstant(nowMs - 420 * DAY_MS),
  }
  return [{ owner: ELEANOR, key: row.companionId, row }]
}

function subscribers(nowMs: number): Told<Subscriber>[] {
  const atMs = nowMs - 510 * DAY_MS
  const row: Subscriber = {
    LEID: eleanor.subscriber, EMAIL: eleanor.email, FNAME: 'Eleanor', LNAME: '', MEMBER_NO: eleanor.member, STATUS: 'subscribed',
    LANGUAGE: 'en', SOURCE: 'Alba Circle', OPTIN_TIME: bareUtcInstant(atMs), CONFIRM_TIME: bareUtcInstant(atMs + 6 * MINUTE_MS),
    UNSUB_TIME: '', LAST_CHANGED: bareUtcInstant(atMs + 6 * MINUTE_MS),
  } // biome-ignore format: one subscriber
  return [{ owner: ELEANOR, key: row.LEID, row }]
}

function activity(nowMs: number): Told<EmailActivity>[] {
  const times = storyTimes(nowMs)
  const rows: EmailActivity[] = []
  const add = (campaign: Campaign, action: EmailActivity['action'], atMs: number, url: string | null = null) =>
    rows.push(activityRow(`em-story-${rows.length}`, eleanor.subscriber, campaign, action, atMs, url))
  const [, seaViews, dining] = CAMPAIGNS as readonly [Campaign, Campaign, Campaign]
  add(dining, 'sent', nowMs - 77 * DAY_MS)
  add(seaViews, 'sent', nowMs - 49 * DAY_MS)
  add(seaViews, 'open', nowMs - 48 * DAY_MS)
  add(NEWSLETTER, 'sent', storySentAtMs(nowMs))
  add(NEWSLETTER, 'open', times.openedAtMs)
  add(NEWSLETTER, 'click', times.clickedAtMs, `${SITE}/spa`)
  return rows.map((row) => ({ owner: ELEANOR, key: row.id, row }))
}

function callers(nowMs: number): Told<DeskCaller>[] {
  const row: DeskCaller = {
    id_contatto: eleanor.caller,
    nominativo: 'Eleanor Ashcombe',
    telefono: eleanor.mobile,
    email: '',
    lingua: 'en',
    creato_il: parisInstant(nowMs - 525 * DAY_MS),
    aggiornato_il: parisInstant(storyTimes(nowMs).calledAtMs),
  }
  return [{ owner: ELEANOR, key: row.id_contatto, row }]
}

function calls(nowMs: number): Told<DeskCall>[] {
  const rows: DeskCall[] = [
    {
      id: ALBA_STORY_KEYS.earlierCall, contatto: eleanor.caller, direzione: 'entrante', inizio: parisInstant(nowMs - 525 * DAY_MS),
      minuti: 6, operatore: 'Nadia Berti', motivo: 'informazioni', note: 'Asked for a transfer from Naples to Alba Amalfi.',
      prenotazione: 'ALB80371510', pratica: null,
    },
    {
      id: ALBA_STORY_KEYS.call, contatto: eleanor.caller, direzione: 'entrante', inizio: parisInstant(storyTimes(nowMs).calledAtMs),
      minuti: 13, operatore: STORY_TEXTS.agent, motivo: 'noise', note: storyComplaint(nowMs), prenotazione: ALBA_STORY_KEYS.noisyStay,
      pratica: ALBA_STORY_KEYS.case,
    },
  ] // biome-ignore format: two calls
  return rows.map((row) => ({ owner: ELEANOR, key: row.id, row }))
}

function cases(nowMs: number): Told<DeskCase>[] {
  const { calledAtMs } = storyTimes(nowMs)
  const stay = storyStays(nowMs).find(({ confirmation }) => confirmation === ALBA_STORY_KEYS.noisyStay) as Stay
  const noise = {
    number: ALBA_STORY_KEYS.case,
    topic: 'noise',
    stay,
    priority: 'high',
    isOpen: true,
    closedAtMs: null,
    dueAtMs: calledAtMs + 10 * DAY_MS,
  } as const
  const row = caseRow(
    noise,
    eleanor.caller,
    STORY_TEXTS.subject,
    storyComplaint(nowMs),
    calledAtMs,
    calledAtMs + 13 * MINUTE_MS,
  )
  return [{ owner: ELEANOR, key: row.numero, row }]
}

function promises(nowMs: number): Told<DeskPromise>[] {
  const times = storyTimes(nowMs)
  const row: DeskPromise = {
    id: ALBA_STORY_KEYS.promise,
    contatto: eleanor.caller,
    pratica: ALBA_STORY_KEYS.case,
    oggetto: STORY_TEXTS.promise,
    responsabile: STORY_TEXTS.owner,
    hotel: AMALFI.code,
    promesso_il: parisInstant(times.calledAtMs + 11 * MINUTE_MS),
    entro_il: parisInstant(times.promiseDueAtMs),
    stato: 'aperta',
    mantenuta_il: null,
  }
  return [{ owner: ELEANOR, key: row.id, row }]
}
