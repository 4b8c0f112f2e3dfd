#!/usr/bin/env node
import { RapportError } from '@rapport/core'
import { CommanderError } from 'commander'
import { reportFailure } from './output.ts'
import { createProgram } from './program.ts'

// Whoever reads our answer may have seen enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

// Exit codes: 0 done, 1 failed, 2 not understood.
const isJson = process.argv.includes('--json')
try {
  await createProgram().parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    reportFailure(error, isJson)
    process.exitCode = RapportError.is(error) && error.code === 'REQUEST_INVALID' ? 2 : 1
  }
}
