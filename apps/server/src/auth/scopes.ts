/** What a key may do. `admin` may do everything; `track` alone makes a write key, safe to ship in a web page. */
export const scopes = [
  'read',
  'sensitive',
  'write',
  'track',
  'steward',
  'configure',
  'operate',
  'erase',
  'audit',
  'admin',
] as const

export type Scope = (typeof scopes)[number]

/** What each scope opens, for the API reference and `rapport keys create --help`. */
export const scopeTitles: Readonly<Record<Scope, string>> = {
  read: 'profiles, timelines, search, segments, changes, calls, briefs and answers',
  sensitive: 'sensitive fields too: birth dates, contact points, addresses, balances',
  write: 'rows of streams; calls, contacts, corrections and notes',
  track: 'the tracking endpoints only',
  steward: 'decisions about who is who; rejected rows',
  configure: 'documents, secrets and connections',
  operate: 'syncs, deliveries, metrics and backups',
  erase: 'erasing a person',
  audit: 'who was told what about whom, and what left for a model',
  admin: 'everything, keys included',
}
