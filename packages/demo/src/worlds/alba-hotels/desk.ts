import { DAY_MS, HOUR_MS, MINUTE_MS, parisInstant } from '../../time.ts'
import { NOBODY, type Told } from '../../told.ts'
import type { Call, Case, CaseTopic } from './calls.ts'
import { HOTELS } from './hotels.ts'
import { callerId } from './keys.ts'
import type { Guest } from './life.ts'
import { happens, mobileOf, type Telling, tellParty } from './telling.ts'
import { callText, caseTexts, promiseText } from './texts.ts'

/** A line of `desk/callers.csv`: who called, by one free-text name. The call centre works in Milan, and in Italian. */
export interface DeskCaller {
  id_contatto: string
  nominativo: string
  telefono: string
  email: string
  lingua: string
  creato_il: string
  aggiornato_il: string
}

export const CALLER_COLUMNS = ['id_contatto', 'nominativo', 'telefono', 'email', 'lingua', 'creato_il',
  'aggiornato_il'] as const satisfies readonly (keyof DeskCaller)[] // biome-ignore format: a header

/** A row of `desk/calls.jsonl`. Times are Milan's. */
export interface DeskCall {
  id: string
  contatto: string
  direzione: 'entrante' | 'uscente'
  inizio: string
  minuti: number
  operatore: string
  motivo: string
  note: string
  prenotazione: string | null
  pratica: string | null
}

export const CALL_COLUMNS = ['id', 'contatto', 'direzione', 'inizio', 'minuti', 'operatore', 'motivo', 'note', 'prenotazione',
  'pratica'] as const satisfies readonly (keyof DeskCall)[] // biome-ignore format: a header

/** A row of `desk/cases.jsonl`: a complaint or wish. */
export interface DeskCase {
  numero: string
  contatto: string
  tema: CaseTopic
  oggetto: string
  descrizione: string
  stato: 'aperta' | 'in lavorazione' | 'chiusa'
  priorita: 'bassa' | 'normale' | 'alta'
  prenotazione: string | null
  aperta_il: string
  scadenza: string
  chiusa_il: string | null
  aggiornata_il: string
}

export const CASE_COLUMNS = ['numero', 'contatto', 'tema', 'oggetto', 'descrizione', 'stato', 'priorita', 'prenotazione', 'aperta_il',
  'scadenza', 'chiusa_il', 'aggiornata_il'] as const satisfies readonly (keyof DeskCase)[] // biome-ignore format: a header

/** A row of `desk/promises.jsonl`: what a guest was promised, by whom, by when. */
export interface DeskPromise {
  id: string
  contatto: string
  pratica: string
  oggetto: string
  responsabile: string
  hotel: string | null
  promesso_il: string
  entro_il: string
  stato: 'aperta' | 'mantenuta'
  mantenuta_il: string | null
}

export const PROMISE_COLUMNS = ['id', 'contatto', 'pratica', 'oggetto', 'responsabile', 'hotel', 'promesso_il', 'entro_il', 'stato',
  'mantenuta_il'] as const satisfies readonly (keyof DeskPromise)[] // biome-ignore format: a header

const AGENTS = ['Silvia Conte', 'Marco Gatti', 'Amelia Stone', 'Nadia Berti', 'Oscar Lindt']
const PRIORITIES = { low: 'bassa', normal: 'normale', high: 'alta' } as const

/** The call centre's contacts of a household. One in ten is there with the mobile of whom they travel with. */
export function tellCallers(telling: Telling): Told<DeskCaller>[] {
  const { life, random, nowMs } = telling
  const rows: Told<DeskCaller>[] = []
  for (const guest of life.people) {
    for (const key of guest.callers) {
      const { person } = guest
      const party = tellParty(telling, 'desk/callers', key, person)
      const partner = life.people.find((other) => isTravellingWith(telling, guest, other))?.person ?? null
      const isPartners = happens(telling, 'desk/callers', key, 'companion-phone', partner?.mobile != null)
      const phone = isPartners && partner !== null ? mobileOf(telling, 'desk/callers', partner) : party.mobile
      const createdMs = Math.min(nowMs - DAY_MS, ...callsOf(guest, key).map((call) => call.atMs))
      const row: DeskCaller = {
        id_contatto: key,
        nominativo: `${party.firstName} ${party.lastName}`.trim(),
        telefono: phone ?? party.fixedLine ?? '',
        email: party.email ?? '',
        lingua: person.language,
        creato_il: parisInstant(createdMs),
        aggiornato_il: parisInstant(createdMs + random.integer(nowMs - createdMs)),
      }
      rows.push({ owner: person.ordinal, key, row })
    }
  }
  const testKey = callerId(life.household.index * 4, 3)
  if (happens(telling, 'desk/callers', testKey, 'test-record'))
    rows.push({ owner: NOBODY, key: testKey, row: testCaller(telling, testKey) })
  return rows
}

