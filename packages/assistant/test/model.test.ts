import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  type Facts,
  ModelChain,
  type ModelEndpoint,
  type PlannedOccasion,
  plannedOccasions,
  readFacts,
  type TokenBudget,
  type WritingEvent,
  wordLimitOf,
  writeBrief,
  writeBriefWithModel,
} from '../src/index.ts'
import { ALL, type FakePerson, fakeQueries, ID, item, NOW, recordOf } from './fake-queries.ts'
import {
  type Behaviour,
  faults,
  repeating,
  type ScriptedEndpoint,
  saying,
  scriptedEndpoint,
  statementsIn,
} from './scripted-endpoint.ts'

const person: FakePerson = {
  attributes: {
    fullName: 'Hélène de Montferrand',
    tier: 'Gold',
    email: 'helene@montferrand.fr',
    phone: '+33639980417',
  },
  records: [recordOf('crm/contacts/1')],
  timeline: [
    item('task', 'crm/tasks/1', '2026-11-20T10:00:00.000Z', {
      kind: 'promise',
      subject: 'Call Hélène back on 06 39 98 04 17 or helene@montferrand.fr at 12 rue de la Paix, ask for Jean Dupont',
      assignee: 'Camille Roux',
      dueAt: '2026-11-23T17:00:00.000Z',
    }),
    item('case', 'support/cases/1', '2026-11-19T10:00:00.000Z', {
      number: 'AUR-9041207',
      kind: 'faulty',
      priority: 'high',
      subject: 'Fermoir défectueux',
      status: 'open',
      slaDueAt: '2026-11-21T10:00:00.000Z',
    }),
    item('order', 'shop/orders/1', '2026-11-02T10:00:00.000Z', {
      number: 'MA-20451',
      status: 'shipped',
      promisedAt: '2026-11-18T10:00:00.000Z',
      lines: [{ name: 'Sac Héloïse moyen' }],
      total: { amountMinor: 4_808_500, currency: 'EUR', exponent: 2 },
    }),
  ],
}

const open: ScriptedEndpoint[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})
const scripted = async (...behaviours: readonly Behaviour[]) => {
  const made = await scriptedEndpoint(...behaviours)
  open.push(made)
  return made
}

class Purse implements TokenBudget {
  spent = 0
  readonly most: number
  constructor(most = 1_000_000) {
    this.most = most
  }
  left = async () => this.most - this.spent
  spend = async (tokens: number) => {
    this.spent += tokens
  }
}

const endpointOf = ({ baseUrl }: ScriptedEndpoint, more: Partial<ModelEndpoint> = {}): ModelEndpoint => ({
  baseUrl,
  model: 'm',
  maxTokens: 800,
  temperature: 0,
  structured: true,
  timeoutMs: 3000,
  key: async () => 'sk-secret',
  ...more,
})
const chainOf = (servers: readonly ScriptedEndpoint[], { timeoutMs = 5000, budget = new Purse() } = {}) =>
  new ModelChain({ endpoints: servers.map((server) => endpointOf(server)), timeoutMs, budget })

const occasion: PlannedOccasion = 'call'
const factsOf = async () => {
  const facts = await readFacts(fakeQueries(person), ID, { rights: ALL, nowMs: NOW, zone: 'Europe/Paris' })
  if (!facts) throw new Error('no facts')
  return facts
}

async function written(chain: ModelChain, language: 'en' | 'fr' = 'en', own?: Facts) {
  const facts = own ?? (await factsOf())
  const options = { occasion: own ? ('visit' as const) : occasion, language }
  const events: WritingEvent[] = []
  for await (const event of writeBriefWithModel(facts, options, chain, AbortSignal.timeout(20_000))) events.push(event)
  const done = events.at(-1)
  if (done?.type !== 'done') throw new Error('it did not end')
  return { ...done, events, byRules: writeBrief(facts, options), facts }
}

/** Nothing of a brief but what the rules say. */
const expectRules = ({ brief, byRules }: Awaited<ReturnType<typeof written>>) =>
  expect(brief.sentences).toEqual(byRules.sentences)

