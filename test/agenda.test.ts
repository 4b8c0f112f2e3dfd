import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CalyxStory, readStory } from '@rapport/demo'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rapport, type ServerProcess, startServer } from './support/server-process.ts'

interface Due {
  readonly stream: string
  readonly key: string
  readonly time: string | null
  readonly author: string
  readonly profile: { readonly id: string; readonly name: string }
}

describe('a rep’s day at Laboratoire Calyx', () => {
  let data = ''
  let server: ServerProcess
  let story: CalyxStory
  let today = ''
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'rapport-agenda-'))
    server = await startServer('--world', 'laboratoire-calyx', '--people', '100', '--data', data)
    story = await readStory<CalyxStory>(join(data, 'worlds', 'laboratoire-calyx-100'))
    today = String(story.visit.startsAt).slice(0, 10)
  }, 120_000)
  afterAll(async () => {
    await server?.end('SIGKILL')
    await rm(data, { recursive: true, force: true })
  })

  const due = async (date = today): Promise<readonly Due[]> => {
    const { body } = await server.ask(`/v1/agenda?kind=visit&date=${date}&author=julien%20carpentier`)
    return (body as { readonly items: readonly Due[] }).items
  }
  const command = (...args: readonly string[]) => rapport('--data', data, ...args)

  it('is shown and printed on the command line', async () => {
    const [visit] = await due()
    expect(visit).toMatchObject({ key: story.visit.id, time: '14:30' })
    const asked = ['day', '--date', today, '--author', 'JULIEN CARPENTIER', '--zone', 'Europe/Paris']
    const listed = await command(...asked)
    expect(listed.err).toBe('')
    expect(listed.out).toMatch(new RegExp(`^14:30 +${visit?.profile.name}.*crm/visits/${story.visit.id}`))
    expect((await command(...asked, '--briefs')).out).toContain(`# ${visit?.profile.name}`)
    const file = join(data, 'day.pdf')
    expect((await command(...asked, '--pdf', file)).out).toBe(`1 briefs: ${file}\n`)
    expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await stat(file)).mode & 0o077).toBe(0)
    expect((await command('day', '--date', '2001-01-01')).out).toBe('Nobody is due.\n')
  }, 60_000)

  it('is reported from a phone, twice; the visit stays reported while the CRM still plans it, and is a new one when put off', async () => {
    const [visit] = await due()
    const id = visit?.profile.id ?? ''
    const asked = [
      'report',
      id,
      'Solaire',
      'est',
      'référencée.',
      '--visit',
      `crm/visits/${visit?.key}`,
      '--key',
      'phone-1',
    ]
    const more = ['--promise', 'Échantillons', '--by', 'Julien Carpentier', '--next', '2027-01-12T09:00:00Z']
    const first = await command('--json', ...asked, ...more)
    const second = await command('--json', ...asked, ...more)
    expect([first.code, second.out]).toEqual([0, first.out])
    expect(await due()).toEqual([])
    const report = JSON.parse(first.out) as { readonly id: string }
    expect(await due('2027-01-12')).toMatchObject([{ stream: 'desk/visits', key: `${report.id}-next` }])

    // The CRM says the same once more: an office changed the subject.
    const lines = (await readFile(join(data, 'worlds', 'laboratoire-calyx-100', 'crm', 'visits.jsonl'), 'utf8')).split(
      '\n',
    )
    const row = JSON.parse(lines.find((line) => line.includes(story.visit.id ?? '')) ?? '{}') as { StartsAt: string }
    const tell = async (change: object) => {
      const told = { stream: 'crm/visits', rows: [{ ...row, ...change }] }
      expect((await server.ask('/v1/rows', told)).status).toBeLessThan(300)
    }
    await tell({ Objective: 'Autre objectif', LastModifiedDate: '2027-01-01T08:00:00.000+0000' })
    const subjects = async () => {
      const { body } = await server.ask(`/v1/profiles/${id}/timeline?entities=interaction`)
      return (body as { items: { attributes: { subject?: string } }[] }).items.map(
        ({ attributes }) => attributes.subject,
      )
    }
    await expect.poll(subjects, { timeout: 10_000 }).toContain('Autre objectif')
    expect(await due()).toEqual([])

    // Put off: planned anew, on that day.
    await tell({ StartsAt: '2027-01-13T13:30:00.000+0000', LastModifiedDate: '2027-01-02T08:00:00.000+0000' })
    await expect.poll(() => due('2027-01-13'), { timeout: 10_000 }).toMatchObject([{ key: visit?.key, time: '14:30' }])

    await tell({ StartsAt: row.StartsAt, LastModifiedDate: '2027-01-03T08:00:00.000+0000' })
    await expect.poll(() => due('2027-01-13'), { timeout: 10_000 }).toEqual([])
    expect(await due()).toEqual([])
    expect((await command('report', id, '--undo', report.id)).code).toBe(0)
    expect(await due()).toMatchObject([{ key: visit?.key }])
    expect(await due('2027-01-12')).toEqual([])
  }, 60_000)
})
