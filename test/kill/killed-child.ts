import { writeSync } from 'node:fs'

/** What the parent told this process. */
export interface Word {
  /** How many lived before it. */
  readonly life: number
  readonly seed: number
}

/** Acknowledges: when this returns, the line has left the process. */
export function say(line: string): void {
  writeSync(1, `${line}\n`)
}

/** Says that the code is read, and waits for the word to begin. */
async function awaitWord(): Promise<Word> {
  say('ready')
  for await (const chunk of process.stdin.setEncoding('utf8')) return JSON.parse(chunk as string) as Word
  throw new Error('no word came')
}

/** Works until it is killed; says what went wrong, which nothing should. */
export async function untilKilled(work: (word: Word) => Promise<void>): Promise<void> {
  try {
    await work(await awaitWord())
  } catch (error) {
    say(`failed ${JSON.stringify(String((error as Error)?.stack ?? error))}`)
  }
}
