import { expect, test } from 'vitest'
import { bodyOf, draftFrom } from './report-draft.ts'

const draft = {
  outcome: ' To come back ',
  text: '',
  steps: [
    { key: '0', subject: 'Bring the testers', dueOn: '2026-12-01' },
    { key: '1', subject: 'Call Agnès', dueOn: '' },
    { key: '2', subject: '  ', dueOn: '2026-12-01' },
  ],
}

test('what was left empty is not told, and a next step is due on its day, wherever one is', () => {
  const { tasks, ...rest } = bodyOf(draft)
  expect(rest).toEqual({ outcome: 'To come back' })
  expect(tasks?.map(({ subject }) => subject)).toEqual(['Bring the testers', 'Call Agnès'])
  const due = new Date(tasks?.[0]?.dueAt ?? '')
  expect([due.getFullYear(), due.getMonth(), due.getDate(), due.getHours()]).toEqual([2026, 11, 1, 18])
})

test('a refused report comes back as it was written', () => {
  const body = bodyOf(draft)
  expect(bodyOf(draftFrom(body))).toEqual(body)
})
