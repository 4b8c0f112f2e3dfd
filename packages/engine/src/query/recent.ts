interface Kept<Value> {
  readonly value: Value
  readonly weight: number
}

/**
 * What was made lately, up to a weight: whatever is used again stays, the rest goes half by half. Reading costs one map
 * lookup, unlike a list in order of use.
 */
export class Recent<Value> {
  readonly #halfWeight: number
  #young = new Map<string, Kept<Value>>()
  #old = new Map<string, Kept<Value>>()
  #youngWeight = 0

  /** @param maxWeight of all that is kept, in the unit of `set` */
  constructor(maxWeight: number) {
    this.#halfWeight = maxWeight / 2
  }

  get(key: string): Value | undefined {
    const there = this.#young.get(key)
    if (there) return there.value
    const old = this.#old.get(key)
    if (!old) return undefined
    this.set(key, old.value, old.weight)
    return old.value
  }

  set(key: string, value: Value, weight: number): void {
    const before = this.#young.get(key)
    if (before) this.#youngWeight -= before.weight
    else if (this.#youngWeight + weight > this.#halfWeight) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngWeight = 0
    }
    this.#young.set(key, { value, weight })
    this.#youngWeight += weight
  }
}
