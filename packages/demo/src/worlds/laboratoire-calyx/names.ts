import { NAME_POOLS, type Name } from '../../people/names.ts'
import type { Random } from '../../random.ts'

const POOL = NAME_POOLS.FR

const PLACES =
  `du Marché|de la Mairie|de la Gare|du Centre|des Halles|de l'Église|du Théâtre|de la Poste|des Tilleuls|du Parc
des Arcades|de la Fontaine|du Pont|de l'Hôtel de Ville|du Château|de la Cathédrale|des Remparts|du Port|de la Plage|des Acacias
du Lion d'Or|de l'Étoile|du Soleil|des Quatre-Saisons|de la République|Saint-Michel|Saint-Martin|Saint-Jean|Sainte-Anne|Voltaire
Victor-Hugo|Pasteur|Gambetta|Jean-Jaurès|de la Croix-Rousse|de la Préfecture|du Stade|des Écoles|de la Forêt|du Moulin
des Peupliers|de la Vallée|du Beffroi|des Carmes|des Jacobins|du Palais|de la Corniche|de l'Europe|des Platanes|du Lavoir`
    .split(/[|\n]/)
    .map((one) => one.trim())

const GROUP_NAMES =
  `Aubépine|Viorne|Sauge|Mélisse|Églantine|Armoise|Bourrache|Camomille|Thym|Verveine|Lavande|Origan|Réglisse
Angélique|Bleuet|Coquelicot|Genièvre|Hysope|Jasmin|Laurier|Mauve|Myrte|Olivier|Passiflore|Romarin|Sureau|Tilleul|Valériane`
    .split(/[|\n]/)
    .map((one) => one.trim())

/** `du Marché`, or a surname where the pharmacy bears its owner's: what comes after `Pharmacie`. */
export function pharmacyName(random: Random): string {
  return random.chance(0.22) ? surname(random).latin : random.pick(PLACES)
}

/** `Groupe Aubépine Lyon`, `Officines Sauge Rennes`: a chain's paying head office. */
export function groupName(region: string, random: Random): string {
  return `${random.pick(['Groupe', 'Officines', 'Réseau'])} ${random.pick(GROUP_NAMES)} ${region}`
}

export function surname(random: Random): Name {
  if (random.chance(POOL.commonShare)) return random.pickSkewed(POOL.surnames)
  return { latin: random.pick(POOL.heads).latin + random.pick(POOL.tails).latin, native: null }
}

export function firstName(gender: 'female' | 'male', random: Random): Name {
  return random.pickSkewed(POOL[gender])
}

const STREETS = `rue Pasteur|avenue Jean-Jaurès|place de la Mairie|rue de la République|boulevard Gambetta|rue du Marché
place du Marché|avenue de la Gare|rue Victor-Hugo|rue des Écoles|cours de la Libération|rue Nationale|avenue du Général-de-Gaulle
rue du Faubourg|place de l'Église|boulevard Carnot|rue Saint-Jean|quai des Carmes|allée des Platanes|route de Lyon
rue de l'Hôtel-de-Ville|avenue Foch|rue des Frères-Lumière|centre commercial Les Allées|rue Ampère|rue du Commerce`
  .split(/[|\n]/)
  .map((one) => one.trim())

export function streetLine(random: Random): string {
  return `${random.between(1, 190)}${random.chance(0.05) ? ' bis' : ''} ${random.pick(STREETS)}`
}
