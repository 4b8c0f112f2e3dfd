import { foldText } from '@rapport/harmonise'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))

type State = 'ended' | 'cancelled' | 'moving' | 'complaint' | 'dispute' | 'pressing'

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
  pressing: setOf('high urgent critical highest blocker p1 haute elevee critique'),
}

/** Whether any word of a code is one of the state's. */
export function says(code: string | undefined, state: State): boolean {
  if (code === undefined) return false
  const found = foldText(code).split(' ')
  // "Not completed" is the contrary.
  if (found.some((word) => word === 'not' || word === 'non' || word === 'pas')) return false
  return found.some((word) => words[state].has(word))
}
