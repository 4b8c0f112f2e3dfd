import { Button, Group, Skeleton, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { type Call, type Offer, offersQuery, useAnswerOffer, useTakeBackOffer } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { useUndoable } from '../ui/use-undoable.tsx'
import { Rows, Sources } from './cited.tsx'
import { Decline } from './decline.tsx'
import place from './desk-place.module.css'
import classes from './offers.module.css'

interface OffersProps {
  readonly call: Call
  readonly profile: string
}

/** What to propose now, the most valuable first, with why; the answer is kept. */
export function Offers({ call, profile }: OffersProps) {
  const { t, language } = useI18n()
  const mayWrite = useMay('write')
  const { data, error } = useQuery(offersQuery(call, profile, language))
  const answer = useAnswerOffer(call.id, profile)
  const takeBack = useTakeBackOffer(profile)
  const undoable = useUndoable()
  const list = useRef<HTMLUListElement>(null)
  const [declining, setDeclining] = useState<string | null>(null)
  useShortcuts(
    useMemo(() => ({ p: () => list.current?.querySelector<HTMLButtonElement>('[data-accept]')?.focus() }), []),
  )
  const say = (offer: Offer, accept: boolean, why = '') => {
    setDeclining(null)
    answer.mutate(
      { name: offer.name, accept, why },
      {
        onSuccess: ({ id }) =>
          undoable(t(accept ? 'desk.accepted' : 'desk.declined', { title: offer.title }), () => takeBack.mutate(id)),
      },
    )
  }
  const failed = error ?? answer.error ?? takeBack.error
  return (
    <Section title={t('desk.propose')} aside={data && data.items.length > 0 && <kbd className={place.key}>p</kbd>}>
      {failed && <Problem error={failed} />}
      {!data && !error && <Skeleton h={80} />}
      <ul ref={list} className={classes.offers}>
        {data?.items.map((offer) => (
          <li key={offer.name}>
            <b>{offer.title}</b>
            <span>{offer.text}</span>
            <span className={classes.why}>
              {offer.reason} <Because offer={offer} />
            </span>
            {mayWrite && declining !== offer.name && (
              <Group gap={8} mt={6}>
                <Button
                  size="xs"
                  variant="light"
                  data-accept
                  leftSection={<IconCheck size={14} />}
                  disabled={answer.isPending}
                  aria-label={`${t('desk.accept')}: ${offer.title}`}
                  onClick={() => say(offer, true)}
                >
                  {t('desk.accept')}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconX size={14} />}
                  disabled={answer.isPending}
                  aria-label={`${t('desk.decline')}: ${offer.title}`}
                  onClick={() => setDeclining(offer.name)}
                >
                  {t('desk.decline')}
                </Button>
              </Group>
            )}
            {declining === offer.name && (
              <Decline
                title={offer.title}
                onDecline={(why) => say(offer, false, why)}
                onCancel={() => setDeclining(null)}
              />
            )}
          </li>
        ))}
      </ul>
      {data?.items.length === 0 && <Text c="dimmed">{t('desk.nothingToPropose')}</Text>}
      {data !== undefined && data.heldBack.count > 0 && (
        <Text c="dimmed" fz="sm" mt="xs">
          {t(`desk.held.${data.heldBack.until ?? 'verified'}`, { count: data.heldBack.count })}
        </Text>
      )}
    </Section>
  )
}

/** The conditions that hold, with the rows behind them. */
function Because({ offer }: { readonly offer: Offer }) {
  const rows = offer.because.flatMap((one) => one.rows)
  if (rows.length === 0) return null
  return (
    <Sources count={rows.length}>
      {offer.because.map((one) => (
        <div key={`${one.kind} ${one.name}`} className={classes.because}>
          <span>
            {one.title}
            {one.said !== null && <b> {one.said}</b>}
          </span>
          <Rows rows={one.rows} />
        </div>
      ))}
    </Sources>
  )
}
