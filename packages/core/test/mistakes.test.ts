import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * What an author reads, in the editor and from the compiler, when a plugin is a little wrong: one compile of one small file a
 * mistake. That each is refused at all is in src/contract/define.test-d.ts; here it is about the words and the place.
 */
const preamble = `
import { defineActivator, defineEntity, definePlugin, defineSource, defineStream, secret } from '@rapport/core'
import { z } from 'zod'
const config = z.strictObject({ baseUrl: z.url(), token: secret() })
const row = z.object({ id: z.string(), updatedAt: z.string(), email: z.string().nullish() })
const cursor = z.object({ since: z.string() })
const fields = z.object({ email: z.string() })
const check = async () => ({ ok: true }) as const
`

/** A stream with one part of it replaced. */
const stream = (part: Readonly<Record<string, string>>): string =>
  `export const contacts = defineStream(config, {
  ${Object.values({
    name: "name: 'contacts',",
    entity: "entity: 'person',",
    row: 'row, cursor,',
    key: 'key: (contact) => contact.id,',
    mapping: "mapping: { set: { email: 'email' } },",
    ...part,
  }).join('\n  ')}
})`
const reads = (statement: string) => stream({ read: `async read(context) { ${statement} },` })
const activator = (part: string, send = ''): string =>
  `export const list = defineActivator({ name: 'list', config, fields, check, ${part}
  async send(context, items) { ${send} } })`

/** The code, the word it is about, and how the message begins (`…`: what is between does not matter). */
const mistakes: Readonly<Record<string, readonly [code: string, at: string, message: string]>> = {
  'a missing key': [
    stream({ key: '' }),
    '{',
    "Property 'key' is missing in type … but required in type 'StreamOptions<{ baseUrl: string; token: Secret; }, …",
  ],
  'a misspelt entity': [
    stream({ entity: "entity: 'preson'," }),
    'entity',
    `Type '"preson"' is not assignable to type 'AnyEntityName'. Did you mean '"person"'?`,
  ],
  'an unknown mode': [
    stream({ mode: "mode: 'upsert'," }),
    'mode',
    `Type '"upsert"' is not assignable to type '"append" | "patch" | "replace"'.`,
  ],
  'a misspelt option': [
    stream({ mode: "modes: 'patch'," }),
    'modes',
    "Object literal may only specify known properties, but 'modes' does not exist in type 'StreamOptions<…Did you mean to write 'mode'?",
  ],
  'a misspelt attribute': [
    stream({ mapping: "mapping: { set: { emial: 'email' } }," }),
    'emial',
    `Object literal may only specify known properties, but 'emial' does not exist in type 'AttributeTargets<"person">'. Did you mean to write 'email'?`,
  ],
  "another entity's attribute": [
    stream({ mapping: "mapping: { set: { sku: 'email' } }," }),
    'sku',
    `Object literal may only specify known properties, and 'sku' does not exist in type 'AttributeTargets<"person">'.`,
  ],
  'a key that is a number': [
    stream({ key: 'key: (contact) => contact.id.length,' }),
    'contact.id.length',
    "Type 'number' is not assignable to type 'string'.",
  ],
  'a member that rows do not have': [
    stream({ key: 'key: (contact) => contact.ID,' }),
    'ID',
    "Property 'ID' does not exist on type '{ id: string; updatedAt: string; email?: string | null | undefined; }'. Did you mean 'id'?",
  ],
  'a member that the configuration does not have': [
    reads('await context.fetch(context.config.baseURL)'),
    'baseURL',
    "Property 'baseURL' does not exist on type '{ baseUrl: string; token: Secret; }'. Did you mean 'baseUrl'?",
  ],
  'a secret used as a text': [
    reads('await context.fetch(context.config.token)'),
    'context.config.token',
    "Argument of type 'Secret' is not assignable to parameter of type 'string…",
  ],
  'a cursor that may not be there yet': [
    reads('await context.fetch(context.cursor.since)'),
    'context.cursor',
    "'context.cursor' is possibly 'undefined'.",
  ],
  'an emitted row with a value of another type': [
    reads("await context.emit({ rows: [{ id: 7, updatedAt: 'x' }] })"),
    'id',
    "Type 'number' is not assignable to type 'string'.",
  ],
  'an emitted row without a member': [
    reads("await context.emit({ rows: [{ id: '7' }] })"),
    "{ id: '7' }",
    "Property 'updatedAt' is missing in type '{ id: string; }' but required in type '{ id: string; updatedAt: string; email?: string | null | undefined; }'.",
  ],
  'another cursor than the declared one': [
    reads("await context.emit({ cursor: { after: 'x' } })"),
    'after',
    "Object literal may only specify known properties, and 'after' does not exist in type '{ since: string; }'.",
  ],
  'a misspelt part of a batch': [
    reads('await context.emit({ row: [] })'),
    'row',
    "Object literal may only specify known properties, but 'row' does not exist in type 'Batch<…Did you mean to write 'rows'?",
  ],
  'a stream of a source with another configuration': [
    `${stream({})}
export const crm = defineSource({ name: 'crm', config: z.strictObject({ url: z.url() }), check, streams: [contacts] })`,
    'contacts]',
    "Type 'Stream<{ baseUrl: string; token: Secret; }>' is not assignable to type 'Stream<{ url: string; }>'.\nType '{ url: string; }' is missing the following properties from type '{ baseUrl: string; token: Secret; }': baseUrl, token",
  ],
  'a check that does not say what to do': [
    "export const crm = defineSource({ name: 'crm', config, streams: [], check: async () => ({ ok: false, problem: 'x' }) })",
    '({ ok: false',
    "Type 'Promise<{ ok: false; problem: string; }>' is not assignable to type 'Promise<Health>'.\n…Property 'solve' is missing",
  ],
  'an activator that takes something else': [
    activator("takes: 'segment', maxBatchItems: 9,"),
    'takes',
    `Type '"segment"' is not assignable to type '"audience" | "event" | "profile"'.`,
  ],
  'an activator without the size of its batches': [
    activator("takes: 'audience',"),
    '{ name',
    "Property 'maxBatchItems' is missing in type … but required in type 'ActivatorOptions<…",
  ],
  'a field that an item does not have': [
    activator(
      "takes: 'audience', maxBatchItems: 9,",
      'for (const { id, fields } of items) context.report(id, { ok: true, remoteId: fields.mail })',
    ),
    'mail',
    "Property 'mail' does not exist on type '{ email: string; }'. Did you mean 'email'?",
  ],
  'an outcome of an unknown kind': [
    activator(
      "takes: 'audience', maxBatchItems: 9,",
      "for (const { id } of items) context.report(id, { ok: false, kind: 'bug', reason: 'x' })",
    ),
    'kind',
    `Type '"bug"' is not assignable to type '"config" | "data" | "transient"'.`,
  ],
  'an entity that would be a party': [
    "export const guest = defineEntity('crm.guest', 'party', { title: 'Guest', schema: fields })",
    "'party'",
    `Argument of type '"party"' is not assignable to parameter of type '"content" | "happening" | "reference" | "state" | "tie"'.`,
  ],
  'another contract': [
    "export const crm = definePlugin({ name: 'crm', version: '1.0.0', contract: 2, title: 'CRM' })",
    'contract',
    "Type '2' is not assignable to type '1'.",
  ],
}

