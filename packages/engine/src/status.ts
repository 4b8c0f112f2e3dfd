import { foldText } from '@rapport/harmonise'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** What a code may say of a thing, in the words of its source. */
export type State = 'ended' | 'cancelled' | 'moving' | 'complaint' | 'dispute' | 'warning' | 'pressing'

/**
 * What sources call the states of things. Statuses and topics are the sources' own codes: a mapping may translate them, and these
 * are the words understood without one, in English and French, folded.
 */
const words: Readonly<Record<State, ReadonlySet<string>>> = {
  ended: setOf(
    'closed solved resolved done completed complete cancelled canceled rejected archived spam merged deleted won lost paid fulfilled ' +
      'clos cloture ferme resolu termine annule traite refuse gagne perdu paye',
  ),
  cancelled: setOf('cancelled canceled void voided failed rejected annule'),
  moving: setOf(
    'placed new open pending processing paid confirmed accepted preparing packed ready shipped dispatched sent transit backordered hold ' +
      'cree nouveau ouvert valide prepare expedie',
  ),
  complaint: setOf(
    'complaint claim faulty fault defect defective damaged broken late delay delayed missing wrong quality refund incident problem issue ' +
      'reclamation plainte defaut defectueux casse retard manquant erreur remboursement',
  ),
  dispute: setOf('dispute disputed chargeback litigation legal litige contentieux contestation'),
  warning: setOf('fraud fraudulent watchlist sanction sanctions blocked blacklist aml fraude sanctionne bloque'),
  pressing: setOf('high urgent critical highest blocker p1 haute elevee critique'),
}

/** Whether any word of a code is one of the state's. */
export function says(code: string | undefined, state: State): boolean {
  if (code === undefined) return false
  return statesOf(code).has(state)
}

const known = new Map<string, ReadonlySet<State>>()
/** Codes are few; texts that somebody took for codes are not. */
const MAX_KNOWN = 2000

/** Folding costs more than all else about a row, and rows share their codes. */
function statesOf(code: string): ReadonlySet<State> {
  const there = known.get(code)
  if (there) return there
  const found = foldText(code).split(' ')
  // "Not completed" is the contrary.
  const isDenied = found.some((word) => word === 'not' || word === 'non' || word === 'pas')
  const states = (Object.keys(words) as State[]).filter(
    (state) => !isDenied && found.some((word) => words[state].has(word)),
  )
  if (known.size >= MAX_KNOWN) known.clear()
  const made = new Set(states)
  known.set(code, made)
  return made
}
