import { Button, Group, Skeleton, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import { type Asked, type OfferAnswer, plannedOffersQuery, useAnswerPlannedOffer } from '../api/briefs.ts'
import { type Offer, useTakeBackOffer } from '../api/desk.ts'
import { writeOfferAnswer } from '../api/outbox.ts'
import { Rows, Sources } from '../desk/cited.tsx'
import { Decline } from '../desk/decline.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { isUnreachable } from '../offline/kept.ts'
import { SessionContext, useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { useUndoable } from '../ui/use-undoable.tsx'
import { LetterState } from './letter-state.tsx'
import classes from './proposals.module.css'
import { useLetters } from './use-letters.ts'

/** What to propose, the most valuable first, with why; what they said to it is kept, and sent later where there is no network. */
export function Proposals({ asked, title }: { readonly asked: Asked; readonly title: string }) {
  const { t } = useI18n()
  const session = useContext(SessionContext)
  const { data, error } = useQuery(plannedOffersQuery(asked))
  const answer = useAnswerPlannedOffer(asked)
  const takeBack = useTakeBackOffer(asked.profile)
  const undoable = useUndoable()
  const letters = useLetters().filter(({ kind, profile }) => kind === 'answer' && profile === asked.profile)
  const say = (offer: Offer, said: OfferAnswer) =>
    answer.mutate(said, {
      onSuccess: ({ id }) =>
        undoable(t(said.accept ? 'desk.accepted' : 'desk.declined', { title: offer.title }), () => takeBack.mutate(id)),
      onError: (refused) => {
        if (session && isUnreachable(refused)) writeOfferAnswer(session, asked, said)
      },
    })
  const refused = answer.error && !isUnreachable(answer.error) ? answer.error : null
  const failed = error ?? refused ?? takeBack.error
  const offers = data?.value
  return (
    <Section title={title}>
      {failed && <Problem error={failed} />}
      {!data && !error && <Skeleton h={80} />}
      <ul className={classes.offers}>
        {offers?.items.map((offer) => {
          const letter = letters.findLast((one) => one.about === offer.name)
          return (
            <li key={offer.name}>
              <b>{offer.title}</b>
              <span>{offer.text}</span>
              <span className={classes.why}>
                {offer.reason} <Because offer={offer} />
              </span>
              {letter ? (
                <LetterState letter={letter} />
              ) : (
                <Answering offer={offer} isPending={answer.isPending} onSay={(said) => say(offer, said)} />
              )}
            </li>
          )
        })}
      </ul>
      {offers?.items.length === 0 && <Text c="dimmed">{t('desk.nothingToPropose')}</Text>}
      {offers !== undefined && offers.heldBack.count > 0 && (
        <Text c="dimmed" fz="sm" mt="xs">
          {t('desk.held.scope', { count: offers.heldBack.count })}
        </Text>
      )}
    </Section>
  )
}

interface AnsweringProps {
  readonly offer: Offer
  readonly isPending: boolean
  onSay(said: OfferAnswer): void
}

/** Accept, or decline and say why. */
function Answering({ offer, isPending, onSay }: AnsweringProps) {
  const { t } = useI18n()
  const mayWrite = useMay('write')
  const [isDeclining, setDeclining] = useState(false)
  if (!mayWrite) return null
  if (isDeclining)
    return (
      <Decline
        title={offer.title}
        onCancel={() => setDeclining(false)}
        onDecline={(why) => {
          setDeclining(false)
          onSay({ name: offer.name, accept: false, ...(why !== '' && { why }) })
        }}
      />
    )
  return (
    <Group gap={8} mt={6} className={classes.acts}>
      <Button
        size="xs"
        variant="light"
        leftSection={<IconCheck size={14} />}
        disabled={isPending}
        aria-label={`${t('desk.accept')}: ${offer.title}`}
        onClick={() => onSay({ name: offer.name, accept: true })}
      >
        {t('desk.accept')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconX size={14} />}
        disabled={isPending}
        aria-label={`${t('desk.decline')}: ${offer.title}`}
        onClick={() => setDeclining(true)}
      >
        {t('desk.decline')}
      </Button>
    </Group>
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
