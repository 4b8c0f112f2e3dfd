import { Column } from '../column.ts'
import type { Party } from '../party.ts'
import { edits, jaroWinkler, mayBeNear } from '../text/similarity.ts'
import { TextPool } from '../text/text-pool.ts'
import { type Comparison, DIFFERENT, type Level, type Pairs, UNKNOWN } from './comparison.ts'

const SIMILAR = 2
const MAILBOX = 3
const ALIKE = 4
const SAME = 5

/** Mailboxes that belong to a function, not to a person: the same in every company. */
const roles: ReadonlySet<string> = new Set(
  'info contact office sales admin support service reception hello mail accueil direction compta commande'.split(' '),
)

/** A domain that more than one address in so many has says nothing about two people. */
const COMMON_DOMAIN = 1 / 200

export class Email implements Comparison {
  readonly name = 'email'
  readonly levels: readonly Level[] = [
    { name: 'unknown', m: 0 },
    { name: 'different', m: 0.3, household: 0.9 },
    { name: 'similar mailbox', m: 0.03 },
    { name: 'same mailbox elsewhere', m: 0.05 },
    { name: 'alike', m: 0.06 },
    { name: 'same', m: 0.56, household: 0.08 },
  ]
  readonly #mailboxes = new TextPool()
  readonly #domains = new TextPool()
  /** By mailbox: its letters and its digits alone; numbers in addresses tell people of one name apart. */
  readonly #letters = new TextPool()
  readonly #digits = new TextPool()
  readonly #lettersOf: number[] = [0]
  readonly #digitsOf: number[] = [0]
  readonly #first = new Column()
  readonly #firstDomain = new Column()
  readonly #second = new Column()
  readonly #secondDomain = new Column()

  add({ emails: [first = '', second = ''] }: Party): void {
    for (const [email, mailbox, domain] of [
      [first, this.#first, this.#firstDomain],
      [second, this.#second, this.#secondDomain],
    ] as const) {
      const at = email.lastIndexOf('@')
      const own = at < 0 ? email : email.slice(0, at)
      const isRole = roles.has(own)
      const before = this.#mailboxes.size
      const id = isRole ? 0 : this.#mailboxes.intern(own)
      if (id === before) {
        this.#lettersOf[id] = this.#letters.intern(own.replace(/[^a-z]/g, ''))
        this.#digitsOf[id] = this.#digits.intern(own.replace(/[^0-9]/g, ''))
      }
      mailbox.push(id)
      domain.push(this.#domains.intern(at < 0 || isRole ? '' : email.slice(at + 1)))
    }
  }

  compare({ left, right, count }: Pairs, levels: Uint8Array): void {
    const first = this.#first.values
    const second = this.#second.values
    const firstDomain = this.#firstDomain.values
    const secondDomain = this.#secondDomain.values
    const size = this.#first.size
    for (let at = 0; at < count; at += 1) {
      const a = left[at] as number
      const b = right[at] as number
      let level = this.#level(first[a], firstDomain[a], first[b], firstDomain[b], size)
      if (level < SAME && (second[a] !== 0 || second[b] !== 0)) {
        level = Math.max(
          level,
          this.#level(second[a], secondDomain[a], first[b], firstDomain[b], size),
          this.#level(first[a], firstDomain[a], second[b], secondDomain[b], size),
          this.#level(second[a], secondDomain[a], second[b], secondDomain[b], size),
        )
      }
      levels[at] = level
    }
  }

  #level(a = 0, domainA = 0, b = 0, domainB = 0, size = 0): number {
    if (a === 0 || b === 0) return UNKNOWN
    if (a === b && domainA === domainB) return SAME
    const pool = this.#mailboxes
    const shorter = Math.min(pool.lengths[a] as number, pool.lengths[b] as number)
    const digits = this.#digitsOf[a] as number
    if (digits !== this.#digitsOf[b]) return DIFFERENT
    const nearDomain = domainA === domainB || edits(this.#domains, domainA, domainB, 2) <= 2
    const isOwnDomain = nearDomain && this.#domains.count(domainA) <= Math.max(10, size * COMMON_DOMAIN)
    // Two people of one name have mailboxes made of it: only a number or a rare domain makes it theirs.
    const isTelling = digits !== 0 || isOwnDomain
    if (a === b) return shorter < 4 && !isOwnDomain ? DIFFERENT : nearDomain ? ALIKE : isTelling ? MAILBOX : SIMILAR
    if (!isTelling) return nearDomain && shorter >= 8 && edits(pool, a, b, 1) === 1 ? SIMILAR : DIFFERENT
    if (nearDomain && edits(pool, a, b, 2) <= (shorter < 6 ? 1 : 2)) return ALIKE
    const [lettersA, lettersB] = [this.#lettersOf[a] as number, this.#lettersOf[b] as number]
    return mayBeNear(this.#letters, lettersA, lettersB, 0.88, 0) &&
      jaroWinkler(this.#letters, lettersA, lettersB) >= 0.88
      ? SIMILAR
      : DIFFERENT
  }
}
