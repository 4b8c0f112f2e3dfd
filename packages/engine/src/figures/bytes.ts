const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Writes a row: one growing buffer, used again for every row. Numbers are varints (seven bits a byte, low first);
 * signed ones are zigzagged by arithmetic, so that all safe integers up to 2^52 fit.
 */
export class ByteWriter {
  bytes: Uint8Array = new Uint8Array(4096)
  length = 0
  #view = new DataView(this.bytes.buffer)

  reset(): void {
    this.length = 0
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }

  /** Makes room for `count` more bytes; single bytes and varints below need up to 10. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
    this.#view = new DataView(grown.buffer)
  }

  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.length++] = value
  }

  uint32(value: number): void {
    this.reserve(4)
    this.#view.setUint32(this.length, value, true)
    this.length += 4
  }

  float64(value: number): void {
    this.reserve(8)
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.reserve(10)
    let rest = value
    // Bit operations are for 32 bits; what is larger goes down by division first.
    while (rest > 0x7fff_ffff) {
      this.bytes[this.length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.bytes[this.length++] = rest
  }

  signed(value: number): void {
    this.varint(zigzag(value))
  }

  raw(bytes: Uint8Array, start: number, end: number): void {
    const count = end - start
    this.reserve(count)
    // Series are tens of bytes: a loop beats the call into `set`.
    if (count > 64) this.bytes.set(bytes.subarray(start, end), this.length)
    else for (let at = 0; at < count; at++) this.bytes[this.length + at] = bytes[start + at] as number
    this.length += count
  }

  /** UTF-8 bytes without their length. */
  utf8(text: string): Uint8Array {
    return encoder.encode(text)
  }

  /** Writes what `body` writes, after its length in bytes. */
  sized(body: () => void): void {
    const at = this.beginSized()
    body()
    this.endSized(at)
  }

  /** Leaves room for a length; give the answer to {@link endSized} after writing the body. */
  beginSized(): number {
    this.reserve(1)
    this.length += 1
    return this.length
  }

  endSized(start: number): void {
    const size = this.length - start
    if (size > 127) {
      // Rare: the length needs more than the one byte left for it.
      let extra = 0
      for (let rest = size; rest > 127; rest = Math.floor(rest / 128)) extra++
      this.reserve(extra)
      this.bytes.copyWithin(start + extra, start, this.length)
      const end = this.length + extra
      this.length = start - 1
      this.varint(size)
      this.length = end
    } else this.bytes[start - 1] = size
  }
}

/** Reads what {@link ByteWriter} wrote. */
export class ByteReader {
  bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  byte(): number {
    return this.bytes[this.at++] as number
  }

  uint32(): number {
    const { bytes, at } = this
    this.at += 4
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)
    return (low | ((bytes[at + 3] as number) << 24)) >>> 0
  }

  float64(): number {
    // Rare, and a view of every row would cost more than making one here.
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 8).getFloat64(0, true)
    this.at += 8
    return value
  }

  varint(): number {
    const bytes = this.bytes
    let byte = bytes[this.at++] as number
    if (byte < 128) return byte
    let value = byte & 127
    byte = bytes[this.at++] as number
    if (byte < 128) return value | (byte << 7)
    value |= (byte & 127) << 7
    byte = bytes[this.at++] as number
    if (byte < 128) return value | (byte << 14)
    value |= (byte & 127) << 14
    let scale = 2_097_152
    for (;;) {
      byte = bytes[this.at++] as number
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }

  signed(): number {
    return unzigzag(this.varint())
  }

  text(size: number): string {
    const start = this.at
    this.at += size
    let text = ''
    for (let at = start; at < this.at; at++) {
      const code = this.bytes[at] as number
      if (code > 127) return decoder.decode(this.bytes.subarray(start, this.at))
      text += String.fromCharCode(code)
    }
    return text
  }
}

/** 0, -1, 1, -2, … as 0, 1, 2, 3, … without 32-bit operations. */
export function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
