// A process that sends requests over raw keep-alive connections, so that the load costs the machine little. Told what to
// send by its parent, one run at a time.
import { connect, type Socket } from 'node:net'
import type { ClientResult, ClientRun, RequestSpec } from './client.ts'

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const END_OF_CHUNKS = Buffer.from('0\r\n\r\n')

/** One request at a time over one connection. */
class Line {
  readonly #socket: Socket
  readonly #parts: Buffer[] = []
  #size = 0
  #onAnswer: ((status: number, body: Buffer) => void) | undefined
  /** The length of the whole answer; 0: not known yet, -1: chunked. */
  #wanted = 0
  #bodyAt = 0
  #status = 0

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (part: Buffer) => this.#take(part))
    this.#socket.on('error', (error) => {
      throw error
    })
  }

  send(bytes: Buffer, onAnswer: (status: number, body: Buffer) => void): void {
    this.#onAnswer = onAnswer
    this.#socket.write(bytes)
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(part: Buffer): void {
    this.#parts.push(part)
    this.#size += part.length
    if (this.#wanted === 0) {
      const all = this.#parts.length === 1 ? part : Buffer.concat(this.#parts)
      const end = all.indexOf(END_OF_HEAD)
      if (end < 0) return
      const head = all.toString('latin1', 0, end).toLowerCase()
      this.#status = Number(head.slice(9, 12))
      this.#bodyAt = end + 4
      const length = /\r\ncontent-length: (\d+)/.exec(head)
      const hasBody = this.#status !== 304 && this.#status !== 204
      this.#wanted = !hasBody ? this.#bodyAt : length ? this.#bodyAt + Number(length[1]) : -1
    }
    if (this.#wanted > 0 ? this.#size < this.#wanted : !part.subarray(-5).equals(END_OF_CHUNKS)) return
    const whole = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts)
    this.#parts.length = 0
    this.#size = 0
    this.#wanted = 0
    this.#onAnswer?.(this.#status, whole.subarray(this.#bodyAt))
  }
}

function bytesOf({ method = 'GET', path, headers = {}, body }: RequestSpec): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1']
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

let requests: readonly Buffer[] = []

async function run({ port, connections, count, perSecond, keepBodies }: ClientRun): Promise<ClientResult> {
  const lines = Array.from({ length: connections }, () => new Line(port))
  const latencies = new Float64Array(count)
  const statuses: Record<string, number> = {}
  const bodies: string[] = []
  const cpu = process.cpuUsage()
  const began = performance.now()
  let sent = 0
  let answered = 0
  let bytes = 0
  await new Promise<void>((done) => {
    const next = (line: Line): void => {
      if (sent >= count) return
      const at = sent++
      // At a rate, the clock starts when the request was due: one that waited for its turn waited.
      const dueAt = perSecond === undefined ? performance.now() : began + (at / perSecond) * 1000
      const waitMs = dueAt - performance.now()
      const go = () => {
        const from = Math.min(dueAt, performance.now())
        line.send(requests[at % requests.length] as Buffer, (status, body) => {
          latencies[at] = performance.now() - from
          statuses[status] = (statuses[status] ?? 0) + 1
          bytes += body.length
          if (keepBodies === true) bodies[at] = body.toString()
          if (++answered === count) done()
          else next(line)
        })
      }
      if (waitMs > 1) setTimeout(go, waitMs)
      else go()
    }
    for (const line of lines) next(line)
  })
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  for (const line of lines) line.close()
  return { count, seconds, cpuSeconds: (user + system) / 1e6, bytes, statuses, bodies, latenciesMs: [...latencies] }
}

process.on('message', (message: { readonly requests?: readonly RequestSpec[]; readonly run?: ClientRun }) => {
  if (message.requests) {
    requests = message.requests.map(bytesOf)
    process.send?.('ready')
  } else if (message.run) void run(message.run).then((result) => process.send?.(result))
})
