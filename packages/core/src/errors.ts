/**
 * What the engine does about an error, so that no plugin author writes retry logic:
 * `config` stop and tell the person, `data` reject this item and go on, `transient` back off and retry,
 * `bug` stop the stream and report.
 */
export type ErrorKind = 'config' | 'data' | 'transient' | 'bug'

interface ErrorEntry {
  readonly kind: ErrorKind
  /** HTTP status when it reaches an API caller. */
  readonly status: number
  /** One sentence; `{name}` is filled from the error's details. */
  readonly message: string
  /** What the reader can do about it. */
  readonly solve: string
}

/** Every error Rapport can raise: its code, what the engine does, what a reader sees and can do. docs/errors.md is made from it. */
export const errors = {
  // contracts and documents
  PLUGIN_CONTRACT_UNSUPPORTED: {
    kind: 'config',
    status: 500,
    message: 'Plugin {plugin} speaks contract {found}; this Rapport speaks {supported}.',
    solve: 'Install a version of the plugin made for contract {supported}, or upgrade Rapport.',
  },
  PLUGIN_INVALID: {
    kind: 'config',
    status: 500,
    message: 'Plugin {plugin} is not well formed: {problem}.',
    solve: 'Its author must mend that; the README of @rapport/core shows a plugin that is well formed.',
  },
  PLUGIN_UNKNOWN: {
    kind: 'config',
    status: 422,
    message: 'No plugin offers {part}.',
    solve: 'Name the plugin in rapport.config.ts and install it, or correct the name. Known: {known}.',
  },
  CONFIG_INVALID: {
    kind: 'config',
    status: 422,
    message: 'The configuration of {name} is not valid: {problem}.',
    solve: 'Correct {path}.',
  },
  DOCUMENT_INVALID: {
    kind: 'data',
    status: 422,
    message: 'Document {name} is not valid: {problem}.',
    solve: 'Correct {path} and save again; nothing was changed.',
  },
  DOCUMENT_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no {type} named {name}.',
    solve: 'List the documents of this type and check the name.',
  },
  DOCUMENT_VERSION_MOVED: {
    kind: 'data',
    status: 409,
    message: 'Document {name} has moved to version {version} since you read it.',
    solve: 'Read it again, merge your change, and save with the new version.',
  },
  MAPPING_PATH_UNKNOWN: {
    kind: 'data',
    status: 422,
    message: '{path} is not an attribute of {entity}.{hint}',
    solve: 'Use one of: {known}. Attributes of your own go under ext.<plugin>.<name>.',
  },
  MAPPING_TRANSFORM_UNKNOWN: {
    kind: 'data',
    status: 422,
    message: 'There is no transform named {transform}.{hint}',
    solve: 'Use one of: {known}.',
  },
  MAPPING_SOURCE_UNKNOWN: {
    kind: 'data',
    status: 422,
    message: '{path} is not in the rows of {stream}.{hint}',
    solve: 'Use one of: {known}. A name with dots is quoted: a."b.c".',
  },
  SECRET_MISSING: {
    kind: 'config',
    status: 422,
    message: 'The secret {name} is not set in this workspace.',
    solve: 'Set it with `rapport secrets set {name}`.',
  },
  // input
  ROW_INVALID: {
    kind: 'data',
    status: 422,
    message: 'A row of {stream} does not have the shape the stream expects: {problem}.',
    solve: 'Correct the field in the source, or correct the row under Rejected and replay it.',
  },
  ROW_KEY_MISSING: {
    kind: 'data',
    status: 422,
    message: 'A row of {stream} has no key.',
    solve: 'Give the row its key in the source, or correct it under Rejected and replay it.',
  },
  STREAM_UNKNOWN: {
    kind: 'data',
    status: 404,
    message: 'There is no stream {stream}.',
    solve: 'Streams are named connection/stream; list them under Sources.',
  },
  CONNECTION_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no connection {name}.',
    solve: 'List the connections under Sources.',
  },
  BODY_INVALID: {
    kind: 'data',
    status: 400,
    message: 'The request body is not what this endpoint reads: {problem}.',
    solve: 'Correct the body; the API reference at /docs shows its shape.',
  },
  BODY_TOO_LARGE: {
    kind: 'data',
    status: 413,
    message: 'The request body is over {limitBytes} bytes.',
    solve: 'Send smaller batches.',
  },
  COMPONENT_TOO_LARGE: {
    kind: 'data',
    status: 422,
    message: 'More than {limit} records are tied together here.',
    solve: 'An identifier is too common: lower maxRecordsPerKey, or make its namespace shared in the match rules.',
  },
  DECISION_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no decision {id}.',
    solve: 'List the decisions of the profile and check the id.',
  },
  VERSION_CONFLICT: {
    kind: 'data',
    status: 409,
    message: 'The source sent two different rows under one version.',
    solve: 'The one with the higher content hash counts. Let the source give each change a version of its own.',
  },
  SNAPSHOT_BRAKE: {
    kind: 'config',
    status: 409,
    message: 'The snapshot of {stream} would delete {vanished} of {total} records.',
    solve: 'If that is right, confirm it with `rapport sync {stream} --allow-deletes`; nothing was deleted.',
  },
  ENTITY_UNKNOWN: { kind: 'data', status: 422, message: 'There is no entity {entity}.', solve: 'Use one of: {known}.' },
  // reading
  PROFILE_ID_INVALID: {
    kind: 'data',
    status: 400,
    message: 'This is not a profile id or an identifier.',
    solve: 'Write prf_…, or namespace:value such as email:ana@example.com.',
  },
  PROFILE_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'No profile answers to this reference.',
    solve: 'Search for the person; the identifier may be new.',
  },
  PROFILE_ERASED: {
    kind: 'data',
    status: 410,
    message: 'This profile was erased.',
    solve: 'Nothing about the person is kept.',
  },
  PROFILE_AMBIGUOUS: {
    kind: 'data',
    status: 300,
    message: 'Several profiles share this identifier.',
    solve: 'Choose one of the ids in `candidates`.',
  },
  CURSOR_INVALID: {
    kind: 'data',
    status: 400,
    message: 'The page cursor is not one of ours.',
    solve: 'Use `next` of the previous answer, unchanged.',
  },
  REQUEST_INVALID: {
    kind: 'data',
    status: 422,
    message: 'The request is not valid: {problem}.',
    solve: 'Correct {path}; the API reference at /docs shows what is expected.',
  },
  NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is nothing at this address.',
    solve: 'The API reference at /docs lists what there is.',
  },
  // access
  KEY_MISSING: {
    kind: 'data',
    status: 401,
    message: 'This needs a key.',
    solve: 'Send `Authorization: Bearer KEY`; `rapport keys create` makes one.',
  },
  KEY_INVALID: {
    kind: 'data',
    status: 401,
    message: 'This key is not valid here.',
    solve: 'Check the key; it may have been revoked.',
  },
  SCOPE_MISSING: {
    kind: 'data',
    status: 403,
    message: 'This key may not do that; it needs the scope {scope}.',
    solve: 'Use a key with the scope {scope}.',
  },
  ORIGIN_REFUSED: {
    kind: 'data',
    status: 403,
    message: 'A session answers only to pages of this server.',
    solve: 'Open the console at the address of this server; programs send `Authorization: Bearer KEY` instead.',
  },
  // http and command
  METHOD_NOT_ALLOWED: {
    kind: 'data',
    status: 405,
    message: 'This address does not answer {method}.',
    solve: 'Use one of: {allowed}.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    kind: 'data',
    status: 415,
    message: 'This endpoint does not read {found}.',
    solve: 'Send {expected}, with a matching Content-Type.',
  },
  NOT_ACCEPTABLE: {
    kind: 'data',
    status: 406,
    message: 'The Accept header names nothing that this endpoint answers in.',
    solve: 'Ask for one of: {offered}.',
  },
  PRECONDITION_FAILED: {
    kind: 'data',
    status: 412,
    message: '{name} has changed since you read it.',
    solve: 'Read it again, merge your change, and save with the new ETag.',
  },
  KEY_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no key with the id {id}.',
    solve: 'List the keys with `rapport keys list`.',
  },
  CALL_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no call {id}.',
    solve: 'Calls are opened with POST /v1/calls; one whose profile was erased is gone.',
  },
  CALL_UNASSIGNED: {
    kind: 'data',
    status: 409,
    message: 'Nobody was chosen yet for the call {id}.',
    solve: 'Choose one of its candidates with POST /v1/calls/{id}/pick, or create a contact.',
  },
  CALLER_UNVERIFIED: {
    kind: 'data',
    status: 409,
    message: 'Call {id} has not been verified for this profile, so nothing sensitive is changed or told in it.',
    solve: 'Make sure of who is calling, say so with POST /v1/calls/{id}/verify, and ask again.',
  },
  ACTION_NOT_OFFERED: {
    kind: 'data',
    status: 409,
    message: 'The action {action} may not be proposed to this profile now.',
    solve: 'GET /v1/profiles/{reference}/actions?all=true says why; declining it is always possible.',
  },
  RECORD_MISSING: {
    kind: 'data',
    status: 409,
    message: 'No system has a record of this profile that something could be said of.',
    solve: 'Write the person down first, with POST /v1/calls/ID/contact or as a row of a source.',
  },
  SAID_DIFFERENTLY: {
    kind: 'data',
    status: 409,
    message: 'The same key was sent with another content before.',
    solve: 'Send the first request again as it was, or this one under another {path}.',
  },
  ENTRY_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no {what} {name}.',
    solve: 'List them and check the name.',
  },
  SERVER_UNREACHABLE: {
    kind: 'transient',
    status: 503,
    message: 'The server at {url} does not answer.',
    solve: 'Start it with `rapport start`, or check the address.',
  },
  MATCH_ID_REPEATED: {
    kind: 'data',
    status: 422,
    message: 'The id {id} stands for two records: {where}.',
    solve: 'Name the column that holds the ids with --id; when files have ids of their own each, add --by-file.',
  },
  MATCH_NOTHING_TO_COMPARE: {
    kind: 'config',
    status: 422,
    message: 'Nothing in {file} is understood as something to match by.',
    solve: 'Say what its columns mean in a file, and give it with --config; docs/identity.md shows one.',
  },
  MATCH_MODEL_INVALID: {
    kind: 'config',
    status: 422,
    message: 'The model is not one of this version: {problem}.',
    solve: 'Leave --model out, and a new one is learned from the files.',
  },
  MATCH_TRUTH_INVALID: {
    kind: 'data',
    status: 422,
    message: 'The truth in {file} cannot be used: {problem}.',
    solve:
      "It has the columns record_id and entity, and with --by-file also file; every record_id is one of the files'.",
  },
  FILE_UNREADABLE: {
    kind: 'config',
    status: 422,
    message: 'The file {file} cannot be read: {problem}.',
    solve: 'Check that it exists and may be read.',
  },
  FILE_FORMAT_UNKNOWN: {
    kind: 'config',
    status: 422,
    message: 'The file {file} is {found}, which is not read.',
    solve: 'Save it as {instead}.',
  },
  FILE_PROTECTED: {
    kind: 'config',
    status: 422,
    message: 'The file {file} is encrypted or protected by a password.',
    solve:
      'Save a copy of it without; in Excel: File, Info, Protect Workbook, Encrypt with Password, and empty the field.',
  },
  FILE_DAMAGED: {
    kind: 'config',
    status: 422,
    message: 'The file {file} is cut or damaged: {problem}.',
    solve: 'Copy or export it again, and look whether its size is the same on both sides.',
  },
  FILE_TOO_LARGE: {
    kind: 'config',
    status: 422,
    message: 'The file {file} is too large to be read: {problem}.',
    solve: 'Save it as CSV or JSON Lines, which have no such limit, or in several files.',
  },
  FILE_NOT_FOUND: {
    kind: 'config',
    status: 422,
    message: 'No file matches {path}.',
    solve: "Put the file into the connection's folder, or correct `directory` and `path`.",
  },
  INPUT_NOT_FOUND: {
    kind: 'config',
    status: 422,
    message: 'There is no folder {folder} to read from.',
    solve: 'Get its files from {origin}, or name the folder that holds them with --input.',
  },
  FILE_CHANGED: {
    kind: 'transient',
    status: 503,
    message: '{file} changed while it was read.',
    solve: 'It is read again from its start; write files under another name and rename them when they are whole.',
  },
  QUERY_FAILED: {
    kind: 'config',
    status: 422,
    message: 'The database refused a statement: {problem}.',
    solve: 'Correct the table, query or columns, or grant the user SELECT on them.',
  },
  QUERY_TIMEOUT: {
    kind: 'transient',
    status: 504,
    message: 'The database did not answer within {timeoutMs} ms.',
    solve: 'Index the columns that rows are read by (cursor, then key), or raise statementTimeoutMs.',
  },
  // store and machine
  STORE_FULL: {
    kind: 'transient',
    status: 503,
    message: 'The disk is full; nothing was accepted.',
    solve: 'Free some space; what was acknowledged is safe, and senders retry.',
  },
  STORE_FAILED: {
    kind: 'transient',
    status: 503,
    message: 'The store could not do this.',
    solve: 'See the cause in the log; the sender may retry.',
  },
  STORE_SCHEMA_NEWER: {
    kind: 'config',
    status: 500,
    message: 'The data was written by a newer Rapport (schema {found}, this one knows {supported}).',
    solve: 'Upgrade Rapport, or restore a backup made by this version.',
  },
  STORE_SCHEMA_OLDER: {
    kind: 'config',
    status: 500,
    message: 'The data is of an older schema ({found}, this Rapport reads {supported}).',
    solve: 'Start the server once: it brings the data up to date.',
  },
  LEASE_LOST: {
    kind: 'transient',
    status: 503,
    message: 'Another worker took over this work.',
    solve: 'Nothing to do; it goes on there.',
  },
  OVERLOADED: {
    kind: 'transient',
    status: 429,
    message: 'More is coming in than can be worked off.',
    solve: 'Wait as long as Retry-After says and send again.',
  },
  // running
  WORKSPACE_NOT_FOUND: {
    kind: 'data',
    status: 404,
    message: 'There is no workspace {name}.',
    solve: 'Use one of: {known}.',
  },
  DATA_DIRECTORY_LOCKED: {
    kind: 'config',
    status: 500,
    message: 'The data directory {directory} is in use by process {pid}.',
    solve: 'Talk to that server, stop it first, or choose another directory with --data.',
  },
  DATA_DIRECTORY_UNUSABLE: {
    kind: 'config',
    status: 500,
    message: 'The data directory {directory} cannot be used: {problem}.',
    solve: 'Give this user the right to write there, or choose another directory with --data.',
  },
  SECRET_KEY_MISSING: {
    kind: 'config',
    status: 500,
    message: 'The secret {name} was sealed with key {key}, which is not at hand.',
    solve: 'Put that key into RAPPORT_SECRET_KEY_PREVIOUS (or back into RAPPORT_SECRET_KEY), or set the secret again.',
  },
  SECRET_KEY_INVALID: {
    kind: 'config',
    status: 500,
    message: 'The key in {place} cannot be used: {problem}.',
    solve: 'Give 32 random bytes in base64 or hexadecimal, for example from `openssl rand -base64 32`.',
  },
  CONNECTION_UNREACHABLE: {
    kind: 'transient',
    status: 502,
    message: '{host} could not be reached: {problem}.',
    solve: 'It is tried again by itself; if it lasts, check the address, the network and the other system.',
  },
  CONNECTION_REFUSED: {
    kind: 'config',
    status: 502,
    message: 'The connection {connection} does not work: {problem}.',
    solve: '{advice}',
  },
  PLUGIN_FAILED: {
    kind: 'bug',
    status: 502,
    message: '{part} failed ({error}).',
    solve: 'See the log for where; report it to the author of the plugin.',
  },
  SYNC_RUNNING: {
    kind: 'data',
    status: 409,
    message: 'A sync of {connection} is running already.',
    solve: 'Wait until it ends, or stop it first.',
  },
  SYNC_NOT_READABLE: {
    kind: 'data',
    status: 422,
    message: '{name} has nothing to read: its rows come in by themselves.',
    solve: 'Send rows to its endpoint, or to /v1/rows.',
  },
  ADDRESS_UNUSABLE: {
    kind: 'config',
    status: 500,
    message: 'The server cannot listen on {address}: {problem}.',
    solve: 'Stop what uses it, or choose another with --port or --host; --port 0 takes a free one.',
  },
  DELIVERY_STOPPED: {
    kind: 'config',
    status: 502,
    message: 'The activation {activation} stands still: {problem}.',
    solve: 'Correct its connection, or wake it once the receiving system is mended; nothing that waits is lost.',
  },
  BACKUP_INVALID: {
    kind: 'data',
    status: 422,
    message: '{folder} is not a backup this version can restore: {problem}.',
    solve: 'Name the folder that `rapport backup` wrote, complete with its manifest.json.',
  },
  TARGET_NOT_EMPTY: {
    kind: 'data',
    status: 409,
    message: '{folder} exists already and is not empty.',
    solve: 'Name a new folder, or move the old one away first; nothing was changed.',
  },
  WORLD_UNKNOWN: {
    kind: 'config',
    status: 422,
    message: 'There is no demo world named {world}.',
    solve: 'Use one of: {known}.',
  },
  WORLD_OPTION_INVALID: {
    kind: 'config',
    status: 422,
    message: 'A demo world cannot be made with this {option}: {problem}.',
    solve: 'Correct {option} and try again.',
  },
  CLOSING: {
    kind: 'transient',
    status: 503,
    message: 'This server is shutting down.',
    solve: 'Send again in a moment.',
  },
  MODEL_FAILED: {
    kind: 'transient',
    status: 502,
    message: 'The model {model} at {host} gave no answer that can be used: {problem}.',
    solve:
      'Nothing, for the brief: the rules write it. If it goes on, check the address, the key and the limits of the model.',
  },
  INTERNAL: {
    kind: 'bug',
    status: 500,
    message: 'Something went wrong on our side.',
    solve: 'Look for the request id in the log and report it.',
  },
} as const satisfies Record<string, ErrorEntry>

