/** A node to cluster: an anchor with what decides how it may be joined. Nodes are numbered by their place in the array. */
export interface ClusterNode {
  /** Breaks ties, so that the result does not depend on the order of arrival: unique and stable, such as `stream/key`. */
  readonly orderKey: string
  /** Joins at most one other node's cluster and never bridges two: a bare identifier, a deleted record. */
  readonly isLeaf: boolean
  /** Values that must not differ within a cluster. */
  readonly exclusions: readonly { readonly name: string; readonly value: string }[]
}

/** A tie between two nodes; `rank` 0 comes before 1 before 2, then the heavier weight. */
export interface ClusterLink {
  readonly a: number
  readonly b: number
  readonly rank: number
  readonly weightBits: number
}

/** A steward's word on two nodes; the later one counts where they contradict each other. */
export interface ClusterDecision {
  readonly a: number
  readonly b: number
  readonly verdict: 'same' | 'different'
  readonly at: number
}

/**
 * Which nodes are one party. Precedence: decisions, then values that must not differ, then links by rank and weight.
 * A constrained single-pass agglomeration: links are taken strongest first and one that would join what must stay apart is
 * left out, so one bad link cannot glue two parties whose evidence contradicts it. The result is a function of the set:
 * any order of the input gives the same partition.
 * @returns for each node the smallest node number of its cluster
 */
export function cluster(
  nodes: readonly ClusterNode[],
  links: readonly ClusterLink[],
  decisions: readonly ClusterDecision[],
): Int32Array {
  const clusters = new Clusters(nodes, decisions)
  const order = (a: number, b: number): [string, string] => {
    const first = nodes[a]?.orderKey ?? ''
    const second = nodes[b]?.orderKey ?? ''
    return first < second ? [first, second] : [second, first]
  }
  const latestFirst = decisions
    .filter((decision) => decision.verdict === 'same')
    .sort((x, y) => y.at - x.at || compareKeys(order(x.a, x.b), order(y.a, y.b)))
  for (const decision of latestFirst) clusters.join(decision.a, decision.b, true)

  const strongestFirst = links
    .map((link) => ({ link, keys: order(link.a, link.b), touchesLeaf: isLeaf(nodes, link) }))
    .sort(
      (x, y) =>
        Number(x.touchesLeaf) - Number(y.touchesLeaf) || // leaves choose among finished clusters
        x.link.rank - y.link.rank ||
        y.link.weightBits - x.link.weightBits ||
        compareKeys(x.keys, y.keys),
    )
  for (const { link } of strongestFirst) clusters.join(link.a, link.b, false)
  return clusters.labels()
}

class Clusters {
  readonly #nodes: readonly ClusterNode[]
  readonly #parent: Int32Array
  /** Per root: name → values, made when first needed. */
  readonly #values = new Map<number, Map<string, Set<string>>>()
  readonly #different: readonly ClusterDecision[]
  readonly #attached: Uint8Array

  constructor(nodes: readonly ClusterNode[], decisions: readonly ClusterDecision[]) {
    this.#nodes = nodes
    this.#parent = Int32Array.from(nodes.keys())
    this.#attached = new Uint8Array(nodes.length)
    this.#different = decisions.filter((decision) => decision.verdict === 'different')
  }

  #find(node: number): number {
    let root = node
    while (this.#parent[root] !== root) root = this.#parent[root] as number
    for (let at = node; at !== root; ) {
      const next = this.#parent[at] as number
      this.#parent[at] = root
      at = next
    }
    return root
  }

  #valuesOf(root: number): Map<string, Set<string>> {
    let values = this.#values.get(root)
    if (!values) {
      values = new Map()
      for (const { name, value } of this.#nodes[root]?.exclusions ?? []) {
        const set = values.get(name)
        if (set) set.add(value)
        else values.set(name, new Set([value]))
      }
      this.#values.set(root, values)
    }
    return values
  }

  join(a: number, b: number, byDecision: boolean): void {
    const rootA = this.#find(a)
    const rootB = this.#find(b)
    if (rootA === rootB) return
    if (this.#different.some(({ a: x, b: y }) => isPair(this.#find(x), this.#find(y), rootA, rootB))) return
    if (!byDecision) {
      if ((this.#nodes[a]?.isLeaf && this.#attached[a]) || (this.#nodes[b]?.isLeaf && this.#attached[b])) return
      if (disagree(this.#valuesOf(rootA), this.#valuesOf(rootB))) return
    }
    const [root, child] = rootA < rootB ? [rootA, rootB] : [rootB, rootA]
    const into = this.#valuesOf(root)
    for (const [name, values] of this.#valuesOf(child)) into.set(name, new Set([...(into.get(name) ?? []), ...values]))
    this.#values.delete(child)
    this.#parent[child] = root
    this.#attached[a] = 1
    this.#attached[b] = 1
  }

  labels(): Int32Array {
    return this.#parent.map((_, node) => this.#find(node))
  }
}

function disagree(a: Map<string, Set<string>>, b: Map<string, Set<string>>): boolean {
  for (const [name, values] of a) {
    const others = b.get(name)
    if (others && (values.size !== others.size || [...values].some((value) => !others.has(value)))) return true
  }
  return false
}

const isPair = (x: number, y: number, a: number, b: number) => (x === a && y === b) || (x === b && y === a)

const isLeaf = (nodes: readonly ClusterNode[], link: ClusterLink) =>
  Boolean(nodes[link.a]?.isLeaf || nodes[link.b]?.isLeaf)

function compareKeys(x: readonly [string, string], y: readonly [string, string]): number {
  return x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] < y[1] ? -1 : x[1] > y[1] ? 1 : 0
}
