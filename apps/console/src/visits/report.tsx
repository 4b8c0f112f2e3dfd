import { ActionIcon, Button, Chip, Group, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useContext, useMemo, useRef, useState } from 'react'
import type { Appointment } from '../api/agenda.ts'
import { newKey } from '../api/desk.ts'
import { sendAll, writeReport } from '../api/outbox.ts'
import { LetterState } from '../briefs/letter-state.tsx'
import { useLetters } from '../briefs/use-letters.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Letter } from '../offline/outbox.ts'
import { SessionContext } from '../shell/session-context.ts'
import { Section } from '../ui/section.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './report.module.css'
import { draftFrom, draftOf, forgetDraft, keepDraft, type ReportBody, type ReportDraft } from './report-draft.ts'

/** How visits end most; the words are under `report.outcome.…`. */
const outcomes = ['ordered', 'agreed', 'comeBack', 'absent', 'refused'] as const

/** What came of a visit: written where there is no network too, and sent when there is. */
export function Report({ visit }: { readonly visit: Appointment }) {
  const { t } = useI18n()
  const letter = useLetters().findLast(({ kind, about }) => kind === 'report' && about === visit.id)
  const [isRewriting, setRewriting] = useState(false)
  const isOpen = letter === undefined || isRewriting
  return (
    <Section title={t('report.title')}>
      {letter && !isRewriting && (
        <>
          <LetterState letter={letter} />
          {letter.state === 'refused' && (
            <Button size="xs" variant="light" mt="xs" onClick={() => setRewriting(true)}>
              {t('report.change')}
            </Button>
          )}
        </>
      )}
      {isOpen && <ReportForm visit={visit} refused={letter} onWritten={() => setRewriting(false)} />}
    </Section>
  )
}

interface ReportFormProps {
  readonly visit: Appointment
  /** What is changed and sent again. */
  readonly refused: Letter | undefined
  onWritten(): void
}

function ReportForm({ visit, refused, onWritten }: ReportFormProps) {
  const { t } = useI18n()
  const client = useQueryClient()
  const session = useContext(SessionContext)
  const [draft, setDraft] = useState(() =>
    refused?.request ? draftFrom(refused.request.body as Partial<ReportBody>) : draftOf(visit.id),
  )
  const first = useRef<HTMLTextAreaElement>(null)
  useShortcuts(useMemo(() => ({ r: () => first.current?.focus() }), []))
  const change = (to: Partial<ReportDraft>) => {
    const next = { ...draft, ...to }
    setDraft(next)
    keepDraft(visit.id, next)
  }
  const isEmpty = draft.outcome.trim() === '' && draft.text.trim() === ''
  const save = () => {
    if (isEmpty || !session) return
    writeReport(session, visit, draft, refused?.key)
    forgetDraft(visit.id)
    onWritten()
    void sendAll(client, session)
  }
  const changeStep = (key: string, to: Partial<ReportDraft['steps'][number]>) =>
    change({ steps: draft.steps.map((step) => (step.key === key ? { ...step, ...to } : step)) })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextInput
        value={draft.outcome}
        maxLength={300}
        onChange={(event) => change({ outcome: event.currentTarget.value })}
        label={t('report.outcome')}
        autoComplete="off"
      />
      <Group gap={6} role="group" aria-label={t('report.usual')}>
        {outcomes.map((one) => {
          const said = t(`report.outcome.${one}`)
          return (
            <Chip
              key={one}
              size="xs"
              variant="light"
              checked={draft.outcome === said}
              onChange={(isOn) => change({ outcome: isOn ? said : '' })}
            >
              {said}
            </Chip>
          )
        })}
      </Group>
      <Textarea
        ref={first}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={10_000}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
        }}
        label={t('report.text')}
      />
      {draft.steps.length > 0 && (
        <fieldset className={classes.steps}>
          <legend>{t('report.steps')}</legend>
          {draft.steps.map((step, index) => (
            <div key={step.key} className={classes.step}>
              <TextInput
                autoFocus={step.subject === ''}
                maxLength={300}
                value={step.subject}
                onChange={(event) => changeStep(step.key, { subject: event.currentTarget.value })}
                aria-label={t('report.step', { number: index + 1 })}
                placeholder={t('report.stepHint')}
                autoComplete="off"
              />
              <TextInput
                type="date"
                value={step.dueOn}
                onChange={(event) => changeStep(step.key, { dueOn: event.currentTarget.value })}
                aria-label={t('report.due', { number: index + 1 })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('report.dropStep', { number: index + 1 })}
                onClick={() => change({ steps: draft.steps.filter(({ key }) => key !== step.key) })}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
          ))}
        </fieldset>
      )}
      <Group justify="space-between" gap={8}>
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconPlus size={16} />}
          onClick={() => change({ steps: [...draft.steps, { key: newKey(), subject: '', dueOn: '' }] })}
        >
          {t('report.addStep')}
        </Button>
        <Button type="submit" disabled={isEmpty}>
          {t('report.save')}
        </Button>
      </Group>
    </form>
  )
}
