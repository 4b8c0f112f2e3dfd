/**
 * Takes the key out of `/console#key=…`, as the start prints it: a browser sends nothing behind the #, and nobody who looks
 * at the address or the history later finds it. Call before the router looks at the address.
 */
function takeKey(): string {
  const key = new URLSearchParams(location.hash.slice(1)).get('key') ?? ''
  if (key !== '') history.replaceState(null, '', location.pathname + location.search)
  return key
}

export const keyInAddress: string = takeKey()
