import type { MatchRules, Pack, RuleCondition } from '@rapport/core'

type Rule = MatchRules['rules'][number]

const exact = (name: string): RuleCondition => ({ same: name, as: 'exact' })
const folded = (name: string): RuleCondition => ({ same: name, as: 'folded' })

const initial: RuleCondition = { same: 'givenName', as: 'initial' }
const nickname: RuleCondition = { same: 'givenName', as: 'nickname' }
const birthDay: RuleCondition = { same: 'birthDate', as: 'day' }
const wholeName = folded('fullName')

/**
 * Persons. A phone or an e-mail alone joins nobody who has a name, because families share them; nor does a shared
 * e-mail with the family's name: the given name or the birth date must agree too, or the given name be unknown, or be no
 * more than its initial with no birth date that contradicts it.
 */
const personRules: readonly Rule[] = [
  { name: 'same national id', priority: 1, when: exact('nationalId') },
  { name: 'same loyalty number', priority: 5, when: exact('loyaltyNumber') },
  { name: 'same user id', priority: 5, when: exact('userId') },
  {
    name: 'same e-mail and name',
    priority: 20,
    when: {
      all: [
        exact('email'),
        {
          any: [
            folded('givenName'),
            wholeName,
            {
              all: [
                folded('familyName'),
                { any: [birthDay, { lacks: ['givenName'] }, { all: [initial, { lacks: ['birthDate'] }] }] },
              ],
            },
          ],
        },
      ],
    },
  },
  { name: 'same phone and name', priority: 30, when: { all: [exact('phone'), wholeName] } },
  {
    name: 'same name and birth date',
    priority: 40,
    when: { any: [{ all: [wholeName, birthDay] }, { all: [folded('familyName'), nickname, birthDay] }] },
  },
  {
    name: 'same e-mail, one without a name',
    priority: 95,
    when: { all: [exact('email'), { lacks: ['givenName', 'familyName', 'fullName', 'name', 'legalName'] }] },
  },
]

/** Organizations: by registration, or by name with a place. A switchboard's number alone joins nobody. */
const organizationRules: readonly Rule[] = [
  { name: 'same VAT number', priority: 5, when: exact('vatNumber') },
  { name: 'same registration number', priority: 5, when: exact('registrationNumber') },
  {
    name: 'same organization name and place',
    priority: 30,
    when: {
      all: [
        { any: [folded('name'), folded('legalName')] },
        { any: [exact('phone'), folded('contactPoints.address.postalCode')] },
      ],
    },
  },
]

const namespaces: MatchRules['namespaces'] = { nationalId: { cardinality: 'one-per-party' } }

const model = (rules: readonly Rule[]) => ({ namespaces, rules: [...rules] })

/** What applies until a workspace has match rules of its own: both, since a person has no VAT number and a company no birth date. */
export const defaultModel = model([...personRules, ...organizationRules])

/** The same as documents to start from, an entity each. */
export const rulesPack: Pack = {
  documents: [
    documentOf('person', 'Who is the same person', personRules),
    documentOf('organization', 'Who is the same organization', organizationRules),
  ],
}

function documentOf(
  entity: 'person' | 'organization',
  name: string,
  rules: readonly Rule[],
): Pack['documents'][number] {
  return {
    type: 'match-rules',
    name,
    entity,
    resolver: 'rules/rules',
    thresholdBits: 0,
    // A document holds JSON; the resolver's schema parses it again when it is loaded.
    model: JSON.parse(JSON.stringify(model(rules))),
  }
}
