import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('what draws pages and their typefaces is loaded with the first page, not before', async () => {
  const script = `
    import { createRequire, registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    const { renderPdf, renderHtml } = await import('@rapport/assistant')
    const has = () => ['pdfkit', 'fontkit', 'linebreak'].filter((name) => loaded.some((url) => url.includes('node_modules/' + name + '/')))
    const before = has()
    await renderPdf([]).catch(() => {})
    console.log(JSON.stringify({ before, after: has() }))
  `
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@rapport/source', '--input-type=module', '--eval', script],
    { cwd: new URL('..', import.meta.url), timeout: 60_000 },
  )
  expect(JSON.parse(stdout)).toEqual({ before: [], after: ['pdfkit', 'fontkit', 'linebreak'] })
})
