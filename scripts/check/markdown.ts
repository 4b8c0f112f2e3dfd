import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, findingOf } from './run-check.ts'
import { root, runTool } from './tool.ts'
import { workspaces } from './workspaces.ts'

export interface Block {
  /** The line of its first line in the page, from 1. */
  readonly line: number
  readonly code: string
}

/** Every `ts` block of our pages compiles under the house's own settings: an example that doesn't is a bug. */
export async function checkMarkdown(): Promise<Finding> {
  const pages = globSync(['*.md', 'docs/**/*.md', '{packages,apps,plugins}/*/*.md', 'test/*.md', 'examples/**/*.md'], {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'CHANGELOG.md',
  }).map((page) => page.replaceAll('\\', '/'))
  const homes = workspaces()
  const filesByHome = new Map<string, string[]>()
  let count = 0
  for (const page of pages) {
    const home = homes.find(({ folder }) => page.startsWith(`${folder}/`))?.folder ?? '.'
    for (const block of blocksOf(readFileSync(join(root, page), 'utf8'))) {
      const file = `${page.replaceAll('/', '__')}.${block.line}.ts`
      // Beside the page's own dependencies, so that its imports resolve as they would for a reader.
      const folder = join(root, home, 'node_modules', '.cache', 'markdown')
      if (!filesByHome.has(folder)) {
        rmSync(folder, { recursive: true, force: true })
        mkdirSync(folder, { recursive: true })
        filesByHome.set(folder, [])
      }
      filesByHome.get(folder)?.push(file)
      writeFileSync(join(folder, file), inPlace(block))
      count++
    }
  }
  const problems: string[] = []
  for (const [folder, files] of filesByHome) {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings(files)))
    const { code, output } = await runTool('typescript', 'tsc', ['-p', folder, '--pretty', 'false'])
    if (code !== 0) problems.push(inPages(output))
  }
  return findingOf(problems, `${count} examples in ${pages.length} pages compile`)
}

/** The TypeScript examples of a page; a block that is not a whole program is written as another language. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let open: { line: number; indent: number; lines: string[] } | undefined
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    if (open) {
      if (/^\s*```\s*$/.test(line)) {
        blocks.push({ line: open.line, code: open.lines.join('\n') })
        open = undefined
      } else open.lines.push(line.slice(open.indent))
    } else {
      const fence = /^(\s*)```ts\b/.exec(line)
      if (fence) open = { line: index + 2, indent: fence[1]?.length ?? 0, lines: [] }
    }
  }
  return blocks
}

/** On the lines that it has in its page, so that the compiler's line numbers are the page's; and always a module. */
function inPlace({ line, code }: Block): string {
  return `${'\n'.repeat(line - 1)}${code}\nexport {}\n`
}

/** The compiler's messages with the page's name where the extracted file's stands. */
export function inPages(output: string): string {
  return output.replace(
    /^\S*?([^\\/\s]+\.md)\.\d+\.ts\((\d+),(\d+)\)/gm,
    (_all, page: string, line: string, column: string) => `${page.replaceAll('__', '/')}:${line}:${column}`,
  )
}

function settings(files: readonly string[]) {
  return {
    extends: join(root, 'tsconfig.base.json'),
    // A reader's example declares what it doesn't go on to use.
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      typeRoots: [join(root, 'node_modules', '@types')],
    },
    files,
  }
}
