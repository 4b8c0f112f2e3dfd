import { z } from 'zod'
import { field } from './fields.ts'

/** Which party plays which role in an activity, besides its owner: shipTo, payer, guest, … */
const parties = z
  .array(z.strictObject({ role: z.string(), party: field.reference() }))
  .meta({ kind: 'json' })
  .optional()

const owned = {
  owner: field.reference().optional(),
  parties,
  number: field.code().optional(),
  status: field.code().optional(),
}

const line = z.strictObject({
  product: field.reference().optional(),
  sku: field.code().optional(),
  name: field.text().optional(),
  quantity: field.number().optional(),
  unitPrice: field.money().optional(),
  total: field.money().optional(),
  status: field.code().optional(),
})

export const order = z.strictObject({
  ...owned,
  kind: field.oneOf('order', 'return', 'quote').optional(),
  channel: field.code().optional(),
  location: field.reference().optional(),
  service: field.code().optional(),
  promisedAt: field.instant().optional(),
  deliveredAt: field.instant().optional(),
  total: field.money().optional(),
  lines: z.array(line).meta({ kind: 'lines' }).optional(),
})
export const shipment = z.strictObject({
  ...owned,
  order: field.reference().optional(),
  service: field.code().optional(),
  promisedAt: field.instant().optional(),
  deliveredAt: field.instant().optional(),
})
export const invoice = z.strictObject({
  ...owned,
  kind: field.oneOf('invoice', 'creditNote').optional(),
  total: field.money({ sensitive: true }).optional(),
  balance: field.money({ sensitive: true }).optional(),
  dueOn: field.date().optional(),
})
export const agreement = z.strictObject({
  ...owned,
  kind: field.oneOf('loyalty', 'subscription', 'contract').optional(),
  tier: field.code().optional(),
  balance: field.number().optional(),
  startsOn: field.date().optional(),
  endsOn: field.date().optional(),
})
export const asset = z.strictObject({
  ...owned,
  product: field.reference().optional(),
  serial: field.code().optional(),
  order: field.reference().optional(),
  warrantyUntil: field.date().optional(),
})
const caseEntity = z.strictObject({
  ...owned,
  subject: field.text().optional(),
  text: field.text().optional(),
  kind: field.code().optional(),
  priority: field.code().optional(),
  slaDueAt: field.instant().optional(),
  closedAt: field.instant().optional(),
  order: field.reference().optional(),
  asset: field.reference().optional(),
  product: field.reference().optional(),
  stay: field.reference().optional(),
  resolution: field.text().optional(),
})

export { caseEntity as case }
export const opportunity = z.strictObject({
  ...owned,
  name: field.text().optional(),
  stage: field.code().optional(),
  amount: field.money({ sensitive: true }).optional(),
  closeOn: field.date().optional(),
})
export const stay = z.strictObject({
  ...owned,
  location: field.reference().optional(),
  arrivalOn: field.date().optional(),
  departureOn: field.date().optional(),
  spend: field.money().optional(),
})
export const interaction = z.strictObject({
  ...owned,
  kind: field.oneOf('call', 'visit', 'email', 'chat', 'note', 'survey').optional(),
  planned: field.boolean().optional(),
  subject: field.text().optional(),
  text: field.text().optional(),
  author: field.text().optional(),
  location: field.reference().optional(),
  outcome: field.text().optional(),
  score: field.number().optional(),
  /** Where it has no location, and the mapping's zone is not its own: in which its day is counted. */
  zone: field.code().optional(),
  /** The planned row that it tells the end of. That is planned no longer, as long as its source says the same time as `plannedFor`. */
  reports: field.reference().optional(),
  plannedFor: field.instant().optional(),
})
export const task = z.strictObject({
  ...owned,
  kind: field.oneOf('promise', 'todo').optional(),
  subject: field.text().optional(),
  assignee: field.text().optional(),
  dueAt: field.instant().optional(),
  doneAt: field.instant().optional(),
  about: field.reference().optional(),
})
export const consent = z.strictObject({
  ...owned,
  contactPoint: z
    .strictObject({ kind: z.enum(['email', 'phone', 'post', 'app', 'device']), normal: z.string() })
    .meta({ kind: 'json' })
    .optional(),
  purpose: field.code(),
  channel: field.code().optional(),
  state: field.oneOf('granted', 'denied', 'withdrawn', 'objected'),
  legalBasis: field.code().optional(),
  proof: field.text().optional(),
  expiresAt: field.instant().optional(),
})
export const relationship = z.strictObject({
  ...owned,
  to: field.reference().optional(),
  role: field.oneOf('contact', 'employee', 'decider', 'household', 'parent', 'owner', 'delegate'),
  title: field.text().optional(),
  validFrom: field.instant().optional(),
  validTo: field.instant().optional(),
})
export const event = z.strictObject({
  owner: field.reference().optional(),
  name: field.text(),
  properties: field.json().optional(),
  campaign: field.json().optional(),
  session: field.code().optional(),
})
export const document = z.strictObject({
  ...owned,
  title: field.text().optional(),
  text: field.text().optional(),
  mime: field.code().optional(),
})
