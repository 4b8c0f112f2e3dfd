import { afterEach, expect, test } from 'vitest'
import { Scheduler } from './schedule.ts'

const NOW = Date.parse('2026-05-01T12:30:00Z')
const open: Scheduler[] = []
afterEach(() => {
  for (const scheduler of open.splice(0)) scheduler.close()
})

function make(lastRunAt: number | undefined) {
  const started: string[] = []
  const scheduler = new Scheduler({
    start: (name) => started.push(name),
    lastRunAt: async () => lastRunAt,
    now: () => NOW,
  })
  open.push(scheduler)
  return { scheduler, started }
}
const hourly = { name: 'crm', schedule: '0 * * * *', paused: false }

test('runs that were missed are made up for by one', async () => {
  const { scheduler, started } = make(NOW - 5 * 3_600_000)
  await scheduler.update([hourly])
  expect(started).toEqual(['crm'])
  await scheduler.update([hourly])
  expect(started).toEqual(['crm'])
})

test('nothing is overdue when the last run was after the last due time, or none ever was', async () => {
  const recent = make(NOW - 10 * 60_000)
  await recent.scheduler.update([hourly])
  expect(recent.started).toEqual([])
  const never = make(undefined)
  await never.scheduler.update([hourly])
  expect(never.started).toEqual([])
  expect(never.scheduler.nextRunAt('crm')).toBeGreaterThan(0)
})

test('a paused or removed connection has no next run', async () => {
  const { scheduler } = make(undefined)
  await scheduler.update([hourly])
  await scheduler.update([{ ...hourly, paused: true }])
  expect(scheduler.nextRunAt('crm')).toBeUndefined()
})

test('a schedule that is none is refused with the name of its connection', async () => {
  const { scheduler } = make(undefined)
  await expect(scheduler.update([{ ...hourly, schedule: 'every now and then' }])).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { name: 'connection crm', path: 'schedule' },
  })
})
