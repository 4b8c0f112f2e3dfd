import type { Random } from '../../random.ts'
import type { CaseTopic } from './life.ts'

// What reps and pharmacies write, in French.

const OBJECTIVES = [
  'Présenter les nouveautés',
  'Relancer le réassort',
  'Négocier la vitrine',
  "Former l'équipe",
  'Proposer le référencement',
]
const REPORTS = [
  "Bon accueil. L'équipe demande une formation sur les peaux sensibles.",
  'Titulaire pressé, entretien court au comptoir. Rayon bien tenu, facing correct.',
  'Discussion sur les conditions : trouve la remise trop faible par rapport à la concurrence.',
  'Vitrine accordée pour trois semaines. Prévoir le présentoir.',
  'Ruptures sur deux références, réassort conseillé.',
  'Un concurrent a pris un mètre linéaire. À surveiller.',
]
const OUTCOMES = ['Commande prise', 'À relancer', 'Vitrine accordée', 'Formation demandée', 'Sans suite']
const PROMISES = [
  'Envoyer les conditions de pré-saison.',
  'Faire livrer le présentoir de testeurs.',
  "Organiser la formation de l'équipe.",
  'Rappeler au sujet des avoirs en attente.',
]

export function objectiveText(random: Random): string {
  return random.pick(OBJECTIVES)
}

export function reportText(random: Random): string {
  return random.pick(REPORTS)
}

export function outcomeText(random: Random): string {
  return random.pick(OUTCOMES)
}

export function promiseText(random: Random): string {
  return random.pick(PROMISES)
}

export function opportunityName(range: string, random: Random): string {
  return `${random.pick(['Référencement', 'Vitrine', 'Plan promotionnel'])} ${range}`
}

const CASES: Readonly<Record<CaseTopic, readonly (readonly [subject: string, text: string])[]>> = {
  damaged: [
    ['Colis abîmé', 'Un carton de la commande {order} est arrivé écrasé, plusieurs {product} sont cassés.'],
    ['Flacons cassés à la livraison', 'Livraison {order} : flacons de {product} fuyants. Merci de remplacer.'],
  ],
  missing: [['Manquants commande {order}', 'Il manque {product} dans notre livraison.']],
  late: [['Commande {order} en retard', 'Toujours rien reçu, nos clientes attendent.']],
  invoice: [['Erreur de facture', "La remise convenue n'apparaît pas sur notre facture."]],
  reaction: [['Réaction cutanée signalée', 'Une cliente signale des rougeurs après usage de {product}.']],
  training: [['Demande de formation', 'Quand notre équipe peut-elle être formée à la gamme ?']],
}

/** A ticket's subject and first message. */
export function caseTexts(
  topic: CaseTopic,
  product: string | null,
  order: string | null,
  random: Random,
): { readonly subject: string; readonly text: string } {
  const [subject, text] = random.pick(CASES[topic])
  const fill = (template: string) =>
    template.replace('{product}', product ?? 'un soin').replace('{order}', order ?? '—')
  return { subject: fill(subject), text: fill(text) }
}
