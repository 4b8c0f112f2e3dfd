import type { Random } from '../../random.ts'
import type { CaseTopic } from './life.ts'

/** What people write, in French to French speakers and in English to everybody else; `{product}` and `{order}` are filled in. */
interface Phrases {
  readonly fr: readonly string[]
  readonly en: readonly string[]
}

const SUBJECTS: Readonly<Record<CaseTopic, Phrases>> = {
  faulty: {
    fr: ['Défaut sur {product}', 'Article défectueux : {product}'],
    en: ['Fault on {product}', 'Defective item: {product}'],
  },
  late: {
    fr: ['Commande {order} non reçue', 'Retard de livraison'],
    en: ['Order {order} not received', 'Late delivery'],
  },
  return: { fr: ['Retour de la commande {order}'], en: ['Return of order {order}', 'How do I return {product}?'] },
  care: { fr: ["Conseils d'entretien", 'Nettoyage du cuir'], en: ['Care advice', 'Cleaning leather'] },
  invoice: { fr: ['Facture manquante', 'Détaxe'], en: ['Missing invoice', 'VAT refund'] },
  account: { fr: ['Connexion impossible', "Changement d'adresse"], en: ['Cannot sign in', 'Change of address'] },
  praise: { fr: ['Merci à votre équipe'], en: ['Thank you to your team'] },
  repair: { fr: ['Réparation de {product}'], en: ['Repair of {product}'] },
}

const BODIES: Readonly<Record<CaseTopic, Phrases>> = {
  faulty: {
    fr: [
      'Bonjour, la couture de {product} a lâché après quelques jours. Que proposez-vous ?',
      'Le fermoir de {product} ne tient plus. C’est très décevant à ce prix.',
    ],
    en: [
      'Hello, a seam of {product} gave way after a few days. What do you suggest?',
      'The zip of {product} is stuck. I expected better.',
    ],
  },
  late: {
    fr: ['Ma commande {order} devait arriver avant-hier. Où est-elle ?'],
    en: ['My order {order} was due two days ago. Where is it?'],
  },
  return: {
    fr: ['Je souhaite retourner {product} (commande {order}), la taille ne convient pas.'],
    en: ['I would like to return {product} (order {order}), it does not fit.'],
  },
  care: {
    fr: ['Quel produit conseillez-vous pour nourrir le cuir ?', 'Une tache de pluie sur mon sac : que faire ?'],
    en: ['Which cream do you recommend for calf leather?', 'Rain has stained my bag: what can I do?'],
  },
  invoice: {
    fr: ["Pourriez-vous m'envoyer la facture de mon dernier achat ?"],
    en: ['Could you send the invoice of my last purchase?'],
  },
  account: { fr: ['Je n’arrive plus à me connecter à mon compte.'], en: ['I cannot sign in to my account any more.'] },
  praise: { fr: ['Un accueil parfait en boutique, merci.'], en: ['A perfect welcome in the boutique, thank you.'] },
  repair: {
    fr: ['Combien coûterait la réparation de {product} ?'],
    en: ['How much would it cost to repair {product}?'],
  },
}

const INTERACTIONS: Readonly<Record<'Visit' | 'Call' | 'Note', Phrases>> = {
  Visit: {
    fr: [
      'Passage en boutique, plusieurs modèles essayés, reviendra la semaine prochaine.',
      "Passage pour l'entretien d'un sac. Café servi, très aimable.",
      'A vu la nouvelle collection, hésite encore.',
    ],
    en: [
      'Came in, tried several models, will be back.',
      'Dropped by to have a bag cared for. Very kind.',
      'Saw the new collection, still hesitating.',
    ],
  },
  Call: {
    fr: [
      'Appel pour connaître la disponibilité d’un modèle.',
      'A demandé un rendez-vous privé.',
      'Relance après achat : tout va bien.',
    ],
    en: [
      'Called to ask whether a model was available.',
      'Asked for a private appointment.',
      'Called after a purchase: pleased.',
    ],
  },
  Note: {
    fr: [
      'Aime le bordeaux, jamais de doré.',
      'Préfère qu’on appelle le matin.',
      'Anniversaire de mariage en juin.',
      'Allergique au nickel.',
    ],
    en: [
      'Loves burgundy, never gold.',
      'Prefers to be contacted in the morning.',
      'Wedding anniversary in June.',
      'Allergic to nickel.',
    ],
  },
}

const PROMISES: Phrases = {
  fr: [
    'Promis de mettre de côté une pièce de la nouvelle collection.',
    "Promis d'envoyer le devis de réparation.",
    'Promis de rappeler avec la date de livraison.',
  ],
  en: [
    'Promised to keep a piece of the new collection aside.',
    'Promised to send a quote for the repair.',
    'Promised to call back with the delivery date.',
  ],
}

function fill(template: string, product: string | null, order: string | null): string {
  return template.replace('{product}', product ?? '—').replace('{order}', order ?? '—')
}

function pick(phrases: Phrases, language: string, random: Random): string {
  return random.pick(language === 'fr' ? phrases.fr : phrases.en)
}

/** A ticket's subject and first message. */
export function caseTexts(
  topic: CaseTopic,
  language: string,
  product: string | null,
  order: string | null,
  random: Random,
): { readonly subject: string; readonly text: string } {
  return {
    subject: fill(pick(SUBJECTS[topic], language, random), product, order),
    text: fill(pick(BODIES[topic], language, random), product, order),
  }
}

/** What an adviser notes of a visit, a call, or a taste. */
export function interactionText(type: 'Visit' | 'Call' | 'Note', language: string, random: Random): string {
  return pick(INTERACTIONS[type], language, random)
}

/** What an adviser promised. */
export function promiseText(language: string, random: Random): string {
  return pick(PROMISES, language, random)
}
