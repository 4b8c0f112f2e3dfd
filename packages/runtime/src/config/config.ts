import { z } from 'zod'

const MEBIBYTE = 1024 * 1024

/** The plugins that run when a configuration names none. `apps/server` depends on them, so they are always there. */
export const defaultPlugins: readonly string[] = [
  '@rapport/plugin-rules',
  '@rapport/plugin-web',
  '@rapport/plugin-files',
  '@rapport/plugin-webhook',
  '@rapport/plugin-sql',
]

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'lower-case letters, digits and dashes, at most 63, a letter or digit first',
})

const count = z.int().min(1)
const milliseconds = z.int().min(1)
const bytes = z.int().min(1024)

const requestLimits = z.strictObject({
  connectTimeoutMs: milliseconds.default(10_000),
  headersTimeoutMs: milliseconds.default(60_000).describe('Until the answer begins.'),
  bodyTimeoutMs: milliseconds.default(60_000).describe('Between two pieces of the answer.'),
  totalTimeoutMs: milliseconds
    .default(300_000)
    .describe('From the first byte sent to the last byte read, retries apart.'),
  maxRetries: z.int().min(0).max(10).default(3),
  maxRetryAfterMs: milliseconds
    .default(120_000)
    .describe('A longer Retry-After is given to the caller instead of waited for.'),
})

const limits = z.strictObject({
  maxInFlightBytes: bytes
    .default(64 * MEBIBYTE)
    .describe('Bodies on their way to the writer; what comes on top is answered OVERLOADED.'),
  maxLogBytes: bytes
    .default(256 * MEBIBYTE)
    .describe('A write-ahead log over this is checkpointed though the writer is not idle.'),
  maxConcurrentSyncs: count.max(64).default(4),
  maxSyncAttempts: count.max(100).default(6).describe('Attempts in a row without a single new batch.'),
  maxConcurrentDeliveries: count.max(64).default(4).describe('Batches being sent at once in a workspace.'),
  maxDeliveryAttempts: count.max(1000).default(12).describe('After so many an item is a dead letter.'),
  maxRetryDelayMs: milliseconds.default(3_600_000),
  request: requestLimits.prefault({}).describe("What a plugin's fetch allows one request."),
})

const modelEndpoint = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'the address of an API, as https://api.example.com/v1' })
    .describe('Of an OpenAI-compatible API; `/chat/completions` under it is asked.'),
  model: z.string().min(1).describe('As the endpoint calls it.'),
  key: z
    .union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ secret: z.string().min(1) })], {
      error: '{ secret: NAME } of the workspace, or { env: VARIABLE }: never the key itself',
    })
    .optional()
    .describe(
      'The secret of the workspace, or the environment variable, that holds the key; read at each use. Without it none is sent that means anything.',
    ),
  maxTokens: count.max(100_000).default(800).describe('Of an answer.'),
  temperature: z.number().min(0).max(2).default(0),
  structured: z.boolean().default(true).describe('Whether it is asked for JSON by schema; else by words alone.'),
  tools: z
    .boolean()
    .default(true)
    .describe('Whether it can look things up by tools when it answers questions; else it is told what rules found.'),
  timeoutMs: milliseconds.default(8000).describe('Until its last byte.'),
})

const models = z.strictObject({
  endpoints: z.array(modelEndpoint).min(1).max(5).describe('Asked in this order until one answers.'),
  tokensPerDay: count.default(200_000).describe('All endpoints together, by the UTC day.'),
  timeoutMs: milliseconds.default(15_000).describe('Until a brief or an answer is written, whatever the endpoints do.'),
  sendsQuotes: z
    .boolean()
    .default(false)
    .describe('Whether what people wrote is sent, masked; without it a token stands for all of it.'),
})

/**
 * What `rapport.config.ts` says: plugins and infrastructure, nothing else. Business rules are documents in the store.
 * Everything has a default.
 */
export const runtimeConfig = z.strictObject({
  plugins: z
    .array(z.string().min(1))
    .default([...defaultPlugins])
    .describe('Packages, or files relative to the project folder (`./my-plugin.ts`).'),
  workspaces: z
    .array(
      z.strictObject({
        name,
        title: z.string().optional(),
        language: z
          .string()
          .regex(/^[a-z]{2}$/, { error: 'a language code of two letters, as fr' })
          .optional()
          .describe('Of briefs for readers who ask for none; English without it.'),
        model: models.optional().describe('Who words briefs, held to the facts; the rules without it.'),
      }),
    )
    .min(1)
    .default([{ name: 'main' }])
    .refine((list) => new Set(list.map((one) => one.name)).size === list.length, { error: 'two have the same name' }),
  dataDirectory: z.string().min(1).default('data').describe('Relative to the project folder.'),
  documents: z
    .string()
    .min(1)
    .optional()
    .describe('A folder of documents, relative to the project, imported at start.'),
  input: z
    .strictObject({
      directory: z.string().min(1).describe('Relative to the project folder.'),
      origin: z.string().min(1).optional().describe('Where its files can be had; told when the folder is missing.'),
    })
    .optional()
    .describe('The folder that `$INPUT` in documents stands for, unless the command line names one.'),
  durability: z
    .enum(['full', 'normal'])
    .default('full')
    .describe('`full`: flushed before the answer. `normal`: survives a killed process, not a power cut.'),
  http: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535).default(7070) })
    .prefault({}),
  audit: z
    .strictObject({
      keepDays: count.max(36_500).default(365).describe('So long it is kept who was told what about whom.'),
    })
    .prefault({}),
  limits: limits.prefault({}),
})

/** A configuration as it runs, every default filled in. Paths are absolute once it is loaded. */
export type RuntimeConfig = z.output<typeof runtimeConfig>

/** A configuration as a person writes it. */
export type RuntimeConfigInput = z.input<typeof runtimeConfig>

/**
 * Types `rapport.config.ts`; does nothing else.
 * @example
 * export default defineConfig({ plugins: ['@rapport/plugin-web', './crm.ts'], workspaces: [{ name: 'aurele' }] })
 */
export const defineConfig = (config: RuntimeConfigInput): RuntimeConfigInput => config
