import type { Random } from '../../random.ts'
import type { CaseTopic } from './calls.ts'

/** What agents write: in Italian of Italian speakers, in English of everybody else; `{hotel}` is filled in. */
interface Phrases {
  readonly en: readonly string[]
  readonly it: readonly string[]
}

/** Subject and what was said. */
type Complaint = readonly [string, string]

const COMPLAINTS: Readonly<
  Record<CaseTopic, { readonly en: readonly Complaint[]; readonly it: readonly Complaint[] }>
> = {
  noise: {
    en: [
      ['Noise from the bar at {hotel}', 'The room was above the bar and loud until two in the morning.'],
      ['Noisy room at {hotel}', 'Could not sleep for the lift next to the room.'],
    ],
    it: [['Camera rumorosa, {hotel}', 'La camera era sopra il bar, rumore fino alle due.']],
  },
  billing: {
    en: [
      ['Minibar charged by mistake', 'I never opened the minibar and it is on the bill.'],
      ['City tax charged twice', 'The city tax is on the bill twice.'],
    ],
    it: [['Addebito errato', 'Il minibar è in conto ma non è stato usato.']],
  },
  room: {
    en: [
      ['Room not as booked at {hotel}', 'We had booked a deluxe room and were given a classic one.'],
      ['Air conditioning at {hotel}', 'The air conditioning did not work for two nights.'],
    ],
    it: [['Camera diversa da quella prenotata', 'Avevo prenotato una deluxe e mi è stata data una classic.']],
  },
  'lost-item': {
    en: [['Scarf left at {hotel}', 'I believe I left it in the wardrobe.']],
    it: [['Oggetto dimenticato in camera', "Credo di averlo lasciato nell'armadio."]],
  },
  points: {
    en: [['Points missing', 'My last stay gave no points.']],
    it: [['Punti mancanti', "L'ultimo soggiorno non ha dato punti."]],
  },
  praise: {
    en: [['Thank you to the team of {hotel}', 'Everybody was so kind. We will be back.']],
    it: [['Complimenti allo staff', 'Tutti gentilissimi, torneremo.']],
  },
}

const REASONS: Phrases = {
  en: [
    'Asked about parking at {hotel}.',
    'Wanted to change the dates of a booking.',
    'Asked whether the spa is open in the evening.',
  ],
  it: ['Chiede informazioni sul parcheggio.', 'Vuole spostare le date.', 'Chiede gli orari della spa.'],
}

const PROMISES: Readonly<Record<CaseTopic, Phrases>> = {
  noise: {
    en: ['A quiet room on a high floor at the next stay'],
    it: ['Camera silenziosa ai piani alti al prossimo soggiorno'],
  },
  billing: { en: ['A corrected bill by e-mail'], it: ['Fattura corretta via e-mail'] },
  room: { en: ['An upgrade at the next stay'], it: ['Upgrade al prossimo soggiorno'] },
  'lost-item': { en: ['A call back from housekeeping'], it: ['Richiamata dal servizio ai piani'] },
  points: { en: ['The missing points credited'], it: ['Accredito dei punti mancanti'] },
  praise: { en: ['Thanks passed on'], it: ['Ringraziamenti trasmessi'] },
}

function pick(phrases: Phrases, language: string, hotel: string, random: Random): string {
  return random.pick(language === 'it' ? phrases.it : phrases.en).replace('{hotel}', hotel)
}

/** A case's subject and what was said. */
export function caseTexts(
  topic: CaseTopic,
  language: string,
  hotel: string,
  random: Random,
): { readonly subject: string; readonly text: string } {
  const { en, it } = COMPLAINTS[topic]
  const [subject, text] = random.pick(language === 'it' ? it : en)
  return { subject: subject.replace('{hotel}', hotel), text }
}

/** What a call without a case was about. */
export function callText(language: string, hotel: string, random: Random): string {
  return pick(REASONS, language, hotel, random)
}

/** What was promised about a case. */
export function promiseText(topic: CaseTopic, language: string, hotel: string, random: Random): string {
  return pick(PROMISES[topic], language, hotel, random)
}
