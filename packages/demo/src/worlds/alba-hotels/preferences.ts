/** Something a guest likes or needs, in the words of the loyalty programme and the code of the front desks. */
export interface Preference {
  readonly name: string
  readonly code: string
  /** The share of guests who have it. */
  readonly share: number
}

export const PREFERENCES: readonly Preference[] = [
  { name: 'High floor', code: 'HF', share: 0.22 },
  { name: 'Quiet room', code: 'QT', share: 0.2 },
  { name: 'Sea view', code: 'SV', share: 0.16 },
  { name: 'Feather-free pillows', code: 'FF', share: 0.08 },
  { name: 'Late check-out', code: 'LC', share: 0.12 },
  { name: 'Vegetarian', code: 'VG', share: 0.08 },
  { name: 'Twin beds', code: 'TW', share: 0.06 },
  { name: 'Spa guest', code: 'SP', share: 0.1 },
  { name: 'Sparkling water', code: 'SW', share: 0.07 },
]

/** What a front desk has of whom everybody else says "high floor", when it is wrong. */
export const LOW_FLOOR_CODE = 'LF'
export const HIGH_FLOOR_CODE = 'HF'
