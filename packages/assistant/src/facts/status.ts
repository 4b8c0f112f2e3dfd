/** What sources call the states of things: the agenda understands the same words. */
export { says } from '@rapport/engine'
