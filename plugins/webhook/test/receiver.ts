import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedHook {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: ReceivedHook[]
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Never answers; or `body`: answers, and never ends. */
  readonly hangs?: boolean | 'body'
}

/** A webhook receiver that keeps what it got and answers as told. */
export async function receiver(reply: (hook: ReceivedHook) => Reply = () => ({})): Promise<Receiver> {
  const received: ReceivedHook[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const hook = {
      path: request.url ?? '',
      headers: flat(request.headers),
      body: Buffer.concat(chunks).toString('utf8'),
    }
    received.push(hook)
    const { status = 200, headers = {}, body = '', hangs = false } = reply(hook)
    if (hangs === true) return
    response.writeHead(status, headers)
    if (hangs === 'body') response.write('{')
    else response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
