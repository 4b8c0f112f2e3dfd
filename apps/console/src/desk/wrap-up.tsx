import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { type Call, newKey, useTakeBackNote, useWriteNote } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { useUndoable } from '../ui/use-undoable.tsx'
import classes from './desk-place.module.css'

interface WrapUpProps {
  readonly call: Call
  readonly profile: string
}

const empty = () => ({ key: newKey(), text: '', promise: '', due: '' })

/** What was said, and what was promised until when: written back to the profile. */
export function WrapUp({ call, profile }: WrapUpProps) {
  const { t } = useI18n()
  const write = useWriteNote(call.id, profile)
  const takeBack = useTakeBackNote(profile)
  const undoable = useUndoable()
  const [draft, setDraft] = useState(empty)
  const input = useRef<HTMLTextAreaElement>(null)
  useShortcuts(useMemo(() => ({ w: () => input.current?.focus() }), []))
  const subject = draft.promise.trim()
  const text = draft.text.trim()
  const save = () => {
    if (text === '' || write.isPending) return
    const dueAt = draft.due === '' ? {} : { dueAt: new Date(draft.due).toISOString() }
    write.mutate(
      { key: draft.key, text, ...(subject !== '' && { task: { subject, ...dueAt } }) },
      {
        onSuccess: ({ id }) => {
          setDraft(empty())
          undoable(t('desk.noteKept'), () => takeBack.mutate(id))
        },
      },
    )
  }
  const failed = write.error ?? takeBack.error
  return (
    <Section title={t('desk.wrapUp')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Textarea
          ref={input}
          autosize
          minRows={2}
          maxRows={8}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
          }}
          aria-label={t('desk.said')}
          placeholder={t('desk.said')}
          rightSection={draft.text === '' && <kbd className={classes.key}>w</kbd>}
        />
        <Group gap={8} align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            value={draft.promise}
            onChange={(event) => setDraft({ ...draft, promise: event.currentTarget.value })}
            label={t('desk.promise')}
          />
          <TextInput
            type="datetime-local"
            w={190}
            disabled={subject === ''}
            value={draft.due}
            onChange={(event) => setDraft({ ...draft, due: event.currentTarget.value })}
            label={t('desk.due')}
          />
        </Group>
        {failed && <Problem error={failed} />}
        <Button type="submit" disabled={text === ''} loading={write.isPending} className={classes.save}>
          {t('desk.keepNote')}
        </Button>
      </form>
    </Section>
  )
}
