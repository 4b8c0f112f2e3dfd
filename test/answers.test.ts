import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, type LanguageCode, verify } from '@rapport/assistant'
import { readStory, type Story } from '@rapport/demo'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerProcess, startServer } from './support/server-process.ts'

let data = ''
let server: ServerProcess
let story: Story

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'rapport-answers-'))
  server = await startServer('--people', '200', '--data', data)
  story = await readStory(join(data, 'worlds', 'maison-aurele-200'))
}, 60_000)
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

const ask = async (profile: string, question: string): Promise<Answer> => {
  const { status, body } = await server.ask('/v1/answers', { profile, question, zone: 'Europe/Paris' })
  expect([question, status]).toEqual([question, 200])
  return body as Answer
}
const told = ({ sentences }: Answer) =>
  sentences
    .map(({ text }) => text)
    .join('\n')
    .replace(/[\u00a0\u202f]/g, ' ')
const rowsOf = ({ facts }: Answer) => facts.flatMap(({ rows }) => rows.map(({ stream, key }) => `${stream}/${key}`))

const questions = [
  'What did she order before?',
  'Has he complained about a delivery?',
  'When was the last order delivered?',
  'What did we promise?',
  'How much did they spend?',
  'May we send the newsletter?',
  'Where does she live?',
  'Who spoke with her?',
  'What did they look at on the website?',
  'Does she like leather?',
  'Qu’a-t-elle commandé ?',
  'A-t-il fait une réclamation ?',
  'Combien a-t-elle dépensé ?',
  'Quelles visites en boutique ?',
  'Quel est son téléphone ?',
  'Aime-t-elle le cuir ?',
]

describe('questions about people of Maison Aurèle', () => {
  it('are answered from the rows that the story was made of', async () => {
    const { heroine, order, case: complaint, promise } = story
    const profile = `phone:${heroine.phone}`
    const orders = await ask(profile, 'What did she order before?')
    expect(told(orders)).toContain(`Order ${order.number}`)
    expect(rowsOf(orders)).toContain(`shop/orders/${order.number}`)
    const complaints = await ask(profile, 'Has she complained about the faulty bag?')
    expect(told(complaints)).toContain(`Case ${complaint.number} (faulty)`)
    expect(told(complaints)).toContain(`“${complaint.subject}”`)
    expect(rowsOf(complaints)).toContain(`support/tickets/${complaint.number}`)
    expect(told(await ask(profile, 'Qu’avons-nous promis ?'))).toContain(
      `${promise.by} a promis « ${promise.subject} »`,
    )
    expect(told(await ask(profile, 'When was the last order delivered?'))).toContain('two days late')
    expect((await ask(profile, 'Which hotel stays does she have?')).basis).toBe('none')
  })

  it('say nothing that their facts do not hold, whoever is asked about', async () => {
    const { items } = (await server.ask('/v1/profiles?limit=60')).body as { items: readonly { id: string }[] }
    let sentences = 0
    for (const { id } of items)
      for (const question of questions) {
        const answer = await ask(id, question)
        const options = {
          language: answer.language as LanguageCode,
          zone: answer.zone,
          nowMs: Date.parse(answer.generatedAt),
        }
        expect(answer.sentences.length + answer.held.count).toBeGreaterThan(0)
        for (const sentence of answer.sentences) {
          expect([question, sentence.text, verify(sentence, answer.facts, options)]).toEqual([
            question,
            sentence.text,
            [],
          ])
          sentences++
        }
        for (const fact of answer.facts)
          expect([id, question, fact.id, fact.rows.length > 0]).toEqual([id, question, fact.id, true])
      }
    expect(sentences).toBeGreaterThan(1000)
  }, 60_000)
})
