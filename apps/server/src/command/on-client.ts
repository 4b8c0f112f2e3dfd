import type { Command } from 'commander'
import { type Client, connect, type DataOptions } from './client.ts'
import { createOutput, type Output } from './output.ts'

/** Options of every command that works on a data folder. */
export interface CommonOptions extends DataOptions {
  readonly json: boolean
}

/** What a command's action gets besides its arguments. */
export type Action<O, A extends readonly unknown[]> = (
  context: { readonly client: Client; readonly output: Output; readonly options: O & CommonOptions },
  ...args: A
) => Promise<void>

/** A command that talks to the API; the way there is opened before and closed after it. */
export function onClient<O extends object, A extends readonly unknown[]>(
  action: Action<O, A>,
): (...args: unknown[]) => Promise<void> {
  return async (...all) => {
    const args = all.slice(0, -2) as unknown as A
    const options = (all.at(-1) as Command).optsWithGlobals<O & CommonOptions>()
    const client = await connect(options)
    try {
      await action({ client, output: createOutput(options.json), options }, ...args)
    } finally {
      await client.close()
    }
  }
}
