import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type AgendaDay, briefsOfDay } from '../api/agenda.ts'
import { type Asked, briefKey, briefName, plannedOffersQuery } from '../api/briefs.ts'
import { keepFiles } from '../offline/keep-files.ts'
import { forgetOld, keep } from '../offline/kept.ts'

/**
 * Reads a whole day's briefs and what to propose at once, and keeps them with the console's own files, so that a tunnel is no
 * problem. Answers with when the day was read.
 */
export const keptDayQuery = (client: QueryClient, day: AgendaDay, language: string) =>
  queryOptions({
    queryKey: ['agenda', day.kind, day.day, day.group ?? null, 'kept', language],
    queryFn: async ({ signal }): Promise<string> => {
      const at = new Date().toISOString()
      const asked: Asked[] = []
      for await (const { item, brief } of briefsOfDay(day, language, signal)) {
        const one: Asked = { profile: item.profile.id, occasion: day.kind, language }
        const name = briefName(one)
        if (name !== null) await keep(name, brief)
        client.setQueryData(briefKey(one), { value: brief, at, isOffline: false })
        asked.push(one)
      }
      await Promise.all(asked.map((one) => client.prefetchQuery(plannedOffersQuery(one))))
      await keepFiles()
      await forgetOld(Date.now())
      return at
    },
    retry: false,
    networkMode: 'always',
  })
