import { atParisTime, DAY_MS, startOfDay } from '../../time.ts'

/** The two of the story, as ordinals in their household. */
export const ELEANOR = 0
export const JAMES = 1

/** Keys of the story's rows. All lie outside the ranges from which other rows' keys are made. */
export const ALBA_STORY_KEYS = {
  eleanor: {
    profile: 'P80310221',
    formerProfile: 'P80310218',
    member: 'AL-80310221',
    subscriber: 'S80310221',
    caller: 'CC-80310221',
    mobile: '+447700900318',
    email: 'eleanor.ashcombe@postbox.example',
    formerEmail: 'e.ashcombe@cabinet-conseil.example',
    ipad: '3c9d2f7a-61b8-4e02-a7d4-90e15c8b2f36',
    phone: '8e41b6c0-2a97-4d5f-a3c8-7b60d1f4e925',
  },
  james: {
    profile: 'P80310222',
    member: 'AL-80310222',
    mobile: '+447700900641',
    email: 'james.ashcombe@inbox.example',
    laptop: 'a70c3e58-d94b-4162-a8f7-2e5b9c31d804',
  },
  familyPhone: '+442079460182',
  stay: 'ALB80410777',
  noisyStay: 'ALB80398112',
  cancelledStay: 'ALB80402950',
  jamesStay: 'ALB80377031',
  case: 'CS-80310907',
  promise: 'PR-80310907',
  call: 'CL-80310907',
  earlierCall: 'CL-80310512',
} as const

/** The story's instants, all from `now`. */
export interface StoryTimes {
  readonly openedAtMs: number
  readonly clickedAtMs: number
  /** On the iPad, before she had ever signed in there. */
  readonly anonymousAtMs: readonly [number, number]
  readonly bookedAtMs: number
  readonly calledAtMs: number
  readonly promiseDueAtMs: number
  /** Last evening, on the same iPad, not signed in. */
  readonly lastVisitAtMs: number
  readonly arrivalMs: number
}

export function storyTimes(nowMs: number): StoryTimes {
  const at = (daysAgo: number, hours: number, minutes: number) => atParisTime(nowMs - daysAgo * DAY_MS, hours, minutes)
  return {
    openedAtMs: at(20, 8, 40),
    clickedAtMs: at(20, 8, 42),
    anonymousAtMs: [at(20, 8, 43), at(16, 21, 20)],
    bookedAtMs: at(14, 20, 50),
    calledAtMs: at(4, 11, 15),
    promiseDueAtMs: at(-3, 14, 0),
    lastVisitAtMs: at(1, 21, 5),
    arrivalMs: startOfDay(nowMs) + 3 * DAY_MS,
  }
}
