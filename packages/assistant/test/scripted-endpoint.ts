import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a scripted endpoint behaves at one asking. */
export type Behaviour = (response: ServerResponse, body: AskedBody) => void | Promise<void>

export interface AskedBody {
  readonly model: string
  readonly stream?: boolean
  readonly messages: readonly { readonly role: string; readonly content: string; readonly tool_call_id?: string }[]
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: object } }[]
  readonly response_format?: object
}

/** An OpenAI-compatible endpoint that does what a test says, and keeps every byte that reached it. */
export interface ScriptedEndpoint extends AsyncDisposable {
  readonly baseUrl: string
  /** Whole requests, headers included, as text. */
  readonly received: readonly string[]
  readonly bodies: readonly AskedBody[]
}

let completions = 0

/** Each asking takes the next behaviour; the last one stays. */
export async function scriptedEndpoint(...behaviours: readonly Behaviour[]): Promise<ScriptedEndpoint> {
  const received: string[] = []
  const bodies: AskedBody[] = []
  const server = createServer(async (request, response) => {
    const text = await textOf(request)
    received.push(`${request.method} ${request.url}\n${JSON.stringify(request.rawHeaders)}\n${text}`)
    const body = JSON.parse(text) as AskedBody
    bodies.push(body)
    const behaviour = behaviours[Math.min(bodies.length, behaviours.length) - 1] as Behaviour
    await behaviour(response, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    bodies,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

type Sentences = readonly { readonly text: string; readonly facts: readonly string[] }[]

/** The statements in a prompt. */
export const statementsIn = (body: AskedBody): readonly { readonly id: string; readonly sentence: string }[] =>
  body.messages
    .filter(({ role }) => role === 'user' || role === 'tool')
    .flatMap(({ content }) => content.split('\n'))
    .flatMap((line) => (line.startsWith('{"id"') ? [JSON.parse(line) as { id: string; sentence: string }] : []))

const begin = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}
const chunk = (response: ServerResponse, delta: object, finish: string | null = null): void => {
  const id = `chatcmpl-${completions}`
  response.write(
    `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
  )
}
const piecesOf = (text: string): readonly string[] => text.match(/[\s\S]{1,17}/g) ?? []

/** Says it, piece by piece, and ends as it should. */
export const saying =
  (write: (body: AskedBody) => Sentences | string): Behaviour =>
  (response, body) => {
    completions += 1
    begin(response)
    const said = write(body)
    const text = typeof said === 'string' ? said : JSON.stringify({ sentences: said })
    for (const piece of piecesOf(text)) chunk(response, { content: piece })
    chunk(response, {}, 'stop')
    const usage = { prompt_tokens: 321, completion_tokens: 45, total_tokens: 366 }
    response.write(
      `data: ${JSON.stringify({ id: `chatcmpl-${completions}`, object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage })}\n\n`,
    )
    response.end('data: [DONE]\n\n')
  }

/** Wants things looked up: each a tool's name with its arguments, as JSON or as they stand; in pieces, as endpoints send them. */
export const calling =
  (...wanted: readonly (readonly [name: string, input: object | string])[]): Behaviour =>
  (response) => {
    completions += 1
    begin(response)
    chunk(response, { role: 'assistant', content: null })
    for (const [index, [name, input]] of wanted.entries()) {
      const id = `call_${completions}_${index}`
      chunk(response, { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] })
      for (const piece of piecesOf(typeof input === 'string' ? input : JSON.stringify(input)))
        chunk(response, { tool_calls: [{ index, function: { arguments: piece } }] })
    }
    chunk(response, {}, 'tool_calls')
    const usage = { prompt_tokens: 200, completion_tokens: 20, total_tokens: 220 }
    response.write(
      `data: ${JSON.stringify({ id: `chatcmpl-${completions}`, object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage })}\n\n`,
    )
    response.end('data: [DONE]\n\n')
  }

type Fault =
  | 'hangs before its headers'
  | 'hangs behind its headers'
  | 'hangs in the middle'
  | 'is cut in the middle'
  | 'ends without saying why'
  | 'answers garbage'
  | 'answers prose'
  | 'answers HTML with 200'
  | 'answers HTML with 502'
  | 'says 429'
  | 'says 401'
  | 'refuses'
  | 'filters its answer'
  | 'never stops'
  | 'closes the connection'

/** What goes wrong with endpoints. */
export const faults: Readonly<Record<Fault, Behaviour>> = {
  'hangs before its headers': () => undefined,
  'hangs behind its headers': (response) => {
    begin(response)
    response.flushHeaders()
  },
  'hangs in the middle': (response) => {
    begin(response)
    chunk(response, { content: '{"sentences":[{"text":"Half' })
  },
  'is cut in the middle': (response) => {
    begin(response)
    chunk(response, { content: '{"sentences":[{"text":"Half' })
    setTimeout(() => response.destroy(), 20)
  },
  'ends without saying why': (response) => {
    begin(response)
    chunk(response, { content: '{"sentences":[{"text":"Half' })
    response.end('data: [DONE]\n\n')
  },
  'answers garbage': (response) => {
    begin(response)
    response.end('data: {"choices": [{{{\n\ndata: \u0000\u0001\n\n')
  },
  'answers prose': saying(() => 'Certainly! Here is a briefing about your customer. { not json'),
  'answers HTML with 200': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><html><body>Welcome to the captive portal</body></html>')
  },
  'answers HTML with 502': (response) => {
    response.writeHead(502, { 'content-type': 'text/html' })
    response.end('<h1>Bad gateway</h1>')
  },
  'says 429': (response) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '3600' })
    response.end('{"error":{"message":"Rate limit reached","type":"tokens"}}')
  },
  'says 401': (response) => {
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end('{"error":{"message":"Incorrect API key"}}')
  },
  refuses: (response) => {
    begin(response)
    chunk(response, { refusal: 'I cannot help with that.' })
    chunk(response, {}, 'stop')
    response.end('data: [DONE]\n\n')
  },
  'filters its answer': (response) => {
    begin(response)
    chunk(response, {}, 'content_filter')
    response.end('data: [DONE]\n\n')
  },
  'never stops': (response) => {
    begin(response)
    const more = () => {
      if (response.destroyed) return
      chunk(response, { content: 'and so on, '.repeat(50) })
      setImmediate(more)
    }
    more()
  },
  'closes the connection': (response) => {
    response.socket?.destroy()
  },
}

/** Repeats each statement as it stands, a sentence each. */
export const repeating: Behaviour = saying((body) =>
  statementsIn(body).map(({ id, sentence }) => ({ text: sentence, facts: [id] })),
)