/** A code of the registry. */
export type ErrorCode = keyof typeof errors

/** What fills a message's `{name}`s, and what else a program may want to know. Never personal values. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>

const marker: unique symbol = Symbol.for('rapport.error') as never

/**
 * The one error class. Recognise it with {@link RapportError.is}, never `instanceof`: two copies of this package in one
 * tree would not know each other's class.
 */
export class RapportError extends Error {
  override readonly name = 'RapportError'
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly [marker] = true

  /** @param details fills the message; @param options `cause`, what went wrong underneath */
  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(errors[code].message, details), options)
    this.code = code
    this.details = details
  }

  get kind(): ErrorKind {
    return errors[this.code].kind
  }
  get status(): number {
    return errors[this.code].status
  }
  /** What the reader can do about it. */
  get solve(): string {
    return fill(errors[this.code].solve, this.details)
  }

  static is(error: unknown): error is RapportError {
    return typeof error === 'object' && error !== null && marker in error
  }

  /** Wraps anything thrown, once, at the border: our own errors pass as they are. */
  static from(error: unknown, code: ErrorCode = 'INTERNAL', details: ErrorDetails = {}): RapportError {
    return RapportError.is(error) ? error : new RapportError(code, details, { cause: error })
  }
}

function fill(text: string, details: ErrorDetails): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name]
    return value === undefined ? whole : Array.isArray(value) ? value.join(', ') : String(value)
  })
}