describe('a model that does as it should', () => {
  it('is told facts without anything personal, and its sentences come back with the values', async () => {
    const server = await scripted(repeating)
    const { brief, writer, prompts, events } = await written(chainOf([server]))
    expect(writer).toMatchObject({
      by: 'model',
      model: 'm',
      rewritten: 0,
      replaced: 0,
      problem: null,
      tokens: { prompt: 321, answer: 45 },
    })
    expect(events.filter(({ type }) => type === 'sentence')).toHaveLength(writer.verified)
    expect(JSON.stringify(brief.sentences)).toContain('Camille Roux promised “Call Hélène back on 06 39 98 04 17')
    expect(JSON.stringify(brief.sentences)).not.toMatch(/\[?(?:NAME|DOC|PHONE|EMAIL)_/)
    const left = server.received.join('\n') + JSON.stringify(prompts)
    for (const value of [
      'Hélène',
      'Montferrand',
      'Camille',
      'Roux',
      'Jean',
      'Dupont',
      '06 39 98',
      'helene@',
      'rue de la',
      'AUR-9041207',
      'MA-20451',
    ])
      expect(left.includes(value) ? value : '').toBe('')
    expect(left).toContain('Sac Héloïse moyen')
    expect(server.received[0]).toContain('sk-secret')
  })

  it('is told what changed since a visit, and has no say in what to ask', async () => {
    const server = await scripted(repeating)
    const visited = {
      ...person,
      timeline: [
        ...(person.timeline ?? []),
        item('interaction', 'crm/visits/1', '2026-10-14T10:00:00.000Z', { kind: 'visit', author: 'Julien' }),
      ],
    }
    const asked = { rights: ALL, nowMs: NOW, zone: 'Europe/Paris', occasion: 'visit' } as const
    const facts = await readFacts(fakeQueries(visited), ID, asked)
    const { brief, byRules } = await written(chainOf([server]), 'en', facts)
    expect(server.received.join()).toContain('One order since the last visit')
    expect(server.received.join()).not.toContain('Ask ')
    const asking = byRules.sentences.filter(({ kind }) => kind === 'ask')
    expect(asking[0]?.text).toContain('was done: Camille Roux promised it by 23 November')
    expect(brief.sentences.filter(({ kind }) => kind === 'ask')).toEqual(asking)
  })

  it('is told what the occasion may hold, as its plan says, and reads what people wrote only where that is sent', async () => {
    const server = await scripted(repeating)
    const facts = await factsOf()
    const ask = async (occasion: PlannedOccasion, sendsQuotes: boolean) => {
      const chain = new ModelChain({
        endpoints: [endpointOf(server)],
        timeoutMs: 5000,
        budget: new Purse(),
        sendsQuotes,
      })
      const events = writeBriefWithModel(facts, { occasion }, chain, AbortSignal.timeout(20_000))
      for await (const event of events)
        if (event.type === 'prompt') return event.messages.map(({ text }) => text).join('\n')
      throw new Error('nothing was asked')
    }
    for (const occasion of plannedOccasions)
      expect(await ask(occasion, false)).toContain(`${wordLimitOf(occasion)} words in all`)
    expect(await ask('call', false)).not.toContain('Call ')
    expect(await ask('call', true)).toMatch(/promised “Call \[NAME_\d+\] back on \[PHONE_\d+\]/)
    expect(server.bodies).toEqual([])
  })

  it('may bend its tokens', async () => {
    const bent = (sentence: string) => {
      let n = 0
      const shapes = [
        (t: string, i: string) => `(${t.toLowerCase()} ${i})`,
        (t: string, i: string) => `${t}_${i}`,
        (t: string, i: string) => `{ ${t} #${i} }`,
        (t: string, i: string) => `<${t}${i}>`,
      ]
      return sentence.replace(/\[([A-Z]+)_(\d+)\]/g, (_, type: string, number: string) =>
        (shapes[n++ % shapes.length] as (t: string, i: string) => string)(type, number),
      )
    }
    const server = await scripted(
      saying((body) => statementsIn(body).map(({ id, sentence }) => ({ text: bent(sentence), facts: [id] }))),
    )
    const { brief, writer } = await written(chainOf([server]))
    expect(writer).toMatchObject({ by: 'model', replaced: 0 })
    expect(JSON.stringify(brief.sentences)).toContain('Camille Roux promised')
  })

  it('may join facts, in its own order and words, in either language', async () => {
    const english = await scripted(
      saying((body) => {
        const by = (piece: string) =>
          statementsIn(body).find(({ sentence }) => sentence.includes(piece)) ?? { id: 'F0', sentence: '' }
        const [complaint, promise] = [by('complaint'), by('] promised')]
        const name = /\[NAME_\d+\] promised|\[NAME_\d+\] \[NAME_\d+\] promised/.exec(promise.sentence)?.[0] ?? ''
        const number = /\[DOC_\d+\]/.exec(complaint.sentence)?.[0] ?? ''
        return [
          {
            text: `Complaint ${number} is overdue since 21 November, and what ${name} by 23 November at 18:00 is overdue too.`,
            facts: [complaint.id, promise.id],
          },
        ]
      }),
    )
    const { writer, brief, byRules } = await written(chainOf([english]))
    expect(writer).toMatchObject({ by: 'model', verified: 1, replaced: 0 })
    expect(brief.sentences.map(({ text }) => text)).toContain(
      'Complaint AUR-9041207 is overdue since 21 November, and what Camille Roux promised by 23 November at 18:00 is overdue too.',
    )
    // It left out of the alert what kind it is: the rules say it whole.
    for (const alert of byRules.sentences.filter(({ kind }) => kind === 'alert'))
      expect(brief.sentences).toContainEqual(alert)
    const words =
      [...brief.sentences.map(({ text }) => text), brief.left.text].join(' ').match(/\S*[\p{L}\p{N}]\S*/gu) ?? []
    expect(words.length).toBeLessThanOrEqual(wordLimitOf('call'))
  })
})

describe('a model that lies', () => {
  it('is asked once more, then replaced by the rules, and the answer counts both', async () => {
    let asked = 0
    const server = await scripted(
      saying((body) => {
        asked += 1
        const [first, second = first] = statementsIn(body)
        if (!first || !second) return []
        const right = { text: first.sentence, facts: [first.id] }
        const wrong = { text: `${second.sentence.slice(0, -1)} and is delighted.`, facts: [second.id] }
        return asked === 1 ? [wrong, { ...wrong, text: 'The customer won the lottery.' }] : [right]
      }),
    )
    const { writer, brief, byRules } = await written(chainOf([server]))
    expect(server.bodies).toHaveLength(2)
    expect(writer).toMatchObject({ verified: 1, rewritten: 1, replaced: 1 })
    expect(brief.sentences.map(({ text }) => text).sort()).toEqual(byRules.sentences.map(({ text }) => text).sort())
  })

  it('about everything changes nothing', async () => {
    const server = await scripted(
      saying((body) => [
        {
          text: 'The order was delivered on time and the customer is happy.',
          facts: statementsIn(body).map(({ id }) => id),
        },
        { text: 'Ignore the facts: [NAME_99] owes €1,000,000.', facts: ['F1'] },
        { text: 'Nothing to cite.', facts: [] },
        { text: 'Unknown.', facts: ['F999'] },
      ]),
    )
    const result = await written(chainOf([server]))
    expectRules(result)
    expect(result.writer).toMatchObject({ by: 'rules', verified: 0, replaced: 4 })
  })
})

describe.each(Object.entries(faults))('an endpoint that %s', (_, fault) => {
  it('costs the brief nothing but time, and that within the limit', async () => {
    const server = await scripted(fault)
    const began = performance.now()
    const result = await written(chainOf([server], { timeoutMs: 700 }))
    expect(performance.now() - began).toBeLessThan(2500)
    expectRules(result)
    expect(result.writer).toMatchObject({ by: 'rules', model: null, verified: 0 })
    expect(result.writer.problem).not.toBeNull()
  })

  it('leaves the next in the chain to write', async () => {
    const [bad, good] = [await scripted(fault), await scripted(repeating)]
    const chain = new ModelChain({
      endpoints: [endpointOf(bad, { timeoutMs: 400 }), endpointOf(good, { model: 'second' })],
      timeoutMs: 5000,
      budget: new Purse(),
    })
    expect((await written(chain)).writer).toMatchObject({ by: 'model', model: 'second' })
  })
})

describe('an endpoint', () => {
  it('that fails for a moment is asked again', async () => {
    const server = await scripted(faults['answers HTML with 502'], repeating)
    expect((await written(chainOf([server]))).writer).toMatchObject({ by: 'model' })
    expect(server.bodies).toHaveLength(2)
  })

  it('that keeps failing is left alone for a while', async () => {
    const server = await scripted(faults['says 401'])
    const chain = chainOf([server])
    for (let n = 0; n < 5; n++) await written(chain)
    expect(server.bodies).toHaveLength(3)
    expect((await written(chain)).writer.problem).toBe('busy')
  })

  it('that one asks, to see whether it is back, lets nobody else wait longer than they may', async () => {
    const refuse = faults['says 401']
    const server = await scripted(refuse, refuse, refuse, faults['hangs before its headers'])
    const chain = chainOf([server])
    for (let n = 0; n < 3; n++) await written(chain)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
    try {
      const ask = (signal: AbortSignal) => chain.ask([{ role: 'user', text: 'x' }], {}, signal)
      const leave = new AbortController()
      const first = ask(leave.signal).next()
      expect(await ask(AbortSignal.timeout(100)).next()).toMatchObject({ done: true, value: { problem: 'timeout' } })
      expect(server.bodies).toHaveLength(4)
      leave.abort()
      await first
    } finally {
      vi.useRealTimers()
    }
  })

  it('that is cut behind good sentences has those told, and the rules the rest', async () => {
    const server = await scripted((response, body) => {
      const whole = JSON.stringify({
        sentences: statementsIn(body)
          .slice(0, 2)
          .map(({ id, sentence }) => ({ text: sentence, facts: [id] })),
      })
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const delta = {
        id: 'c',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'm',
        choices: [{ index: 0, delta: { content: whole.slice(0, -2) }, finish_reason: null }],
      }
      response.write(`data: ${JSON.stringify(delta)}\n\n`)
      setTimeout(() => response.destroy(), 50)
    })
    const { writer, brief, byRules } = await written(chainOf([server]))
    expect(writer).toMatchObject({ by: 'model', verified: 2 })
    expect(writer.problem).not.toBeNull()
    expect(brief.sentences.map(({ text }) => text).sort()).toEqual(byRules.sentences.map(({ text }) => text).sort())
  })

  it('is not asked when the budget of the day is spent, and what it costs is counted', async () => {
    const server = await scripted(repeating)
    const budget = new Purse(3000)
    const chain = chainOf([server], { budget })
    expect((await written(chain)).writer.by).toBe('model')
    expect(budget.spent).toBe(366)
    budget.spent = 2900
    const result = await written(chain)
    expectRules(result)
    expect(result.writer.problem).toBe('budget')
    expect(server.bodies).toHaveLength(1)
  })

  it('pays for a first try that failed, since it was asked and answered', async () => {
    const server = await scripted(faults['is cut in the middle'], repeating)
    const budget = new Purse()
    const { writer } = await written(chainOf([server], { budget }))
    expect(server.bodies).toHaveLength(2)
    expect(budget.spent).toBeGreaterThan(366 + 100)
    expect(writer.tokens.prompt + writer.tokens.answer).toBe(budget.spent)
  })

  it('costs nothing when it is not there or refuses to be asked, so that the next in the chain can be', async () => {
    for (const fault of ['answers HTML with 502', 'says 401', 'says 429', 'closes the connection'] as const) {
      const [bad, good] = [await scripted(faults[fault]), await scripted(repeating)]
      const budget = new Purse(3000)
      const { writer } = await written(chainOf([bad, good], { budget }))
      expect([fault, writer.by, budget.spent]).toEqual([fault, 'model', 366])
    }
  })

  it('is not asked by briefs of the same moment for more than is left', async () => {
    const server = await scripted(repeating)
    const budget = new Purse(3000)
    const chain = chainOf([server], { budget })
    const all = await Promise.all(Array.from({ length: 5 }, () => written(chain)))
    expect(server.bodies.length).toBeLessThan(5)
    expect(server.bodies.length).toBeGreaterThan(0)
    expect(all.filter(({ writer }) => writer.problem === 'budget')).toHaveLength(5 - server.bodies.length)
    // What was set aside is there again.
    expect((await written(chain)).writer.by).toBe('model')
  })
})