const sound = reads('await context.emit({ rows: [], cursor: { since: context.config.baseUrl } })')

let folder = ''
let diagnostics: ReadonlyMap<string, readonly Diagnostic[]> = new Map()
const fileOf = (name: string) => `${name.replaceAll(/\W+/g, '-')}.ts`

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rapport-mistakes-')))
  layProject(folder)
  for (const [name, [code]] of Object.entries(mistakes)) writeFileSync(join(folder, fileOf(name)), preamble + code)
  writeFileSync(join(folder, 'sound.ts'), preamble + sound)
  diagnostics = await compile(folder)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(Object.entries(mistakes))(
  '%s reads as one sentence, at the word that is wrong',
  (name, [code, at, message]) => {
    const found = diagnostics.get(fileOf(name)) ?? []
    const [first] = found
    expect(first?.message).toMatch(asPattern(message))
    const lines = (preamble + code).split('\n')
    expect(lines[(first?.line ?? 0) - 1]?.slice((first?.column ?? 0) - 1)).toMatch(asPattern(at))
  },
)

test('a plugin without a mistake reads as nothing', () => {
  expect(diagnostics.get('sound.ts')).toBeUndefined()
})

const asPattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}`,
  )

/** A project beside which this package and zod are installed, as an author's. */
function layProject(folder: string): void {
  const core = dirname(fileURLToPath(new URL('.', import.meta.url)))
  const packageFolder = (name: string, from = import.meta.url) =>
    dirname(createRequire(from).resolve(`${name}/package.json`))
  const links = { '@rapport/core': core, zod: packageFolder('zod'), '@types/node': packageFolder('@types/node') }
  for (const [name, target] of Object.entries(links)) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(target, link, 'junction')
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const base = join(core, '../../tsconfig.base.json')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: base,
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: ['*.ts'],
    }),
  )
}

interface Diagnostic {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** By file, what the compiler says of it, first things first. */
async function compile(folder: string): Promise<Map<string, Diagnostic[]>> {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
  const options = [join(typescript, 'bin/tsc'), '-p', folder, '--pretty', 'false']
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, options, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
  const byFile = new Map<string, Diagnostic[]>()
  for (const one of output.split(/\n(?=\S)/)) {
    const [, file, line, column, message] = /^(.+?)\((\d+),(\d+)\): error TS\d+: (.*)$/s.exec(one) ?? []
    if (file === undefined || message === undefined) throw new Error(`the compiler says: ${one}`)
    const diagnostic = { line: Number(line), column: Number(column), message: message.trim().replaceAll(/\n +/g, '\n') }
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic])
  }
  return byFile
}
