/** Where a rep visits, and the towns there. */
export interface Territory {
  readonly code: string
  readonly name: string
  readonly rep: string
  readonly towns: readonly Town[]
}

export interface Town {
  readonly name: string
  readonly postalCodes: readonly string[]
}

function territory(line: string): Territory {
  const [code = '', name = '', rep = '', list = ''] = line.split('|')
  const towns = list.split(', ').map((town) => {
    const [, label = '', codes = ''] = /^(.*?) ([\d/]+)$/.exec(town) ?? []
    return { name: label, postalCodes: codes.split('/') }
  })
  return { code, name, rep, towns }
}

/** Twelve territories; a group's index modulo 12 is where it is at home. */
export const TERRITORIES: readonly Territory[] = `
RA1|Lyon|Julien Carpentier|Lyon 69001/69002/69003/69006/69007, Villeurbanne 69100, Bron 69500, Caluire-et-Cuire 69300, Vienne 38200
IDF1|Paris Ouest|Sandra Lopes|Paris 75007/75015/75016/75017, Boulogne-Billancourt 92100, Neuilly-sur-Seine 92200, Versailles 78000
PAC1|Marseille|Rémi Castellani|Marseille 13001/13006/13008/13012, Aix-en-Provence 13100/13090, Aubagne 13400, La Ciotat 13600
NAQ1|Bordeaux|Élodie Larrieu|Bordeaux 33000/33100/33200, Mérignac 33700, Pessac 33600, Arcachon 33120, Libourne 33500
OCC1|Toulouse|Mathieu Delmas|Toulouse 31000/31200/31400/31500, Colomiers 31770, Albi 81000, Montauban 82000
HDF1|Lille|Amandine Wattel|Lille 59000/59800, Roubaix 59100, Tourcoing 59200, Villeneuve-d'Ascq 59650, Arras 62000
IDF2|Paris Est|Karim Benslimane|Paris 75011/75012/75019/75020, Vincennes 94300, Montreuil 93100, Créteil 94000, Meaux 77100
PAC2|Nice|Laura Giordan|Nice 06000/06100/06200, Cannes 06400, Antibes 06600, Menton 06500, Fréjus 83600
BRE1|Rennes|Yann Le Floch|Rennes 35000/35200/35700, Saint-Malo 35400, Vannes 56000, Lorient 56100, Brest 29200
PDL1|Nantes|Céline Guilbaud|Nantes 44000/44100/44300, Saint-Nazaire 44600, La Baule-Escoublac 44500, Angers 49000, Cholet 49300
GES1|Strasbourg|Thomas Schmitt|Strasbourg 67000/67100/67200, Colmar 68000, Mulhouse 68100/68200, Haguenau 67500, Metz 57000
RA2|Grenoble|Nadège Favre|Grenoble 38000/38100, Annecy 74000/74960, Chambéry 73000, Aix-les-Bains 73100, Valence 26000
`
  .trim()
  .split('\n')
  .map(territory)
