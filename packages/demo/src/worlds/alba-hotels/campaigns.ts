import { DAY_MS } from '../../time.ts'

export const SITE = 'https://www.alba-hotels.example'

/** A newsletter. */
export interface Campaign {
  readonly id: string
  readonly title: string
  readonly topic: 'spa' | 'sea-view' | 'dining' | 'offers' | 'hotels'
  readonly daysAgo: number
}

/** The newsletters of the last eleven months, newest first. */
export const CAMPAIGNS: readonly Campaign[] = [
  { id: 'NL-12', title: 'Winter light: spa days by the sea', topic: 'spa', daysAgo: 21 },
  { id: 'NL-11', title: 'Rooms that wake up to the water', topic: 'sea-view', daysAgo: 49 },
  { id: 'NL-10', title: 'Autumn tables', topic: 'dining', daysAgo: 77 },
  { id: 'NL-09', title: 'Late summer offers', topic: 'offers', daysAgo: 105 },
  { id: 'NL-08', title: 'Islands within reach', topic: 'hotels', daysAgo: 133 },
  { id: 'NL-07', title: 'A week on the lake', topic: 'hotels', daysAgo: 161 },
  { id: 'NL-06', title: 'Early summer offers', topic: 'offers', daysAgo: 189 },
  { id: 'NL-05', title: 'Spring in the spa', topic: 'spa', daysAgo: 217 },
  { id: 'NL-04', title: 'Easter in Florence', topic: 'hotels', daysAgo: 245 },
  { id: 'NL-03', title: 'Sea views for two', topic: 'sea-view', daysAgo: 273 },
  { id: 'NL-02', title: 'New year, new menus', topic: 'dining', daysAgo: 301 },
  { id: 'NL-01', title: 'A quiet January', topic: 'offers', daysAgo: 329 },
]

/** When a newsletter went out. */
export function sentAtMs({ daysAgo }: Campaign, nowMs: number): number {
  return nowMs - daysAgo * DAY_MS
}
