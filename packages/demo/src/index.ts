export {
  type GenerateOptions,
  generateWorld,
  type Progress,
  readStory,
  readStream,
  type WorldSummary,
  type WrittenFile,
} from './generate.ts'
export { hashText, mixBits, mixedOrder, Random, scramble } from './random.ts'
export type { WebEvent } from './tracking.ts'
export {
  DEFAULT_NOW,
  type DisagreementCount,
  type Row,
  type StreamInfo,
  type TrueAttributes,
  type TrueOrganization,
  type TruthLine,
  type Try,
  type World,
  type WorldDefinition,
  type WorldOptions,
} from './world.ts'
export type { AlbaStory } from './worlds/alba-hotels/story.ts'
export type { CalyxStory } from './worlds/laboratoire-calyx/story-file.ts'
export type { CrmContact, CrmInteraction, CrmTask } from './worlds/maison-aurele/crm.ts'
export { RATES } from './worlds/maison-aurele/rates.ts'
export type { ProductRow, ShopCustomer, ShopOrder, ShopStore } from './worlds/maison-aurele/shop.ts'
export { STORY_KEYS, type Story } from './worlds/maison-aurele/story.ts'
export type { SupportRequester, SupportTicket } from './worlds/maison-aurele/support.ts'
export { FEWEST_PEOPLE, MOST_PEOPLE, openWorld, WORLDS } from './worlds.ts'
