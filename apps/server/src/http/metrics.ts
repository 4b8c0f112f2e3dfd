import type { Registry } from 'prom-client'

const BOUNDS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const
const DURATION = 'rapport_http_request_duration_seconds'

/** One route's requests: counted in plain numbers, since this runs on every request. */
export class RouteMetrics {
  readonly method: string
  readonly route: string
  readonly buckets = new Float64Array(BOUNDS_SECONDS.length)
  readonly statuses = new Map<number, number>()
  count = 0
  sumSeconds = 0

  constructor(method: string, route: string) {
    this.method = method
    this.route = route
  }

  observe(status: number, seconds: number): void {
    this.count++
    this.sumSeconds += seconds
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    for (let index = 0; index < BOUNDS_SECONDS.length; index++) {
      if (seconds > (BOUNDS_SECONDS[index] as number)) continue
      ;(this.buckets[index] as number)++
      return
    }
  }
}

interface Sample {
  readonly metricName?: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

/** Requests by route, shown with the runtime's metrics. */
export class HttpMetrics {
  readonly #routes = new Map<string, RouteMetrics>()
  openStreams = 0

  /** The counters of a route; asked for once, when the route is made. */
  route(method: string, route: string): RouteMetrics {
    const name = `${method} ${route}`
    let metrics = this.#routes.get(name)
    if (!metrics) {
      metrics = new RouteMetrics(method, route)
      this.#routes.set(name, metrics)
    }
    return metrics
  }

  /** Adds these metrics to a registry, read when it is scraped. */
  register(registry: Registry): void {
    const add = (name: string, help: string, type: string, values: () => readonly Sample[]) => {
      if (registry.getSingleMetric(name)) registry.removeSingleMetric(name)
      registry.registerMetric({
        name,
        help,
        type,
        aggregator: 'sum',
        get: async () => ({ name, help, type, aggregator: 'sum', values: values() }),
      } as never)
    }
    add('rapport_http_requests_total', 'Requests answered.', 'counter', () =>
      this.#each((one) =>
        [...one.statuses].map(([status, value]) => ({
          labels: { method: one.method, route: one.route, status },
          value,
        })),
      ),
    )
    add(DURATION, 'Time to answer, seconds.', 'histogram', () => this.#each(histogram))
    add('rapport_http_open_streams', 'Change feeds being followed.', 'gauge', () => [
      { labels: {}, value: this.openStreams },
    ])
  }

  #each(samples: (one: RouteMetrics) => readonly Sample[]): readonly Sample[] {
    return [...this.#routes.values()].filter((one) => one.count > 0).flatMap(samples)
  }
}

function histogram(one: RouteMetrics): readonly Sample[] {
  const labels = { method: one.method, route: one.route }
  let total = 0
  const buckets = BOUNDS_SECONDS.map((le, index) => {
    total += one.buckets[index] as number
    return { metricName: `${DURATION}_bucket`, labels: { ...labels, le }, value: total }
  })
  return [
    ...buckets,
    { metricName: `${DURATION}_bucket`, labels: { ...labels, le: '+Inf' }, value: one.count },
    { metricName: `${DURATION}_sum`, labels, value: one.sumSeconds },
    { metricName: `${DURATION}_count`, labels, value: one.count },
  ]
}
