/** Where planted disagreements are counted, and noted against the record they were planted in. */
export class Ledger {
  readonly counts: Map<string, { eligible: number; planted: number }>
  readonly notes: string[] = []

  constructor(counts: Map<string, { eligible: number; planted: number }> = new Map()) {
    this.counts = counts
  }

  /** One occasion on which `kind` could have been planted in `stream`. */
  count(stream: string, kind: string, isPlanted: boolean): void {
    const name = `${stream}:${kind}`
    let entry = this.counts.get(name)
    if (entry === undefined) {
      entry = { eligible: 0, planted: 0 }
      this.counts.set(name, entry)
    }
    entry.eligible++
    if (isPlanted) entry.planted++
  }
}
