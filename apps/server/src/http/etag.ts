/** A strong entity tag. Tags of ours hold no quotes. */
export const etag = (tag: string): string => `"${tag}"`

/** Whether what the client has is what there is: `If-None-Match` compares weakly, and `*` matches anything. */
export function isNotModified(ifNoneMatch: string | null | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false
  if (ifNoneMatch === tag) return true
  return ifNoneMatch.split(',').some((one) => {
    const candidate = one.trim()
    return candidate === '*' || candidate === tag || candidate === `W/${tag}`
  })
}
