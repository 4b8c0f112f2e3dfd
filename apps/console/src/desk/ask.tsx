import { ActionIcon, Text, TextInput } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { type Answer, type Call, useAsk } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './ask.module.css'
import { Cited } from './cited.tsx'
import place from './desk-place.module.css'

interface AskProps {
  readonly call: Call
  readonly profile: string
}

interface Asked {
  readonly question: string
  readonly answer: Answer
}

/** Questions about who is calling, answered from their data; the newest on top. */
export function Ask({ call, profile }: AskProps) {
  const { t } = useI18n()
  const ask = useAsk(call.id, profile)
  const [question, setQuestion] = useState('')
  const [answered, setAnswered] = useState<readonly Asked[]>([])
  const input = useRef<HTMLInputElement>(null)
  useShortcuts(useMemo(() => ({ q: () => input.current?.focus() }), []))
  return (
    <Section title={t('desk.ask')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const asked = question.trim()
          if (asked === '' || ask.isPending) return
          ask.mutate(asked, {
            onSuccess: (answer) => {
              setAnswered((before) => [{ question: asked, answer }, ...before])
              setQuestion('')
            },
          })
        }}
      >
        <TextInput
          ref={input}
          value={question}
          maxLength={500}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          aria-label={t('desk.question')}
          placeholder={t('desk.questionHint')}
          leftSection={question === '' && <kbd className={place.key}>q</kbd>}
          rightSection={
            <ActionIcon type="submit" variant="subtle" loading={ask.isPending} aria-label={t('desk.askDo')}>
              <IconSend2 size={18} stroke={1.6} />
            </ActionIcon>
          }
          autoComplete="off"
        />
      </form>
      {ask.error && <Problem error={ask.error} />}
      <div role="log" aria-label={t('desk.answers')} className={classes.answers}>
        {answered.map(({ question: asked, answer }) => (
          <div key={answer.id} className={classes.answer}>
            <b>{asked}</b>
            <ul lang={answer.language}>
              {answer.sentences.map((sentence) => (
                <li key={sentence.text}>
                  <Cited text={sentence.text} cites={sentence.facts} facts={answer.facts} />
                </li>
              ))}
            </ul>
            {answer.held.count > 0 && (
              <Text c="dimmed" fz="sm" lang={answer.language}>
                {answer.held.text}
              </Text>
            )}
          </div>
        ))}
      </div>
    </Section>
  )
}
