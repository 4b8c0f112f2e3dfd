import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stale } from '../generate/generated.ts'
import { checkImports } from './imports.ts'
import { checkLockfile } from './lockfile.ts'
import { checkMarkdown } from './markdown.ts'
import { type Check, findingOf } from './run-check.ts'
import { findingOfTool, root, runTool } from './tool.ts'
import { workspaces } from './workspaces.ts'

/** Every check, fastest first. */
export const checks: readonly Check[] = [
  { name: 'lockfile', mend: 'npm install, then commit package.json and package-lock.json', run: checkLockfile },
  {
    name: 'generated',
    mend: 'npm run generate',
    run: async () => findingOf(await stale(), 'up to date'),
  },
  {
    name: 'biome',
    mend: 'npx biome check --write',
    run: async () =>
      findingOfTool(
        await runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '--diagnostic-level=warn']),
        'format, lint, imports in order',
      ),
  },
  {
    name: 'imports',
    mend: 'move the code to where it may stand (CONTRIBUTING.md, "The house"), or import from the door of the package',
    run: checkImports,
  },
  {
    name: 'knip',
    mend: 'remove what nothing uses; name what is used in package.json',
    run: async () => {
      const all = await runTool('knip', 'knip', ['--no-progress', '--no-config-hints'])
      if (all.code !== 0) return findingOfTool(all, '')
      // Again without the tests: a file or a dependency that only they use is dead too.
      const withoutTests = await runTool('knip', 'knip', [
        '--no-progress',
        '--no-config-hints',
        '--production',
        '--files',
        '--dependencies',
      ])
      return findingOfTool(withoutTests, 'no dead code, no unused or unnamed dependency')
    },
  },
  {
    name: 'types',
    mend: 'npx tsc -b FOLDER shows them again',
    run: async () => {
      const projects = workspaces()
        .flatMap(({ folder }) => join(folder, 'tsconfig.json'))
        .filter((file) => existsSync(join(root, file)))
      const { code, output } = await runTool('typescript', 'tsc', ['-b', ...projects])
      // Once each: a shared file's mistakes are found in every project that reads it.
      return findingOfTool({ code, output: [...new Set(output.split('\n'))].join('\n') }, `${projects.length} projects`)
    },
  },
  { name: 'markdown', mend: 'mend the example: it is what a reader will copy', run: checkMarkdown },
  {
    name: 'exports',
    mend: 'npx turbo run exports shows them again',
    run: async () =>
      findingOfTool(
        await runTool('turbo', 'turbo', ['run', 'exports', '--continue', '--output-logs=errors-only', '--ui=stream']),
        'every package builds, and resolves as its consumers will',
      ),
  },
]
