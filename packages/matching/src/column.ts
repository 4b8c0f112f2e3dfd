/** Whole numbers, one a record; grows as records are added. */
export class Column {
  #values: Int32Array
  #size = 0

  constructor(capacity = 1024) {
    this.#values = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.#size === this.#values.length) {
      const values = new Int32Array(this.#values.length * 2)
      values.set(this.#values)
      this.#values = values
    }
    this.#values[this.#size] = value
    this.#size += 1
  }

  get size(): number {
    return this.#size
  }

  /** The numbers; places from `size` on mean nothing. A new array after the column grew. */
  get values(): Int32Array {
    return this.#values
  }
}
