import { expect, test } from 'vitest'
import { dispositionOf } from './forms.ts'

test('a file is called what it is about, in plain letters for who knows no others', () => {
  expect(dispositionOf('Hélène de Montferrand 2026-11-24.pdf')).toBe(
    `inline; filename="Helene de Montferrand 2026-11-24.pdf"; filename*=UTF-8''H%C3%A9l%C3%A8ne%20de%20Montferrand%202026-11-24.pdf`,
  )
  expect(dispositionOf('田中 2026-11-24.pdf')).toContain(`filename="_ 2026-11-24.pdf"`)
  expect(dispositionOf("L'Œuvre (Lyon)*.pdf")).toContain(`filename*=UTF-8''L%27%C5%92uvre%20%28Lyon%29.pdf`)
})

test.each([
  '../../etc/passwd',
  'a"; x="b',
  'a\r\nSet-Cookie: x=1',
  '\u202egpj.exe',
  '\ud800',
  '....',
  '',
  'x'.repeat(9_000),
  'C:\\con',
])('nothing in %j leads anywhere else or ends the header', (stem) => {
  const header = dispositionOf(`${stem}.pdf`)
  expect(header).toMatch(/^inline; filename="[\w .-]+\.pdf"; filename\*=UTF-8''[\w.%~!-]+\.pdf$/)
  expect(header).not.toMatch(/%(2F|5C|0D|0A|E2%80%AE)/i)
  expect(header).not.toMatch(/="\./)
  expect(header.length).toBeLessThan(400)
  expect(() => new Headers({ 'content-disposition': header })).not.toThrow()
})
