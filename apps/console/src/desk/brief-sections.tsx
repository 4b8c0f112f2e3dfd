import { Button, Skeleton, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Brief, briefQuery, type Call } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import classes from './brief-sections.module.css'
import { Cited } from './cited.tsx'

interface BriefSectionsProps {
  readonly call: Call
  readonly profile: string
}

/** What to know before speaking, by kind and alerts first, each sentence with what it stands on. */
export function BriefSections({ call, profile }: BriefSectionsProps) {
  const { t, language } = useI18n()
  const [all, setAll] = useState(false)
  const { data: brief, error } = useQuery(briefQuery(call, profile, language, all))
  if (error) return <Problem error={error} />
  if (!brief) return <Skeleton h={320} />
  const { left } = brief
  return (
    <section className={classes.brief} aria-label={t('desk.brief')} lang={brief.language}>
      {byKind(brief).map(([kind, sentences]) => (
        <section key={kind} className={classes.kind} data-kind={kind} aria-label={t(`brief.${kind}`)}>
          <h3>{t(`brief.${kind}`)}</h3>
          <ul>
            {sentences.map((sentence) => (
              <li key={sentence.text}>
                <Cited text={sentence.text} cites={sentence.facts} facts={brief.facts} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {left.text !== '' && (
        <Text component="p" c="dimmed" fz="sm" m={0} className={classes.left}>
          {left.sensitive > 0 && <IconLock size={14} stroke={1.8} aria-hidden="true" />}
          <span>{left.text}</span>
        </Text>
      )}
      {(all || left.sentences > 0) && (
        <Button variant="subtle" size="compact-sm" className={classes.more} onClick={() => setAll(!all)}>
          {t(all ? 'desk.less' : 'desk.more')}
        </Button>
      )}
    </section>
  )
}

type Sentence = Brief['sentences'][number]

/** In the order that the brief has them: the most pressing kind first. */
function byKind({ sentences }: Brief): readonly (readonly [Sentence['kind'], readonly Sentence[]])[] {
  const kinds = new Map<Sentence['kind'], Sentence[]>()
  for (const sentence of sentences) kinds.set(sentence.kind, [...(kinds.get(sentence.kind) ?? []), sentence])
  return [...kinds]
}
