import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const main = fileURLToPath(new URL('../src/command/main.ts', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-match-'))
})
afterAll(() => rm(folder, { recursive: true }))

const at = (name: string) => join(folder, name)

function rapport(...args: readonly string[]) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['--conditions=@rapport/source', main, ...args])
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

const header = 'customer_id,First Name,Surname,Date of birth,E-mail,Mobile,Address,Postcode,Town,Remark'
const crm = [
  '1,Catherine,Roth,1971-06-24,catherine.roth71@web.example,+33 6 12 34 56 78,12 rue de la Paix,75002,Paris,<script>alert(1)</script>',
  '2,Bruno,Roth,1969-01-12,,+33 6 12 34 56 78,12 rue de la Paix,75002,Paris,',
  '3,Olga,Silva,1990-03-01,olga.silva90@web.example,,3 bd Lannes,75116,Paris,',
  '4,Nils,Winter,1985-11-30,,+33 6 99 88 77 66,9 quai de Valmy,75010,Paris,',
]
const shop = [
  '77,Cathrine,ROTH,24/06/1971,catherine.roth71@web.example,0612345678,,,,',
  '78,Silva,Olga,01/03/1990,,,3 Boulevard Lannes,75116,PARIS,',
  '79,Ada,Novak,13/08/1979,ada@novak.example,,,,,',
]

/** `record_id` → `cluster_id`. */
async function clustersIn(name: string): Promise<ReadonlyMap<string, string>> {
  const [, ...lines] = (await readFile(at(name), 'utf8')).trim().split('\n')
  return new Map(lines.map((line) => line.split(',').slice(0, 2) as [string, string]))
}

describe('rapport match', () => {
  test('says who is who in files of two systems, with no configuration, and writes down what it took columns for', async () => {
    await writeFile(at('crm.csv'), [header, ...crm].join('\n'))
    await writeFile(at('shop.csv'), [header, ...shop].join('\n'))
    const { code, err, out } = await rapport('match', at('crm.csv'), at('shop.csv'), '--out', at('a.csv'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('7 records, 5 clusters')
    const clusters = await clustersIn('a.csv')
    expect(clusters.get('77')).toBe(clusters.get('1'))
    expect(clusters.get('78')).toBe(clusters.get('3'))
    expect(clusters.get('1')).not.toBe(clusters.get('2'))
    const columns = parse(await readFile(at('a.columns.yaml'), 'utf8'))
    expect(columns.columns).toMatchObject({
      customer_id: { as: 'id' },
      'First Name': { as: 'givenName' },
      Surname: { as: 'familyName' },
      'Date of birth': { as: 'birthDate', dateOrder: 'dmy' },
      'E-mail': { as: 'email' },
      Mobile: { as: 'phone' },
      Postcode: { as: 'postalCode' },
      Town: { as: 'city' },
      Remark: { as: 'ignore' },
    })
  }, 30_000)

  test('rows in any order and files in any order give the same bytes', async () => {
    await writeFile(at('turned.csv'), [header, ...crm.toReversed()].join('\n'))
    await writeFile(at('other.csv'), [header, ...shop.toReversed()].join('\n'))
    await rapport('match', at('other.csv'), at('turned.csv'), '--out', at('b.csv'))
    expect(await readFile(at('b.csv'), 'utf8')).toBe(await readFile(at('a.csv'), 'utf8'))
    expect(await readFile(at('b.model.json'), 'utf8')).toBe(await readFile(at('a.model.json'), 'utf8'))
  }, 30_000)

  test('what it guessed can be corrected and given back, and the model used again', async () => {
    const columns = (await readFile(at('a.columns.yaml'), 'utf8')).replace(/(E-mail:\n\s+as:) email/, '$1 ignore')
    await writeFile(at('mine.yaml'), columns)
    const args = ['match', at('crm.csv'), at('shop.csv'), '--config', at('mine.yaml'), '--model', at('a.model.json')]
    const { code, err } = await rapport(...args, '--out', at('c.csv'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(await readFile(at('c.columns.yaml'), 'utf8')).toContain('as: ignore')
    expect(await readFile(at('c.model.json'), 'utf8')).toBe(await readFile(at('a.model.json'), 'utf8'))
  }, 30_000)

  test('the report shows what records hold as text', async () => {
    await writeFile(
      at('evil.csv'),
      [header.replace('Surname', '<b>Surname'), ...crm].join('\n').replaceAll('Roth', '<img src=x>'),
    )
    const { code } = await rapport('match', at('evil.csv'), '--out', at('evil-out.csv'), '--threshold', '0.5')
    expect(code).toBe(0)
    const page = await readFile(at('evil-out.report.html'), 'utf8')
    expect(page).not.toMatch(/<script|<img|<b>/)
    expect(page).toContain('Who is who')
  }, 30_000)

  test('beside a truth it says how good it is', async () => {
    const pairs = ['record_id,entity', '1,A', '77,A', '2,B', '3,C', '78,C', '4,D', '79,E']
    await writeFile(at('truth.csv'), pairs.join('\n'))
    const files = [at('crm.csv'), at('shop.csv')]
    const { out } = await rapport('--json', 'match', ...files, '--out', at('d.csv'), '--evaluate', at('truth.csv'))
    expect(JSON.parse(out).evaluation.scores).toMatchObject({ f1: 1, truePairs: 2, exactClusters: 5, entities: 5 })
    await writeFile(at('truth.csv'), [...pairs, '99,F'].join('\n'))
    const wrong = await rapport('--json', 'match', ...files, '--out', at('d.csv'), '--evaluate', at('truth.csv'))
    expect(JSON.parse(wrong.err)).toMatchObject({ code: 'MATCH_TRUTH_INVALID' })
  }, 30_000)

  test('ids that stand for two records are refused, unless they are each file’s own', async () => {
    await writeFile(at('one.csv'), [header, ...crm].join('\n'))
    await writeFile(at('two.csv'), [header, ...crm].join('\n'))
    const args = ['match', at('one.csv'), at('two.csv'), '--out', at('e.csv')]
    const refused = await rapport('--json', ...args)
    expect(JSON.parse(refused.err)).toMatchObject({ code: 'MATCH_ID_REPEATED' })
    const { code } = await rapport(...args, '--by-file')
    expect(code).toBe(0)
    expect((await readFile(at('e.csv'), 'utf8')).split('\n')[0]).toBe('record_id,cluster_id,probability,file')
  }, 30_000)

  test.each([
    [['--threshold', '1.5'], 'CONFIG_INVALID'],
    [['--config', 'missing.yaml'], 'FILE_UNREADABLE'],
  ])(
    'wrong options %j end with what to do',
    async (more, code) => {
      const { err } = await rapport('--json', 'match', at('crm.csv'), '--out', at('f.csv'), ...more)
      expect(JSON.parse(err)).toMatchObject({ code })
    },
    30_000,
  )

  test('a file of which nothing is understood is refused', async () => {
    await writeFile(at('numbers.csv'), 'x,y\n1,2\n3,4\n')
    const { err } = await rapport('--json', 'match', at('numbers.csv'), '--out', at('g.csv'))
    expect(JSON.parse(err)).toMatchObject({ code: 'MATCH_NOTHING_TO_COMPARE' })
  }, 30_000)
})
