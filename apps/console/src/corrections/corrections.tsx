import { Button, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { correctionsQuery, useUndoCorrection } from '../api/corrections.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import classes from './corrections.module.css'
import { Outcome } from './outcome.tsx'

/** What was corrected at the desk, the newest first, undone ones too. Nothing where nothing was. */
export function Corrections({ profile }: { readonly profile: string }) {
  const { t, format } = useI18n()
  const mayWrite = useMay('write')
  const { data = [] } = useQuery(correctionsQuery(profile))
  const undo = useUndoCorrection(profile)
  if (data.length === 0) return null
  return (
    <Section title={t('correct.list')}>
      {undo.error && <Problem error={undo.error} />}
      <ul className={classes.list}>
        {data.map((one) => (
          <li key={one.id} data-undone={one.undone !== null || undefined}>
            <div className={classes.head}>
              <Text c="dimmed" fz="xs">
                {format.dateTime(one.at)}
                {one.undone !== null && ` · ${t('correct.undone', { at: format.dateTime(one.undone.at) })}`}
              </Text>
              {one.undone === null && mayWrite && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  leftSection={<IconArrowBackUp size={15} />}
                  loading={undo.isPending && undo.variables === one.id}
                  onClick={() => undo.mutate(one.id)}
                >
                  {t('action.undo')}
                </Button>
              )}
            </div>
            {one.undone === null ? (
              <Outcome outcome={one.outcome} asked={one.set} />
            ) : (
              <Text fz="sm">
                {Object.entries(one.set)
                  .map(([name, value]) => `${format.name('attribute', name)}: ${format.value(value)}`)
                  .join(' · ')}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
