const BASE_DELAY_MS = 2_000

/**
 * How long to wait before the next attempt, ms: doubling, between half of it and the whole, so that what failed together
 * does not come back together.
 * @param attempt how often it was tried and put back
 * @param random in [0, 1)
 */
export function backOffMs(attempt: number, maxDelayMs: number, random: () => number = Math.random): number {
  return (0.5 + random() / 2) * Math.min(maxDelayMs, BASE_DELAY_MS * 2 ** attempt)
}
