import { z } from 'zod'

/** The desk has nothing to configure. */
export const config = z.strictObject({})
