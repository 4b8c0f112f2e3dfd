import { errors } from '@rapport/core'

const kinds = {
  config: 'Rapport stops what it was doing and tells the person who runs it.',
  data: 'This item is rejected and kept, the others go on.',
  transient: 'Rapport waits and tries again by itself.',
  bug: 'The stream stops and the error is reported: please file an issue.',
} as const

/** docs/errors.md: every code of the registry, what it means and what to do. */
export function errorsPage(): string {
  const sections = Object.entries(errors)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, entry]) =>
        `## ${code}\n\n\`${entry.kind}\` · HTTP ${entry.status}\n\n${escaped(entry.message)}\n\n**What to do:** ${escaped(entry.solve)}\n`,
    )
  return `# Errors

<!-- Made from packages/core/src/errors.ts by \`npm run generate\`. Change it there. -->

Every error has a code, here and in the API's answers (RFC 9457, \`code\`). Words in braces are filled in when it happens.
The kind says what Rapport does about it:

| kind | what happens |
|---|---|
${Object.entries(kinds)
  .map(([kind, meaning]) => `| \`${kind}\` | ${meaning} |`)
  .join('\n')}

${sections.join('\n')}`
}

/** Text that Markdown would read as markup: a placeholder of ours such as <plugin>. */
function escaped(text: string): string {
  return text.replace(/[<>*_|]/g, '\\$&')
}
