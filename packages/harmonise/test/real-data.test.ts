import { existsSync, readFileSync } from 'node:fs'
import { entities, mappingDocument } from '@rapport/core'
import { compileMapping } from '@rapport/harmonise'
import { describe, expect, it } from 'vitest'

const data = new URL('../../../../shared/data/', import.meta.url)
/** Without the shared data a clone skips this, counted by name; in CI it must be there. */
const isAbsent = !existsSync(data) && process.env.CI === undefined
const nowMs = Date.UTC(2026, 10, 24)

/** Semicolons and no quotes: what these exports hold, so that no reader of ours stands between file and test. */
function rowsOf(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(new URL(file, data), 'utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/)
  const names = head.split(';')
  return lines.map((line) => Object.fromEntries(line.split(';').map((value, index) => [names[index] ?? '', value])))
}

describe.skipIf(isAbsent)('the resort’s CRM', () => {
  const text = isAbsent
    ? '{"records":[]}'
    : readFileSync(new URL('crm-coral-cloud/data-Contact-large.json', data), 'utf8')
  const { records } = JSON.parse(text) as { records: Record<string, string>[] }
  const mapping = compileMapping(
    mappingDocument.parse({
      type: 'mapping',
      name: 'crm/contacts',
      entity: 'person',
      country: 'US',
      set: {
        givenName: 'FirstName',
        familyName: 'LastName',
        email: 'Email',
        phone: 'MobilePhone',
        birthDate: 'Birthdate',
      },
    }),
    { model: entities, connection: 'crm' },
  )
  const rows = records.map((record) => ({ record, row: mapping.map(record, { nowMs }).rows[0]?.row }))

  it('has 26 birth dates in the future: flagged, kept as received, never an attribute', () => {
    const future = records.filter(({ Birthdate = '' }) => Birthdate > '2026-11-24')
    const flagged = rows.filter(({ row }) =>
      row?.flags.some(({ field, code }) => field === 'birthDate' && code === 'impossible'),
    )
    expect(flagged.map(({ record }) => record.External_Id__c)).toEqual(future.map((record) => record.External_Id__c))
    expect(flagged).toHaveLength(26)
    expect(
      flagged.every(
        ({ record, row }) =>
          row?.attributes.birthDate === undefined && row?.flags.some(({ received }) => received === record.Birthdate),
      ),
    ).toBe(true)
  })

  it('has phones with area codes that do not exist: flagged, and no contact point', () => {
    // The North American plan: area codes and exchanges begin with 2 to 9. It is a lower bound of what can't be.
    const cannotBe = rows.filter(({ record }) => /^(?:[01]|\d{3}-[01])/.test(record.MobilePhone ?? ''))
    expect(cannotBe.length).toBeGreaterThan(200)
    for (const { row } of cannotBe) {
      expect(row?.flags.map(({ field, code }) => `${field} ${code}`)).toContain('phone impossible')
      expect(((row?.attributes.contactPoints ?? []) as { kind: string }[]).map(({ kind }) => kind)).toEqual(['email'])
    }
  })

  it('loses no row and no e-mail', () => {
    expect(rows.filter(({ row }) => row !== undefined)).toHaveLength(992)
    for (const { record, row } of rows) {
      const emails = (row?.attributes.contactPoints as { kind: string; normal: string }[] | undefined)?.filter(
        ({ kind }) => kind === 'email',
      )
      expect(emails?.map(({ normal }) => normal) ?? []).toEqual(record.Email ? [record.Email.toLowerCase()] : [])
    }
  })
})

describe.skipIf(isAbsent)('the SAP export', () => {
  it('has orders whose decimal commas come to the cent', () => {
    const mapping = compileMapping(
      mappingDocument.parse({
        type: 'mapping',
        name: 'erp/orders',
        entity: 'order',
        decimal: ',',
        owner: [{ stream: 'partners', key: 'PARTNERID' }],
        occurredAt: 'CREATEDAT',
        set: { kind: 'order', number: 'SALESORDERID', total: { amount: 'NETAMOUNT', currency: 'CURRENCY' } },
      }),
      { model: entities, connection: 'erp' },
    )
    const received = rowsOf('erp-sap-bikes/SalesOrders.csv')
    const rows = received.map((row) => mapping.map(row, { nowMs }).rows[0]?.row)
    expect(rows).toHaveLength(5166)
    expect(rows.every((row) => row?.flags.length === 0 && row.owner !== undefined)).toBe(true)
    const cents = rows.reduce(
      (sum, row) => sum + ((row?.attributes.total ?? { amountMinor: 0 }) as { amountMinor: number }).amountMinor,
      0,
    )
    const expected = received.reduce((sum, { NETAMOUNT = '' }) => {
      const [whole = '0', fraction = ''] = NETAMOUNT.split(',')
      return sum + Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
    }, 0)
    expect(cents).toBe(expected)
    expect(new Date(rows[0]?.occurredAt ?? 0).toISOString()).toBe('2015-01-01T00:00:00.000Z')
  })
})
