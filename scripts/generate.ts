// `npm run generate`: writes every file that is made from the sources, and says which changed.
import { writeStale } from './generate/generated.ts'

const written = await writeStale()
console.log(written.length > 0 ? written.map((path) => `wrote ${path}`).join('\n') : 'Nothing to do: all up to date.')
