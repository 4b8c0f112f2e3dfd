import { foldText } from '@rapport/harmonise'

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Parts of names that name nobody. */
const particles = setOf(`
  de du des la le les d l van von der den ten ter het el al ibn bin ben da das dos di del della dello degli lo st saint sainte ste san santa
  mac mc af av zu zur und y e et and mr mrs ms miss dr prof m mme mlle monsieur madame mademoiselle sir lady lord jr sr ii iii
`)

/** Names that are frequent words too, in English or French: taken for a name where they have a capital only. Folded. */
const everyday = setOf(`
  april august baker bank banks bell best bill black blue book brown cash chance close cook cross day east field fish fox garden general
  gold good grace grant gray green grey guest hall hand head heart hill home hope house june just king lake lane law light little long love
  low mark may miss moon moss new night noble north park peace price queen rain read red rest rich ring river road rock rose sea short silver
  small snow south spring star stay steel still stone street strong summer sweet table visit wall water week well west white will wind winter
  wish wood work yard young
  amour ancien aout argent avril bas beau bel belle bien blanc blanche bleu bois bon bonne bonjour bordeaux brun brune carre chance chapelle
  chateau chaud cher chere clair croix dame dimanche doux etoile fer feu fevrier fille fils fleur fleurs foi fontaine forest foret fort froid
  gare grand grande gris gros haut hiver hotel huit jardin jaune jeudi jeune joie joli jolie jour juin juillet juste lac lait loin long lune
  lundi mai maire maison marche mardi marin mars matin mer merci mercredi midi mieux moulin mont mur neige noel noir noire nord or page pain
  paix parent paris pays perle petit petite pied pierre plage pont port porte premier printemps riche riviere rond rose rouge rue sable sac
  saison salle samedi sept simple soir soleil sud temps terre tour travers vallee vendredi vent vert verte victoire vieux vigne village ville
  vin violet violette voisin vrai
`)

/** What begins a customer's or colleague's sentence without being anybody's name. */
const beginnings = setOf(`
  a an the this that it i we you they he she my our your his her is was has have had no not please asked called wants wanted call
  room order bag delivery complaint le la les un une des ce cette il elle je nous vous on pas sac commande livraison appel demande
  veut souhaite offrir rappeler envoyer remplacement
`)

/** @param word - folded */
export const isParticle = (word: string): boolean => particles.has(word)
/** @param word - folded */
export const isEveryday = (word: string): boolean => everyday.has(word)
/** @param word - as it is written */
export const isBeginning = (word: string): boolean => beginnings.has(foldText(word))
