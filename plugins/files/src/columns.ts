// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const unprintable = /[\u0000-\u001f\u007f\ufeff]+/g

/**
 * Names that mappings can use as paths: one line, trimmed, without double quotes (dots are fine: `"a.b"` quotes them),
 * each once. A column without a usable name is called by its place, `column_3`.
 */
export function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return header.map((received, index) => {
    const tidy = received.replace(unprintable, ' ').replaceAll('"', "'").trim()
    // As a member's name it would set the row's prototype; `@problem` is ours.
    const base = tidy === '' || tidy === '__proto__' || tidy.startsWith('@') ? `column_${index + 1}` : tidy
    let name = base
    for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`
    taken.add(name)
    return name
  })
}
