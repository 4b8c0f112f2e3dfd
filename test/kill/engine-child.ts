/** Ingests and delivers until it is killed, and says on standard output what was answered. Started by engine.test.ts. */
import { setImmediate } from 'node:timers/promises'
import type { Durability, Settled } from '@rapport/engine'
import { randomNumbers } from '../support/random.ts'
import { say, untilKilled } from './killed-child.ts'
import { LANE, openShop, type Shop } from './shop.ts'

const [file = '', durability] = process.argv.slice(2)
const PEOPLE = 20

await untilKilled(async ({ life, seed }) => {
  const random = randomNumbers(seed)
  // Each life has its minutes, so that time goes forward whoever lives.
  let clock = Date.UTC(2026, 10, 24) + life * 600_000
  const now = () => clock++
  const shop = await openShop(file, durability as Durability, now)
  say('open')
  await Promise.all([
    visit(shop, life, now, random),
    sync(shop, life, now, random),
    deliver(shop, random),
    upkeep(shop, random),
  ])
})

function someone(random: () => number): string {
  return `u${Math.floor(random() * PEOPLE)}`
}

/** Browsers send what happened, and send again what they are not sure of; at times too much at once to be worked off at once. */
async function visit(shop: Shop, life: number, now: () => number, random: () => number): Promise<void> {
  let count = 0
  const earlier: object[][] = []
  const send = async (messages: readonly object[]) => {
    const [outcome] = await shop.engine.commands.receive([
      {
        connection: 'site',
        path: '/v1/batch',
        headers: {},
        body: JSON.stringify({ batch: messages }),
        receivedAt: now(),
      },
    ])
    if (outcome?.ok === true) {
      say(
        `events ${messages.map((one) => `${(one as { userId: string }).userId}/${(one as { messageId: string }).messageId}`).join(' ')}`,
      )
    } else say(`failed ${JSON.stringify(`receive: ${JSON.stringify(outcome)}`)}`)
  }
  for (;;) {
    const isRush = random() < 0.03
    const requests = Array.from({ length: isRush ? 40 : 1 + Math.floor(random() * 3) }, () => {
      if (earlier.length > 0 && random() < 0.2) return earlier[Math.floor(random() * earlier.length)] ?? []
      const userId = someone(random)
      const timestamp = new Date(now()).toISOString()
      const track = Array.from({ length: isRush ? 30 : 1 + Math.floor(random() * 4) }, () => ({
        type: 'track',
        messageId: `m-${life}-${count++}`,
        userId,
        event: 'Seen',
        timestamp,
        properties: { page: 'x'.repeat(Math.floor(random() * 200)) },
      }))
      const identify = {
        type: 'identify',
        messageId: `i-${life}-${count++}`,
        userId,
        timestamp,
        traits: { email: `${userId}@shop.fr` },
      }
      const messages = random() < 0.3 ? [...track, identify] : track
      earlier.push(messages)
      return messages
    })
    await Promise.all(requests.map(send))
    await setImmediate()
  }
}

/** The CRM's newest rows, with its cursor; each version says its number in the name. */
async function sync(shop: Shop, life: number, now: () => number, random: () => number): Promise<void> {
  for (let count = 1; ; count++) {
    const ids = new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => someone(random)))
    const v = life * 100_000 + count
    const rows = [...ids].map((id) => ({
      id,
      v,
      at: new Date(now()).toISOString(),
      name: `V${v}`,
      email: `${id}@shop.fr`,
      consent: random() < 0.7 ? 'granted' : 'withdrawn',
    }))
    const outcome = await shop.engine.commands.emit({
      connection: 'crm',
      stream: 'contacts',
      body: JSON.stringify({ rows }),
      cursor: String(v),
    })
    if (outcome.ok) say(`contacts ${v} ${rows.map(({ id, consent }) => `${id}/${consent}`).join(' ')}`)
    else say(`failed ${JSON.stringify(`emit: ${JSON.stringify(outcome)}`)}`)
    await setImmediate()
  }
}

/** Sends what waits. The receiver is whoever reads the lines: it hears an item before anybody settles it. */
async function deliver(shop: Shop, random: () => number): Promise<void> {
  for (;;) {
    const { token, items } = await shop.engine.commands.claimDeliveries(LANE, 5, 60_000)
    for (const { id, body } of items) say(`sent ${id} ${body}`)
    if (random() < 0.5) await setImmediate()
    const settled = items.map(({ id, dueAt }): Settled => {
      const dice = random()
      if (dice < 0.15) return { id, retryAt: dueAt + 50, reason: 'busy' }
      return dice < 0.2 ? { id, deadReason: 'refused' } : { id, done: true }
    })
    if (items.length > 0) await shop.engine.commands.settleDeliveries(token, settled)
    for (const one of settled) if ('done' in one) say(`settled ${one.id}`)
    await setImmediate()
  }
}

async function upkeep(shop: Shop, random: () => number): Promise<void> {
  for (;;) {
    const dice = random()
    if (dice < 0.1) await shop.store.write.checkpoint()
    else if (dice < 0.2) await shop.engine.commands.settle()
    else await shop.engine.commands.tick(2)
    await setImmediate()
  }
}
