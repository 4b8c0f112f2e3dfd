import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMac } from './mac.ts'

it('is HMAC-SHA-256, whatever the key and the text', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { minLength: 1, maxLength: 3 }),
      (key, texts) => {
        const mac = createMac(key)
        for (const text of texts) expect(mac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'))
      },
    ),
  )
})
