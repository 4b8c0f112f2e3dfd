import { Button, Group } from '@mantine/core'
import { IconLink, IconUnlink } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useDecide, useWithdraw } from '../api/decisions.ts'
import { type Call, callKey } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { useUndoable } from '../ui/use-undoable.tsx'
import place from './desk-place.module.css'
import classes from './offered-decisions.module.css'

type Offered = Call['decisions'][number]

/** The caller is somebody else than their number says: what a steward may decide about the records that carry it. */
export function OfferedDecisions({ call }: { readonly call: Call }) {
  const maySteward = useMay('steward')
  const [left, setLeft] = useState<readonly string[]>([])
  const offered = maySteward ? call.decisions.filter((one) => !left.includes(nameOf(one))) : []
  if (offered.length === 0) return null
  return <Strip call={call} offered={offered} onLeave={(one) => setLeft([...left, nameOf(one)])} />
}

const nameOf = ({ a, b, verdict }: Offered): string => `${verdict} ${a} ${b}`

interface StripProps {
  readonly call: Call
  readonly offered: readonly Offered[]
  onLeave(offered: Offered): void
}

function Strip({ call, offered, onLeave }: StripProps) {
  const { t } = useI18n()
  const client = useQueryClient()
  const decide = useDecide()
  const withdraw = useWithdraw()
  const undoable = useUndoable()
  const { mutateAsync, isPending } = decide
  const { mutateAsync: takeBack } = withdraw
  const { say, shortcuts } = useMemo(() => {
    const readAnew = () => client.invalidateQueries({ queryKey: callKey(call.id) })
    const say = ({ a, b, verdict }: Offered) =>
      // The strip may be gone once it succeeds; a refusal stands in `error`.
      void mutateAsync({ a, b, verdict }).then(
        async (decided) => {
          await readAnew()
          if (!decided) return
          const undo = () => void takeBack(decided.id).then(readAnew, () => {})
          undoable(t(`identity.decided.${verdict}`), undo)
        },
        () => {},
      )
    const [first] = offered
    return { say, shortcuts: first ? { d: () => say(first) } : {} }
  }, [mutateAsync, takeBack, undoable, client, call.id, offered, t])
  useShortcuts(shortcuts)
  const failed = decide.error ?? withdraw.error
  return (
    <section className={classes.strip} aria-label={t('desk.decide')}>
      <ul>
        {offered.map((one, index) => (
          <li key={nameOf(one)}>
            <span>{one.why}</span>
            <Group gap={6} wrap="nowrap">
              <Button
                size="xs"
                variant="default"
                disabled={isPending}
                leftSection={one.verdict === 'same' ? <IconLink size={14} /> : <IconUnlink size={14} />}
                rightSection={index === 0 && <kbd className={place.key}>d</kbd>}
                onClick={() => say(one)}
              >
                {t(`desk.decide.${one.verdict}`)}
              </Button>
              <Button size="xs" variant="subtle" color="gray" onClick={() => onLeave(one)}>
                {t('desk.decide.leave')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      {failed && <Problem error={failed} />}
    </section>
  )
}
