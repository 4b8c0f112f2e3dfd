import { expect, test } from 'vitest'
import { numberFormat } from './number-format.ts'

test.each([
  // What Excel offers, in several languages, and what reports write.
  ['General', 'number'],
  ['0.00', 'number'],
  ['#,##0.00 [$€-40C];[Red]-#,##0.00 [$€-40C]', 'number'],
  ['_-* #,##0.00\\ "F"_-;\\-* #,##0.00\\ "F"_-', 'number'],
  ['0.00E+00', 'number'],
  ['"day" 0', 'number'],
  ['[Green]0;[Magenta]-0', 'number'],
  ['@', 'number'],
  ['# ?/?', 'number'],
  ['yyyy-mm-dd', 'day'],
  ['dd/mm/yyyy;@', 'day'],
  ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'day'],
  ['mmm\\-yy', 'day'],
  ['mmmm', 'day'],
  ['[$-411]ggge"年"m"月"d"日"', 'day'],
  ['m/d/yy h:mm', 'day and time'],
  ['[$-409]m/d/yy h:mm AM/PM;@', 'day and time'],
  ['yyyy\\-mm\\-dd"T"hh:mm:ss', 'day and time'],
  ['h:mm AM/PM', 'time'],
  ['mm:ss.0', 'time'],
  ['[h]:mm:ss', 'duration'],
  ['[mm]:ss', 'duration'],
  ['00000', 'digits 5'],
  ['000', 'digits 3'],
  ['0', 'number'],
])('%s is %s', (code, expected) => {
  const format = numberFormat(164, code)
  const meant =
    format.kind === 'date'
      ? [format.hasDay && 'day', format.hasTime && 'time'].filter(Boolean).join(' and ')
      : format.kind === 'digits'
        ? `digits ${format.width}`
        : format.kind
  expect(meant).toBe(expected)
})

test('the formats that are built in are known by their number', () => {
  const kinds = [0, 1, 9, 14, 22, 45, 46, 49, 57].map((id) => numberFormat(id, undefined).kind)
  expect(kinds).toEqual(['number', 'number', 'number', 'date', 'date', 'date', 'duration', 'number', 'date'])
})
