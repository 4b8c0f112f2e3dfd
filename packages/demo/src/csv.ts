/** Byte order mark that French spreadsheets put in front of UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff'

/** One line of delimited text (no line end); cells that need it are quoted as RFC 4180 says. */
export function csvLine(cells: readonly (string | number | null | undefined)[], delimiter: ',' | ';'): string {
  let line = ''
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]
    if (index > 0) line += delimiter
    if (cell == null) continue
    const text = typeof cell === 'number' ? String(cell) : cell
    line += /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return line
}

/** `1234.5` → `1 234,50` → written without the thousands' space: `1234,50`. */
export function decimalComma(amount: number, digits: number): string {
  return amount.toFixed(digits).replace('.', ',')
}
