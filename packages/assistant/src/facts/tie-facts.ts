import { count, day, type Fact, type MemberFact, type PayerDueFact, text } from './fact.ts'
import { nameOf } from './identity-facts.ts'
import type { Material } from './material.ts'
import { sums } from './order-facts.ts'
import { owedOn } from './owed.ts'
import { nameOfRow, rowOfItem, said, textOf, timeOf } from './read-value.ts'
import { templateFacts } from './template-facts.ts'

const MAX_ROWS = 20

/** Who works there, with what templates tell of them, and what is overdue at who pays. */
export function tieFacts(material: Material): readonly Fact[] {
  return [...memberFacts(material), ...payerFact(material)]
}

function memberFacts(material: Material): readonly Fact[] {
  return material.ties.members.flatMap(({ item, profile, records }) => {
    const { name, attribute } = nameOf({ profile })
    if (name === undefined) return []
    const from = profile.provenance[attribute]
    const fact: MemberFact = {
      id: `member:${nameOfRow(item)}`,
      kind: 'member',
      value: { profile: profile.id, role: textOf(item.attributes.role) ?? null },
      parts: { name: text(name), ...said('title', textOf(item.attributes.title)) },
      rows: [rowOfItem(item), ...(from ? [from] : [])],
      certainty: 'stated',
      sensitivity: 'open',
    }
    // Of the person only what stands in their profile: their history is not read.
    const own = { ...material, profile, records, states: [], recent: [], told: new Map() }
    const told = templateFacts(own).map((one) => ({
      ...one,
      id: `${fact.id}/${one.id}`,
      value: { ...one.value, of: fact.id },
    }))
    return [fact, ...told]
  })
}

function payerFact({ ties, today }: Material): readonly PayerDueFact[] {
  if (!ties.payer) return []
  const { item, profile, invoices } = ties.payer
  const { name } = nameOf({ profile })
  const overdue = invoices.flatMap((one) => {
    const [balance, dueOn] = [owedOn(one.attributes), timeOf(one.attributes.dueOn)?.slice(0, 10)]
    return balance && dueOn !== undefined && dueOn < today ? [{ one, balance, dueOn }] : []
  })
  const since = overdue.map(({ dueOn }) => dueOn).sort()[0]
  if (name === undefined || since === undefined) return []
  return [
    {
      id: `payerDue:${nameOfRow(item)}`,
      kind: 'payerDue',
      value: { profile: profile.id },
      parts: {
        payer: text(name),
        totals: sums(overdue.map(({ balance }) => balance)),
        invoices: count(overdue.length),
        since: day(since),
      },
      rows: [rowOfItem(item), ...overdue.map(({ one }) => rowOfItem(one))].slice(0, MAX_ROWS),
      certainty: 'calculated',
      // As a balance of its own would be.
      sensitivity: 'sensitive',
    },
  ]
}
