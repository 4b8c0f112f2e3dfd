import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser'
import { mayImport, pure, pureBuiltins } from './import-graph.ts'
import { type Finding, findingOf } from './run-check.ts'
import { root } from './tool.ts'
import { giveCruiserItsTypescript } from './typescript-for-cruiser.ts'
import { type Workspace, workspaces } from './workspaces.ts'

/** Imports go only where the house's graph says, through a package's door, and never in a circle. */
export async function checkImports(): Promise<Finding> {
  const packages = workspaces().filter(({ folder }) => /^(packages|apps|plugins)\//.test(folder))
  const unplaced = packages.filter(({ name }) => !(name in mayImport))
  if (unplaced.length > 0) {
    return findingOf(
      unplaced.map(({ folder }) => `${folder} has no place in scripts/check/import-graph.ts`),
      '',
    )
  }
  const { modules, summary } = await cruiseImports(root, packages)
  // Each package must be seen: without its TypeScript the tool sees nothing and is content.
  const unseen = packages.filter(({ folder }) => !modules.some(({ source }) => source.startsWith(`${folder}/src/`)))
  return findingOf(
    [
      ...unseen.map(({ folder }) => `${folder}: no module was seen, so nothing was checked`),
      ...summary.violations.map(
        ({ from, to, rule, cycle }) =>
          `${from} -> ${cycle ? cycle.map(({ name }) => name).join(' -> ') : to}   ${rule.name}`,
      ),
    ],
    `${modules.filter(({ source }) => /^(packages|apps|plugins)\//.test(source)).length} modules`,
  )
}

/** Every module of the packages below a folder, with the rules that their imports break. */
export async function cruiseImports(baseDir: string, packages: readonly Workspace[]): Promise<ICruiseResult> {
  giveCruiserItsTypescript()
  const { cruise } = await import('dependency-cruiser')
  const places = ['packages', 'apps', 'plugins', 'test'].filter((folder) => existsSync(join(baseDir, folder)))
  const { output } = await cruise(places, { ...cruiseOptions(importRules(packages)), baseDir })
  return output as ICruiseResult
}

/** The rules for these packages; a rule's name says what is wrong with what it found. */
function importRules(packages: readonly Workspace[]): IForbiddenRuleType[] {
  const folderOf = new Map(packages.map(({ name, folder }) => [name, folder]))
  const every = packages.map(({ folder }) => folder).join('|')
  return [
    { name: 'runs in a circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'leads nowhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...packages.map(({ name, folder }): IForbiddenRuleType => {
      const allowed = [name, ...(mayImport[name] ?? [])].flatMap((other) => folderOf.get(other) ?? [])
      return {
        name: `${name} may import ${(mayImport[name] ?? []).join(', ') || 'none of ours'}`,
        severity: 'error',
        from: { path: `^${folder}/` },
        to: { path: `^(${every})/`, pathNot: `^(${allowed.join('|')})/` },
      }
    }),
    ...packages.map(({ name, folder, manifest }): IForbiddenRuleType => {
      const doors = Object.values(manifest.exports ?? {}).flatMap((target) => target['@rapport/source']?.slice(2) ?? [])
      return {
        name: `passes by the door of ${name}`,
        severity: 'error',
        from: { path: `^(${every}|test)/`, pathNot: `^${folder}/` },
        to: { path: `^${folder}/`, pathNot: `^${folder}/(${doors.join('|').replaceAll('.', '\\.')})$` },
      }
    }),
    {
      name: 'is input or output in a pure package',
      severity: 'error',
      from: { path: `^packages/(${pure.join('|')})/src/`, pathNot: '\\.test(-d)?\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${pureBuiltins.join('|')})$` },
    },
  ]
}

function cruiseOptions(forbidden: IForbiddenRuleType[]): ICruiseOptions {
  return {
    validate: true,
    ruleSet: { forbidden },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|fixtures)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@rapport/source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  }
}
