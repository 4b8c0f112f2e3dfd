import type { Page, Paging } from '@rapport/engine'

const LIMIT = 500

/** Every item of a paged list: for what is few by nature (documents, secrets, runs), never for customers. */
export async function collect<T>(read: (paging: Paging) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let after: string | null = null
  do {
    const page: Page<T> = await read({ limit: LIMIT, ...(after === null ? {} : { after }) })
    for (const item of page.items) all.push(item)
    after = page.next
  } while (after !== null)
  return all
}
