import { version } from '@rapport/runtime'
import { Command, Option } from 'commander'
import { addAgendaCommands } from './agenda-commands.ts'
import { addAuditCommands } from './audit-commands.ts'
import { addBriefCommands } from './brief-commands.ts'
import { addDataCommands } from './data-commands.ts'
import { addDeskCommands } from './desk-commands.ts'
import { addMatchCommand } from './match-command.ts'
import type { CommonOptions } from './on-client.ts'
import { createOutput } from './output.ts'
import { addProjectCommands } from './project-commands.ts'
import { addRuleCommands } from './rule-commands.ts'
import { addRunningCommands } from './running-commands.ts'
import { type StartOptions, start, wholeNumber } from './start.ts'

/** The `rapport` command. It throws instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('rapport')
    .description('Unified customer profiles, live: the server, and everything it does, on the command line.')
    .option('--data <dir>', 'folder that holds the data', 'data')
    .option('--workspace <name>', 'workspace to work on; default: the first')
    .option('--project <dir>', 'project folder with rapport.config.ts and documents')
    .option('--json', 'answers as JSON on standard output, failures as JSON on standard error', false)
    .version(version, '--version', 'prints the version')
    .exitOverride()
    .showHelpAfterError('(rapport --help lists what there is)')

  program
    .command('start')
    .description('starts the server; with nothing else, on the demo worlds, each in a workspace of its name')
    .option('--world <name>', 'one demo world alone: maison-aurele, laboratoire-calyx, alba-hotels')
    .option(
      '--people <n>',
      'how many people live in each (default: 1000 in one alone, 200 in each of several)',
      wholeNumber('--people', 100, 1_000_000),
    )
    .addOption(
      new Option(
        '--port <n>',
        'port; 0 takes a free one (default: the configuration’s, 7070 unless it says otherwise)',
      ).argParser(wholeNumber('--port', 0, 65_535)),
    )
    .option('--host <address>', 'address to listen on; the loopback address unless you say otherwise')
    .option('--input <dir>', 'folder that $INPUT stands for in the project’s documents')
    .option('--fresh', 'forget the data folder first', false)
    .option('--empty', 'no world, no documents', false)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<StartOptions & CommonOptions>()
      await start(options, createOutput(options.json))
    })

  addProjectCommands(program)
  addDataCommands(program)
  addBriefCommands(program)
  addDeskCommands(program)
  addAgendaCommands(program)
  addRuleCommands(program)
  addMatchCommand(program)
  addRunningCommands(program)
  addAuditCommands(program)
  for (const command of allCommands(program)) command.exitOverride().configureHelp({ showGlobalOptions: true })
  return program
}

function allCommands(command: Command): readonly Command[] {
  return command.commands.flatMap((one) => [one as Command, ...allCommands(one as Command)])
}
