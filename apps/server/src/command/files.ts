import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const runningServer = z.object({ url: z.string(), pid: z.int(), keys: z.record(z.string(), z.string()) })
const demoKeys = z.record(z.string(), z.string())

/** A server that runs on a data folder, and how a command beside it may talk to it. */
export type RunningServerFile = z.output<typeof runningServer>

const serverFile = (dataDirectory: string) => join(dataDirectory, 'server.json')
const keysFile = (dataDirectory: string) => join(dataDirectory, 'keys.json')

/** Who serves the data folder; `undefined` when nobody says so. */
export const readServerFile = (dataDirectory: string): Promise<RunningServerFile | undefined> =>
  readPrivate(serverFile(dataDirectory), runningServer)

export const writeServerFile = (dataDirectory: string, server: RunningServerFile): Promise<void> =>
  writePrivate(serverFile(dataDirectory), server)

export const removeServerFile = (dataDirectory: string): Promise<void> => rm(serverFile(dataDirectory), { force: true })

/** Keys of demo workspaces by workspace; kept so that they can be printed at every start. */
export const readDemoKeys = async (dataDirectory: string): Promise<Readonly<Record<string, string>>> =>
  (await readPrivate(keysFile(dataDirectory), demoKeys)) ?? {}

export const writeDemoKeys = (dataDirectory: string, keys: Readonly<Record<string, string>>): Promise<void> =>
  writePrivate(keysFile(dataDirectory), keys)

async function readPrivate<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError)
      return undefined
    throw error
  }
}

/** For its owner's eyes alone, also where the file was there already with other rights. */
async function writePrivate(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
}
