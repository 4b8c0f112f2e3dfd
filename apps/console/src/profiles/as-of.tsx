import { Alert, Skeleton } from '@mantine/core'
import { ProblemError } from '@rapport/client'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { historyQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { HeadSections } from './head-sections.tsx'

/** The profile as it was known on a day. */
export function AsOf({ id, day }: { readonly id: string; readonly day: string }) {
  const { t, format } = useI18n()
  const { data, error } = useQuery(historyQuery(id, day))
  const on = format.date(day)
  if (error instanceof ProblemError && error.code === 'PROFILE_NOT_FOUND')
    return (
      <Alert variant="light" color="gray" icon={<IconHistory size={18} />} role="status">
        {t('asOf.nothing', { day: on })}
      </Alert>
    )
  if (error) return <Problem error={error} />
  if (!data) return <Skeleton h={260} />
  return (
    <>
      <Alert variant="light" mb="md" icon={<IconHistory size={18} />} role="status">
        {t('asOf.known', { day: on, records: t('profile.records', { count: data.records }) })}
      </Alert>
      <HeadSections head={data} />
    </>
  )
}
