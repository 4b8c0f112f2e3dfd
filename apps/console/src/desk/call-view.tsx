import { Badge, Button, Menu, Title } from '@mantine/core'
import { IconPencil, IconPhoneCheck, IconShieldCheck, IconUserOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { type Call, type CallCandidate, deskName, usePick, useTake, useVerify } from '../api/desk.ts'
import { recordsQuery, type SourceRecord } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { type FocusedRow, isRow, RowFocus, type RowName } from '../timeline/row-focus.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { useUndoable } from '../ui/use-undoable.tsx'
import { Ask } from './ask.tsx'
import { BriefSections } from './brief-sections.tsx'
import classes from './desk-place.module.css'
import { Matters } from './matters.tsx'
import { OfferedDecisions } from './offered-decisions.tsx'
import { Offers } from './offers.tsx'
import { PinnedRow } from './pinned-row.tsx'
import { openTab } from './tabs.ts'
import { WrapUp } from './wrap-up.tsx'

const CorrectionDialog = lazy(() =>
  import('../corrections/correction-dialog.tsx').then((one) => ({ default: one.CorrectionDialog })),
)

/** How callers prove who they are; the words are under `desk.method.…`. */
const methods = ['birthDate', 'lastOrder', 'callBack'] as const

interface CallViewProps {
  readonly call: Call
  readonly who: CallCandidate
}

/** A call that has somebody: the brief, what to propose, what happened, and what was said. */
export function CallView({ call, who }: CallViewProps) {
  const mayWrite = useMay('write')
  const [only, setOnly] = useState<readonly string[]>([])
  const { t } = useI18n()
  const { focus, focused, pinned, pin, unpin } = useRowFocus(who.id, setOnly)
  return (
    <article className={classes.call}>
      <div>
        <Head call={call} who={who} />
        <OfferedDecisions call={call} />
      </div>
      <RowFocus value={focus}>
        <div className={classes.columns}>
          <div className={classes.column}>
            <BriefSections call={call} profile={who.id} />
          </div>
          <div className={classes.column}>
            <Offers call={call} profile={who.id} />
            <Ask call={call} profile={who.id} />
            {mayWrite && <WrapUp call={call} profile={who.id} />}
          </div>
          <div className={classes.column}>
            {pinned && (
              <PinnedRow row={pinned.row} record={pinned.record} isVerified={call.isVerified} onClose={unpin} />
            )}
            <Matters profile={who.id} isVerified={call.isVerified} />
            <Section title={t('profile.tab.timeline')}>
              <Timeline id={who.id} only={only} onOnly={setOnly} focused={focused} onMissing={pin} />
            </Section>
          </div>
        </div>
      </RowFocus>
    </article>
  )
}

interface Pinned {
  readonly row: RowName
  readonly record: SourceRecord | undefined
}

/** Shows the row that a sentence stands on: a record beside the timeline, everything else in it. */
function useRowFocus(profile: string, onOnly: (entities: readonly string[]) => void) {
  const client = useQueryClient()
  const [focused, setFocused] = useState<FocusedRow | null>(null)
  const [pinned, setPinned] = useState<Pinned | null>(null)
  const focus = useCallback(
    ({ stream, key }: RowName) => {
      const row = { stream, key }
      const find = async () => {
        const records = await client.ensureQueryData(recordsQuery(profile)).catch(() => [])
        const record = records.find((one) => isRow(one, row))
        if (record) return setPinned({ row, record })
        setPinned(null)
        onOnly([])
        setFocused(row)
      }
      void find()
    },
    [client, profile, onOnly],
  )
  const pin = useCallback((row: RowName) => {
    setFocused(null)
    setPinned({ row, record: undefined })
  }, [])
  return { focus, focused, pinned, pin, unpin: () => setPinned(null) }
}

function Head({ call, who }: CallViewProps) {
  const { t } = useI18n()
  const mayWrite = useMay('write')
  const pick = usePick(call.id)
  const verify = useVerify(call.id)
  const [isAsking, setAsking] = useState(false)
  const [isCorrecting, setCorrecting] = useState(false)
  const { mutate: take, isPending: isTaking, error: notTaken } = useTake()
  const canVerify = mayWrite && !call.isVerified
  const isMine = call.taken?.desk === deskName()
  const canTake = mayWrite && !isMine
  const undoable = useUndoable()
  const { mutateAsync } = pick
  const shortcuts = useMemo(() => {
    const not = () =>
      // This view is gone once it succeeds, so the message is not left to a callback of it; a refusal stands in `error`.
      void mutateAsync({ not: who.id }).then(
        () => undoable(t('desk.notThemDone', { name: who.name }), () => void mutateAsync({ profile: who.id })),
        () => {},
      )
    return {
      ...(mayWrite && { n: not, e: () => setCorrecting(true) }),
      ...(canVerify && { v: () => setAsking(true) }),
      ...(canTake && {
        t: () => {
          openTab(call.id, true)
          take(call.id)
        },
      }),
    }
  }, [mutateAsync, undoable, mayWrite, canVerify, canTake, take, call.id, who.id, who.name, t])
  useShortcuts(shortcuts)
  const { tier } = who.summary
  const failed = pick.error ?? verify.error ?? notTaken
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        <div className={classes.name}>
          <Title order={2} fz={22} lh={1.2}>
            <Link to="/profiles/$id" params={{ id: who.id }} search={{ q: '' }} className={classes.profile}>
              {who.name || t('profiles.nameless')}
            </Link>
          </Title>
          {typeof tier === 'string' && (
            <Badge variant="light" tt="none">
              {tier}
            </Badge>
          )}
          <Badge variant="light" color={call.isVerified ? 'sea' : 'orange'} tt="none">
            {t(call.isVerified ? 'desk.verified' : 'desk.unverified')}
          </Badge>
          {call.taken && !isMine && (
            <Badge variant="filled" color="orange" tt="none" role="status">
              {t('desk.takenBy', { name: call.taken.author })}
            </Badge>
          )}
        </div>
        <Reasons call={call} who={who} />
      </div>
      <div className={classes.acts}>
        {shortcuts.t && (
          <Button
            size="xs"
            variant={call.taken ? 'default' : 'filled'}
            leftSection={<IconPhoneCheck size={16} stroke={1.6} />}
            rightSection={<kbd className={call.taken ? classes.key : classes.keyOn}>t</kbd>}
            loading={isTaking}
            onClick={shortcuts.t}
          >
            {t(call.taken ? 'desk.takeOver' : 'desk.take')}
          </Button>
        )}
        {canVerify && (
          <Menu opened={isAsking} onChange={setAsking} position="bottom-end" width={230}>
            <Menu.Target>
              <Button
                size="xs"
                variant={isMine ? 'filled' : 'default'}
                leftSection={<IconShieldCheck size={16} stroke={1.6} />}
                rightSection={<kbd className={isMine ? classes.keyOn : classes.key}>v</kbd>}
                loading={verify.isPending}
              >
                {t('desk.verify')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('desk.verifiedBy')}</Menu.Label>
              {methods.map((method) => (
                <Menu.Item key={method} onClick={() => verify.mutate(method)}>
                  {t(`desk.method.${method}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {shortcuts.n && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUserOff size={16} stroke={1.6} />}
            rightSection={<kbd className={classes.key}>n</kbd>}
            loading={pick.isPending}
            onClick={shortcuts.n}
          >
            {t('desk.notThem')}
          </Button>
        )}
        {shortcuts.e && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPencil size={16} stroke={1.6} />}
            rightSection={<kbd className={classes.key}>e</kbd>}
            onClick={shortcuts.e}
          >
            {t('correct.open')}
          </Button>
        )}
      </div>
      {isCorrecting && (
        <Suspense>
          <CorrectionDialog profile={who.id} call={call} onClose={() => setCorrecting(false)} />
        </Suspense>
      )}
      {failed && <Problem error={failed} />}
    </header>
  )
}

/** Why the number is thought to be theirs, as the server says it in the reader’s language. */
function Reasons({ call, who }: CallViewProps) {
  return (
    <p className={classes.reasons}>
      <span className="tabular">{call.from}</span>
      {' · '}
      <span>{who.reasons.join(' ')}</span>
    </p>
  )
}
