export { storeSuite } from './store-suite.ts'
export type { OpenStoreAt, StorePlace } from './subject.ts'
