import type { Device } from '@rapport/engine'
import type { State } from './state.ts'

export function deviceOf(state: State, key: string): Device | undefined {
  const body = state.devices.get(key)
  return body === undefined ? undefined : { key, body }
}
