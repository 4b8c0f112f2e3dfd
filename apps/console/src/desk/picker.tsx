import { Button, Group, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useRef, useState } from 'react'
import { type Call, type CallCandidate, useContact, usePick } from '../api/desk.ts'
import { searchQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { OfferedDecisions } from './offered-decisions.tsx'
import classes from './picker.module.css'

/** A call that has nobody yet: who it may be and why, somebody else, or somebody new. */
export function Picker({ call }: { readonly call: Call }) {
  const { t } = useI18n()
  const mayWrite = useMay('write')
  const pick = usePick(call.id)
  const list = useRef<HTMLUListElement>(null)
  const step = (event: KeyboardEvent, from: number) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    list.current?.querySelectorAll('button')[from + by]?.focus()
  }
  const choose = (profile: string) => pick.mutate({ profile })
  return (
    <div className={classes.picker}>
      <header>
        <Title order={2} fz={22} lh={1.2}>
          {t('desk.who')}
        </Title>
        <Text c="dimmed" className="tabular">
          {call.from} ·{' '}
          {call.candidateCount > 0 ? t('desk.candidates', { count: call.candidateCount }) : t('desk.nobodyKnown')}
        </Text>
      </header>
      <OfferedDecisions call={call} />
      {pick.error && <Problem error={pick.error} />}
      {call.candidates.length > 0 && (
        <ul ref={list} className={classes.candidates} aria-label={t('desk.who')}>
          {call.candidates.map((candidate, index) => (
            <li key={candidate.id}>
              <UnstyledButton
                className={classes.candidate}
                disabled={!mayWrite || pick.isPending}
                autoFocus={index === 0}
                onKeyDown={(event) => step(event, index)}
                onClick={() => choose(candidate.id)}
              >
                <Candidate candidate={candidate} tellApart={call.tellApart} />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <div className={classes.others}>
          <SomebodyElse isFirst={call.candidates.length === 0} onChoose={choose} />
          {call.offers.includes('contact') && <SomebodyNew call={call} />}
        </div>
      )}
    </div>
  )
}

interface CandidateProps {
  readonly candidate: CallCandidate
  /** Attributes that differ between the candidates. */
  readonly tellApart: readonly string[]
}

function Candidate({ candidate, tellApart }: CandidateProps) {
  const { t, format } = useI18n()
  const told = tellApart.filter((name) => name !== 'name' && candidate.summary[name] !== undefined)
  return (
    <>
      <b>{candidate.name || t('profiles.nameless')}</b>
      {candidate.isFormer && <span className={classes.former}>{t('desk.former')}</span>}
      {candidate.reasons.map((reason) => (
        <span key={reason} className={classes.reason}>
          {reason}
        </span>
      ))}
      {told.length > 0 && (
        <span className={classes.told}>
          {told.map((name) => (
            <span key={name}>
              <i>{format.name('attribute', name)}</i> {format.value(candidate.summary[name])}
            </span>
          ))}
        </span>
      )}
    </>
  )
}

interface SomebodyElseProps {
  /** Nobody is offered before: one begins to type at once. */
  readonly isFirst: boolean
  onChoose(profile: string): void
}

function SomebodyElse({ isFirst, onChoose }: SomebodyElseProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const asked = useDeferredValue(typed.trim())
  const { data = [], error } = useQuery({ ...searchQuery(asked), enabled: asked !== '' })
  return (
    <Section title={t('desk.somebodyElse')}>
      <TextInput
        autoFocus={isFirst}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        aria-label={t('profiles.find')}
        placeholder={t('profiles.placeholder')}
        leftSection={<IconSearch size={16} />}
        autoComplete="off"
      />
      {error && <Problem error={error} />}
      {asked !== '' && (
        <ul className={classes.hits}>
          {data.slice(0, 6).map((one) => (
            <li key={one.id}>
              <UnstyledButton className={classes.hit} onClick={() => onChoose(one.id)}>
                <span>{one.name || t('profiles.nameless')}</span>
                <Text span c="dimmed" fz="xs" ff="monospace">
                  {one.id}
                </Text>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Whom nobody knew is written down, and a later sync of a real system joins them by the rules. */
function SomebodyNew({ call }: { readonly call: Call }) {
  const { t, format } = useI18n()
  const contact = useContact(call.id)
  const [givenName, setGivenName] = useState('')
  const [familyName, setFamilyName] = useState('')
  const given = givenName.trim()
  const family = familyName.trim()
  return (
    <Section title={t('desk.somebodyNew')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          contact.mutate({ ...(given !== '' && { givenName: given }), ...(family !== '' && { familyName: family }) })
        }}
      >
        <Group gap={8} align="flex-end">
          <TextInput
            flex={1}
            miw={120}
            value={givenName}
            onChange={(event) => setGivenName(event.currentTarget.value)}
            label={format.name('attribute', 'givenName')}
            autoComplete="off"
          />
          <TextInput
            flex={1}
            miw={120}
            value={familyName}
            onChange={(event) => setFamilyName(event.currentTarget.value)}
            label={format.name('attribute', 'familyName')}
            autoComplete="off"
          />
          <Button type="submit" variant="default" disabled={given + family === ''} loading={contact.isPending}>
            {t('desk.writeDown')}
          </Button>
        </Group>
      </form>
      {contact.error && <Problem error={contact.error} />}
    </Section>
  )
}
