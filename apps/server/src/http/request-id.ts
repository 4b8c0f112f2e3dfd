const start = Date.now().toString(36)
let count = 0

/** A new request's name in answers and the log: unique within a machine's life, and cheap. */
export function nextRequestId(): string {
  count = (count + 1) >>> 0
  return `req_${start}_${count.toString(36)}`
}

/** A caller's own `X-Request-Id`, when it is harmless, so that a trace can be followed through. */
export function requestIdFrom(header: string | undefined): string {
  return header !== undefined && /^[\w.-]{1,64}$/.test(header) ? header : nextRequestId()
}
