import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeServerFile } from '../src/command/files.ts'
import { type RunningServer, serve } from '../src/http/server.ts'
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts'

const main = fileURLToPath(new URL('../src/command/main.ts', import.meta.url))
let fake: FakeRuntime
let server: RunningServer
let data: string

beforeAll(async () => {
  fake = await fakeRuntime([{ id: 1, givenName: 'Claire', phones: ['+33612345678'] }])
  server = await serve({ runtime: fake.runtime })
  data = await mkdtemp(join(tmpdir(), 'rapport-command-'))
  const ring = server.host.tenant('main').keys
  const { key } = await ring.create({ title: 'command', scopes: ['admin'] }, 'test', new Date(0))
  await writeServerFile(data, { url: server.url, pid: process.pid, keys: { main: key } })
})
afterAll(async () => {
  await server.close()
  await rm(data, { recursive: true })
})

function rapport(...args: readonly string[]) {
  return run(args, '')
}

function run(args: readonly string[], input: string) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['--conditions=@rapport/source', main, '--data', data, ...args])
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(input)
  })
}

describe('beside a running server', () => {
  test('a profile is shown, and one that is not there fails with what to do', async () => {
    const found = await rapport('--json', 'profile', 'phone:+33612345678')
    expect(found.code).toBe(0)
    expect(JSON.parse(found.out)).toMatchObject({ attributes: { givenName: 'Claire' } })
    const absent = await rapport('profile', 'email:nobody@example.com')
    expect(absent).toMatchObject({ code: 1, out: '' })
    expect(absent.err).toBe(
      'No profile answers to this reference.\nSearch for the person; the identifier may be new.\n',
    )
    const asJson = await rapport('--json', 'profile', 'nonsense')
    expect(JSON.parse(asJson.err)).toMatchObject({ code: 'PROFILE_ID_INVALID' })
  })

  test('keys are made, listed and revoked', async () => {
    const made = JSON.parse(
      (await rapport('--json', 'keys', 'create', '--title', 'desk', '--scopes', 'read,sensitive')).out,
    )
    expect(made).toMatchObject({
      title: 'desk',
      scopes: ['read', 'sensitive'],
      key: expect.stringMatching(/^rpk_main_/),
    })
    expect((await rapport('keys', 'list')).out).toContain(made.id)
    expect((await rapport('keys', 'revoke', made.id)).code).toBe(0)
    expect((await rapport('keys', 'list')).out).not.toContain(made.id)
  })

  test('a brief is Markdown, a page or JSON', async () => {
    const brief = await rapport('brief', 'phone:+33612345678')
    expect(brief.code).toBe(0)
    expect(brief.out).toMatch(/^# Claire\n\n## Who it is\n\n- Claire: one record in CRM\. \[1\]\[2\]\n/)
    expect((await rapport('brief', 'phone:+33612345678', '--html')).out).toMatch(/^<!doctype html>/)
    expect(JSON.parse((await rapport('--json', 'brief', 'prf_0000000001', '--all')).out)).toMatchObject({
      title: 'Claire',
    })
    expect((await rapport('brief', 'prf_0000000001', '--html', '--markdown')).code).toBe(2)
    expect((await rapport('brief', 'email:nobody@example.com')).err).toContain('No profile answers to this reference.')
  })

  test('a brief is kept as a PDF, for nobody else to read', async () => {
    expect((await rapport('brief', 'prf_0000000001', '--format', 'docx')).err).toContain('markdown, html, pdf, json')
    const file = join(data, 'claire.pdf')
    const kept = ['brief', 'prf_0000000001', '--format', 'pdf', '--language', 'fr', '--out', file]
    expect((await rapport(...kept)).out.trim()).toBe(file)
    const bytes = await readFile(file)
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect(JSON.parse((await rapport('--json', ...kept)).out)).toEqual({ file, bytes: bytes.length })
  })

  test('who was told what is listed, and one record is shown whole', async () => {
    const told = JSON.parse((await rapport('--json', 'brief', 'prf_0000000001')).out)
    const { items } = JSON.parse(
      (await rapport('--json', 'audit', '--profile', 'prf_0000000001', '--kind', 'brief')).out,
    )
    const record = items.find(({ content }: { readonly content: string }) => content === told.id)
    expect(record).toMatchObject({ profile: 'prf_0000000001', occasion: 'call', writer: { by: 'rules' } })
    expect((await rapport('audit', '--profile', 'phone:+33612345678')).out).toContain(record.id)
    const whole = await rapport('audit', record.id)
    expect(whole.code).toBe(0)
    expect(whole.out).toContain('crm/contacts')
    expect((await rapport('audit', '--until', '2000-01-01T00:00:00Z')).out).toBe('Nothing was told.\n')
    expect((await rapport('audit', 'aud_none')).code).toBe(1)
  })

  test('files of rows are imported, and a broken line is named', async () => {
    const file = join(data, 'contacts.jsonl')
    await writeFile(file, '\ufeff{"id":1}\n\n{"id":2}\n')
    const done = await rapport('--json', 'import', '--stream', 'crm/contacts', file)
    expect(JSON.parse(done.out)).toEqual({ accepted: { [file]: 2 } })
    await writeFile(file, '{"id":1}\n{"id":\n')
    const broken = await rapport('import', '--stream', 'crm/contacts', file)
    expect(broken.code).toBe(1)
    expect(broken.err).toContain('line 2 is not JSON')
  })

  test('files of other formats are imported too: their rows are found out, and what is none is refused', async () => {
    const fixtures = fileURLToPath(new URL('../../../plugins/files/test/fixtures/', import.meta.url))
    const table = join(data, 'contacts.csv')
    await writeFile(table, 'id;name\n1;Zoë\n2;Ana\n')
    const files = [table, join(fixtures, 'pyarrow-zstd.parquet')]
    const done = await rapport('--json', 'import', '--stream', 'crm/contacts', ...files)
    expect(JSON.parse(done.out)).toEqual({ accepted: { [files[0] as string]: 2, [files[1] as string]: 12 } })
    const book = join(fixtures, 'xlsxwriter.xlsx')
    const sheet = await rapport(
      '--json',
      'import',
      '--stream',
      'crm/contacts',
      '--sheet',
      'Customers',
      '--first-row',
      '3',
      book,
    )
    expect(JSON.parse(sheet.out)).toEqual({ accepted: { [book]: 12 } })
    const old = await rapport('import', '--stream', 'crm/contacts', join(fixtures, 'excel-97.xls'))
    expect(old).toMatchObject({ code: 1, out: '' })
    expect(old.err).toContain('excel-97.xls is a workbook of Excel 97 to 2003 (.xls), which is not read.')
    await writeFile(table, 'id;name\n1;Zoë\n2\n')
    expect((await rapport('import', '--stream', 'crm/contacts', table)).err).toContain('row 2 has 1 cells')
  })

  test('documents leave as files and come back unchanged', async () => {
    const file = join(data, 'gold.yaml')
    await writeFile(file, 'type: segment\nname: goldClients\nwhere: { attribute: tier, is: gold }\n')
    expect((await rapport('documents', 'import', file)).out).toBe('1 saved, 0 unchanged\n')
    const folder = join(data, 'exported')
    expect((await rapport('documents', 'export', folder)).code).toBe(0)
    expect(await readdir(join(folder, 'segment'))).toEqual(['goldClients.yaml'])
    expect((await rapport('documents', 'import', folder)).out).toBe('0 saved, 1 unchanged\n')
  })

  test('doctor fails when something is wrong, and says what to do', async () => {
    const found = await rapport('doctor')
    expect(found.code).toBe(1)
    expect(found.out).toContain('One does not load. Install it.')
  })

  test('a backup is of the one workspace, and its folder is where the command was', async () => {
    const manifest = JSON.parse((await rapport('--json', 'backup', 'copies')).out)
    expect(manifest.workspaces).toEqual([{ name: `main@${join(process.cwd(), 'copies')}`, bytes: 1, suppressions: 0 }])
  })

  test('a secret is read from standard input', async () => {
    const set = await run(['secrets', 'set', 'webhook-key'], 'value\n')
    expect(set).toMatchObject({ code: 0, out: 'webhook-key is set.\n' })
  })
})

describe('the command', () => {
  test('ends with 2 for what it does not understand, and says what there is', async () => {
    expect(await rapport('bogus')).toMatchObject({ code: 2, out: '' })
    expect((await rapport('start', '--people', '3')).code).toBe(2)
    expect((await rapport('keys', 'create')).code).toBe(2)
    expect((await rapport('--help')).code).toBe(0)
    const all = await rapport('--data', '.', 'start', '--empty', '--fresh')
    expect(all.code).toBe(2)
    expect(all.err).toContain('it holds the working or home folder')
  })

  test('keeps what opens a server to its owner', async () => {
    const file = join(data, 'server.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toContain(server.url)
  })
})
