export { type BriefFile, type BriefFileType, type BriefRequest, briefFile } from './brief-file.ts'
export { type ClientOptions, createClient, type RapportClient } from './client.ts'
export type { components, operations, paths } from './generated/api.ts'
export { type Problem, ProblemError } from './problem.ts'
