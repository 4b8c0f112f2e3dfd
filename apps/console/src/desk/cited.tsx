import { Badge, Popover, UnstyledButton } from '@mantine/core'
import { IconArrowsSplit2, IconQuote } from '@tabler/icons-react'
import { type ReactNode, useContext, useMemo, useState } from 'react'
import type { CitedFact } from '../api/desk.ts'
import type { Provenance } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { RowFocus, type RowName } from '../timeline/row-focus.ts'
import { SourceName } from '../ui/source-name.tsx'
import classes from './cited.module.css'

interface CitedProps {
  readonly text: string
  /** Ids of facts. */
  readonly cites: readonly string[]
  readonly facts: readonly CitedFact[]
}

/** A sentence that opens to the facts it says, how sure each is, and the rows they stand on. */
export function Cited({ text, cites, facts }: CitedProps) {
  const { t } = useI18n()
  const cited = cites.flatMap((id) => facts.find((one) => one.id === id) ?? [])
  const isDisputed = cited.some((one) => one.certainty === 'disputed')
  return (
    <span className={classes.sentence}>
      {text}{' '}
      {cited.length > 0 && (
        <Sources count={rowsOf(cited)} isDisputed={isDisputed}>
          {cited.map((fact) => (
            <div key={fact.id} className={classes.fact}>
              <Badge
                variant="light"
                size="sm"
                tt="none"
                color={fact.certainty === 'disputed' ? 'orange' : fact.certainty === 'calculated' ? 'gray' : 'sea'}
              >
                {t(`fact.${fact.certainty}`)}
              </Badge>
              <Rows rows={fact.rows} />
            </div>
          ))}
        </Sources>
      )}
    </span>
  )
}

interface SourcesProps {
  readonly count: number
  readonly isDisputed?: boolean
  readonly children: ReactNode
}

/** The small button behind a sentence, and what it opens. */
export function Sources({ count, isDisputed = false, children }: SourcesProps) {
  const { t } = useI18n()
  const label = t('fact.sources', { count })
  const focus = useContext(RowFocus)
  const [isOpen, setOpen] = useState(false)
  const [isJumping, setJumping] = useState(false)
  // A row that is shown elsewhere gets the focus there, not the button it was opened from.
  const jump = useMemo(
    () =>
      focus &&
      ((row: RowName) => {
        setJumping(true)
        setOpen(false)
        focus(row)
      }),
    [focus],
  )
  const change = (opened: boolean) => {
    setJumping(false)
    setOpen(opened)
  }
  return (
    <Popover
      opened={isOpen}
      onChange={change}
      width={340}
      position="bottom-start"
      withArrow
      shadow="md"
      trapFocus
      returnFocus={!isJumping}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.open}
          data-disputed={isDisputed || undefined}
          aria-label={label}
          onClick={() => change(!isOpen)}
        >
          {isDisputed ? <IconArrowsSplit2 size={12} stroke={1.8} /> : <IconQuote size={12} stroke={1.8} />}
          <span className="tabular">{count}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} tabIndex={-1} data-autofocus className={classes.sources}>
        <RowFocus value={jump}>{children}</RowFocus>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Rows by stream and key, with when each was told; each opens to where it stands. */
export function Rows({ rows }: { readonly rows: readonly Provenance[] }) {
  const { t, format } = useI18n()
  const focus = useContext(RowFocus)
  return (
    <ul className={classes.rows}>
      {rows.map((row) => {
        const told = t('provenance.told', { at: format.dateTime(row.observedAt) })
        return (
          <li key={`${row.stream} ${row.key}`}>
            {focus ? (
              <UnstyledButton className={classes.row} onClick={() => focus(row)}>
                <SourceName stream={row.stream} rowKey={row.key} />
                <span>{told}</span>
              </UnstyledButton>
            ) : (
              <>
                <SourceName stream={row.stream} rowKey={row.key} />
                <span>{told}</span>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const rowsOf = (facts: readonly CitedFact[]): number =>
  new Set(facts.flatMap((fact) => fact.rows.map((row) => `${row.stream} ${row.key}`))).size
