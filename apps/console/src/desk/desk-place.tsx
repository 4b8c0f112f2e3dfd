import { ActionIcon, Skeleton, Text, VisuallyHidden } from '@mantine/core'
import { IconKeyboard } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { callQuery, deskName, useTake } from '../api/desk.ts'
import { type Ring, useRings } from '../api/rings.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { whenIdle } from '../ui/when-idle.ts'
import { CallTabs } from './call-tabs.tsx'
import classes from './desk-place.module.css'
import { RingField } from './ring-field.tsx'
import { closeTab, openTab, useTabs } from './tabs.ts'
import { Waiting } from './waiting.tsx'

// What a waiting desk does not need is loaded while it waits.
const loadCallView = () => import('./call-view.tsx').then((one) => ({ default: one.CallView }))
const loadPicker = () => import('./picker.tsx').then((one) => ({ default: one.Picker }))
const CallView = lazy(loadCallView)
const Picker = lazy(loadPicker)
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx').then((one) => ({ default: one.ShortcutHelp })))

/** The desk: a number rings, and who it is stands there with what to know before one speaks. */
export function DeskPlace() {
  const { t } = useI18n()
  const { call: id } = useSearch({ from: '/desk' })
  const mayWrite = useMay('write')
  const { rings, tabs, ringing, show, answer, close } = useDesk(id)
  const [isHelping, setHelping] = useState(false)
  useEffect(
    () =>
      whenIdle(() => {
        void loadCallView()
        void loadPicker()
      }),
    [],
  )
  useShortcuts(
    useMemo(() => {
      const digits = tabs.map((tab, index) => [String(index + 1), () => show(tab.id)] as const)
      return {
        ...Object.fromEntries(digits),
        '?': () => setHelping(true),
        ...(id !== undefined && { x: () => close(id) }),
        ...(ringing && { a: () => answer(ringing.id) }),
      }
    }, [tabs, id, ringing, show, answer, close]),
  )
  return (
    <div className={classes.place}>
      <VisuallyHidden component="h1">{t('place.desk')}</VisuallyHidden>
      <div className={classes.bar}>
        <Text fz="xl" fw={620} aria-hidden="true" className={classes.title}>
          {t('place.desk')}
        </Text>
        {mayWrite && <RingField open={id} onRing={answer} />}
        <CallTabs
          tabs={tabs}
          active={id}
          rings={rings.items}
          ringing={id === undefined ? undefined : ringing}
          onShow={show}
          onClose={close}
          onAnswer={answer}
        />
        {!rings.isLive && id !== undefined && (
          <Text fz="sm" className={classes.lost} role="status">
            {t('desk.notLiveShort')}
          </Text>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('help.title')}
          onClick={() => setHelping(true)}
        >
          <IconKeyboard size={20} stroke={1.6} />
        </ActionIcon>
      </div>
      {id === undefined ? <Waiting rings={rings} onAnswer={answer} /> : <OpenCall id={id} />}
      {isHelping && (
        <Suspense>
          <ShortcutHelp onClose={() => setHelping(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** What is open here, what rings, and what one does about it. */
function useDesk(id: string | undefined) {
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/desk' })
  const tabs = useTabs()
  const rings = useRings()
  const { mutate: take } = useTake()
  const mayWrite = useMay('write')
  const { show, answer, close } = useMemo(() => {
    const show = (call: string | undefined) => void navigate({ search: call === undefined ? {} : { call } })
    return {
      show,
      /** Opens a call as one's own. */
      answer: (call: string) => {
        openTab(call, true)
        if (mayWrite) take(call)
        show(call)
      },
      close: (call: string) => {
        const beside = closeTab(call)
        if (new URLSearchParams(location.search).get('call') === call) show(beside)
      },
    }
  }, [navigate, take, mayWrite])
  // A reload, a bookmark, a link.
  useEffect(() => {
    if (id !== undefined) openTab(id, false)
  }, [id])
  // Who waits sees at once who rings; it is theirs when they say so.
  const { arrived } = rings
  const seen = useRef<Ring | null>(null)
  useEffect(() => {
    if (arrived === null || seen.current === arrived) return
    seen.current = arrived
    if (id !== undefined || !rings.ringing.includes(arrived.id)) return
    void client.prefetchQuery(callQuery(arrived.id))
    show(arrived.id)
  }, [arrived, rings.ringing, id, client, show])
  // What was only looked at goes when somebody else answers it.
  const name = deskName()
  const elsewhere = tabs.find(
    (tab) => !tab.isMine && rings.items.some((ring) => ring.id === tab.id && isElsewhere(ring, name)),
  )
  useEffect(() => {
    if (elsewhere) close(elsewhere.id)
  }, [elsewhere, close])
  const next = rings.ringing.find((ring) => tabs.every((tab) => tab.id !== ring))
  const ringing = rings.items.find((ring) => ring.id === next)
  return { rings, tabs, ringing, show, answer, close }
}

const isElsewhere = ({ taken }: Ring, desk: string): boolean => taken !== null && taken.desk !== desk

function OpenCall({ id }: { readonly id: string }) {
  const { data: call, error } = useQuery(callQuery(id))
  if (error) return <Problem error={error} />
  if (!call) return <Skeleton h={300} m="lg" />
  // What was asked and written belongs to one call and one person: another begins anew.
  return (
    <Suspense fallback={<Skeleton h={300} m="lg" />}>
      {call.profile === null ? (
        <Picker key={call.id} call={call} />
      ) : (
        <CallView key={`${call.id} ${call.profile.id}`} call={call} who={call.profile} />
      )}
    </Suspense>
  )
}
