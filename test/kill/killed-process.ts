import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The seed of a test, printed; `KILL_SEED` repeats what was done under it, though not the instant of a kill. */
export function killSeed(): number {
  const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))
  report(`KILL_SEED=${seed}`)
  return seed
}

export function report(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * A process that has read its code and waits for a word: so it starts to work the moment it is told to, while the one before it
 * still runs.
 */
class StandBy {
  readonly #child: ChildProcess
  readonly #ready: Promise<unknown>
  #text = ''

  constructor(script: URL, args: readonly string[], cacheFolder: string) {
    this.#child = spawn(process.execPath, ['--conditions=@rapport/source', fileURLToPath(script), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text
    })
    this.#ready = once(this.#child.stdout as NodeJS.ReadableStream, 'data')
  }

  /** Lets it work and kills it a while after it wrote a line, whatever it does then. @returns the lines that it wrote in full */
  async runAndKill(word: string, line: string, afterMs: number): Promise<readonly string[]> {
    await this.#ready
    this.#child.stdin?.write(`${word}\n`)
    while (!this.#text.includes(`${line}\n`) && this.#child.exitCode === null)
      await once(this.#child.stdout as NodeJS.ReadableStream, 'data')
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    return this.end()
  }

  async end(): Promise<readonly string[]> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const closed = once(this.#child, 'close')
      this.#child.kill('SIGKILL')
      await closed
    }
    return this.#text.split('\n').slice(1, -1)
  }
}

/** Of so many lives, this share is killed while it still opens. */
const UNBORN = 0.2

/**
 * Starts the script again and again, and kills each before long: most after they said `open`.
 * @param onKilled - gets the lines of each, in the order of their lives; the next one waits for it
 */
export async function killAgainAndAgain(options: {
  readonly script: URL
  readonly args: readonly string[]
  readonly times: number
  readonly maxLifeMs: number
  readonly random: () => number
  readonly cacheFolder: string
  readonly onKilled: (lines: readonly string[], life: number) => Promise<void>
}): Promise<void> {
  const { script, args, cacheFolder } = options
  let next = new StandBy(script, args, cacheFolder)
  try {
    for (let life = 0; life < options.times; life++) {
      const current = next
      next = new StandBy(script, args, cacheFolder)
      const line = options.random() < UNBORN ? 'ready' : 'open'
      const word = JSON.stringify({ life, seed: Math.floor(options.random() * 2 ** 31) })
      await options.onKilled(await current.runAndKill(word, line, options.random() * options.maxLifeMs), life)
    }
  } finally {
    await next.end()
  }
}