function isTravellingWith({ life }: Telling, { person }: Guest, other: Guest): boolean {
  const { ordinal } = other.person
  return life.stays.some((stay) => stay.guest === person.ordinal && stay.companions.includes(ordinal))
}

function callsOf({ calls }: Guest, caller: string): readonly Call[] {
  return calls.filter((call) => call.caller === caller)
}

function testCaller({ random, nowMs }: Telling, key: string): DeskCaller {
  const atMs = nowMs - random.between(20, 900) * DAY_MS
  return {
    id_contatto: key, nominativo: random.pick(['prova', 'Test Test', 'Numero sconosciuto']), telefono: random.pick(['0000000000', '']),
    email: random.pick(['test@test.com', '']), lingua: 'it', creato_il: parisInstant(atMs), aggiornato_il: parisInstant(atMs),
  } // biome-ignore format: one record
}

/** The calls of a household's contacts. */
export function tellCalls({ life, random }: Telling): Told<DeskCall>[] {
  return life.people.flatMap(({ person, calls }) =>
    calls.map((call) => ({
      owner: person.ordinal,
      key: call.id,
      row: {
        id: call.id,
        contatto: call.caller,
        direzione: call.isInbound ? ('entrante' as const) : ('uscente' as const),
        inizio: parisInstant(call.atMs),
        minuti: call.durationMinutes,
        operatore: random.pick(AGENTS),
        motivo: call.case?.topic ?? 'informazioni',
        note: callText(person.language, call.stay?.hotel.name ?? 'Alba', random),
        prenotazione: call.stay?.confirmation ?? null,
        pratica: call.case?.number ?? null,
      },
    })),
  )
}

/** The cases of a household's contacts. */
export function tellCases({ life, random, nowMs }: Telling): Told<DeskCase>[] {
  return life.people.flatMap(({ person, calls }) =>
    calls.flatMap((call) => {
      if (call.case === null) return []
      const { subject, text } = caseTexts(call.case.topic, person.language, call.stay?.hotel.name ?? 'Alba', random)
      const updatedMs = call.case.closedAtMs ?? Math.min(nowMs, call.atMs + random.integer(HOUR_MS))
      const row = caseRow(call.case, call.caller, subject, text, call.atMs, updatedMs)
      return [{ owner: person.ordinal, key: call.case.number, row }]
    }),
  )
}

/** One case as the desk exports it. */
export function caseRow(
  one: Case,
  caller: string,
  subject: string,
  text: string,
  openedAtMs: number,
  updatedAtMs: number,
): DeskCase {
  return {
    numero: one.number,
    contatto: caller,
    tema: one.topic,
    oggetto: subject,
    descrizione: text,
    stato: !one.isOpen ? 'chiusa' : one.priority === 'high' ? 'in lavorazione' : 'aperta',
    priorita: PRIORITIES[one.priority],
    prenotazione: one.stay?.confirmation ?? null,
    aperta_il: parisInstant(openedAtMs),
    scadenza: parisInstant(one.dueAtMs),
    chiusa_il: one.closedAtMs === null ? null : parisInstant(one.closedAtMs),
    aggiornata_il: parisInstant(updatedAtMs),
  }
}

/** What was promised to a household's contacts. */
export function tellPromises({ life, random }: Telling): Told<DeskPromise>[] {
  return life.people.flatMap(({ person, calls }) =>
    calls.flatMap((call) => {
      const { promise } = call
      if (promise === null || call.case === null) return []
      const hotel = call.stay?.hotel ?? null
      const row: DeskPromise = {
        id: promise.id,
        contatto: call.caller,
        pratica: call.case.number,
        oggetto: promiseText(call.case.topic, person.language, hotel?.name ?? 'Alba', random),
        responsabile: random.pick((hotel ?? HOTELS[5] ?? { managers: AGENTS }).managers),
        hotel: hotel?.code ?? null,
        promesso_il: parisInstant(call.atMs + 5 * MINUTE_MS),
        entro_il: parisInstant(promise.dueAtMs),
        stato: promise.doneAtMs === null ? 'aperta' : 'mantenuta',
        mantenuta_il: promise.doneAtMs === null ? null : parisInstant(promise.doneAtMs),
      }
      return [{ owner: person.ordinal, key: promise.id, row }]
    }),
  )
}
