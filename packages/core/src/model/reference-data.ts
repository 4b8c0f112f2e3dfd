import { z } from 'zod'
import { field } from './fields.ts'

export const product = z.strictObject({
  sku: field.code().optional(),
  gtin: field.code().optional(),
  name: field.text().optional(),
  brand: field.text().optional(),
  range: field.text().optional(),
  category: field.text().optional(),
  lifecycle: field.code().optional(),
  price: field.money().optional(),
})
export const location = z.strictObject({
  name: field.text().optional(),
  kind: field.code().optional(),
  address: field.address().optional(),
  latitude: field.number().optional(),
  longitude: field.number().optional(),
  zone: field.code().optional(),
  hours: field.text().optional(),
})
export const campaign = z.strictObject({
  name: field.text().optional(),
  channel: field.code().optional(),
  startsOn: field.date().optional(),
  endsOn: field.date().optional(),
})
