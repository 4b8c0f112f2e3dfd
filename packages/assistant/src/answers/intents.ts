/** What can be asked about by rules, the most telling first: who asks about a late order's complaint asks about the complaint. */
export const intents = [
  'invoices',
  'birthday',
  'consent',
  'loyalty',
  'spend',
  'cases',
  'promises',
  'returns',
  'deliveries',
  'stays',
  'web',
  'language',
  'visits',
  'talks',
  'orders',
  'contact',
  'identity',
] as const
export type Intent = (typeof intents)[number]
