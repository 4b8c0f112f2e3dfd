/** On every answer of the API: nothing of it is a page, to be framed, sniffed or kept. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** What `/docs` may do: run the script that we serve, and ask this server. Nothing from outside. */
export const docsPolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
  "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'"

/** What the console may do: run the scripts that we serve, use styles of ours, and ask this server. Nothing from outside, nothing inline. */
export const consolePolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; ` +
  "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** What the console's worker may do: ask this server for the console's files. A worker takes its policy from its own script. */
export const consoleWorkerPolicy = "default-src 'none'; connect-src 'self'"
