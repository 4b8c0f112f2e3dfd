import { Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { Brief } from '../api/desk.ts'
import { Cited } from '../desk/cited.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './brief-view.module.css'

interface BriefViewProps {
  readonly brief: Brief
  /** Kinds that are told elsewhere on the page. */
  readonly without?: readonly string[]
}

/** What to know before meeting somebody: a heading a kind, in the order that the brief has them; alerts stand out. */
export function BriefView({ brief, without = [] }: BriefViewProps) {
  const { t } = useI18n()
  const { left } = brief
  return (
    <section className={classes.brief} aria-label={t('brief.title')} lang={brief.language}>
      <Kinds brief={brief} wanted={(kind) => !without.includes(kind)} />
      {left.text !== '' && (
        <Text component="p" c="dimmed" fz="sm" m={0} className={classes.left}>
          {left.sensitive > 0 && <IconLock size={14} stroke={1.8} aria-hidden="true" />}
          <span>{left.text}</span>
        </Text>
      )}
    </section>
  )
}

/** What comes before all else: alerts, and what was promised. */
export const firstKinds: readonly string[] = ['alert', 'promise']

/** Of a brief only that, where something else comes before the rest. Nothing where there is none. */
export function BriefFirst({ brief }: { readonly brief: Brief }) {
  if (brief.sentences.every(({ kind }) => !firstKinds.includes(kind))) return null
  return (
    <div className={classes.first} lang={brief.language}>
      <Kinds brief={brief} wanted={(kind) => firstKinds.includes(kind)} />
    </div>
  )
}

function Kinds({ brief, wanted }: { readonly brief: Brief; wanted(kind: string): boolean }) {
  const { t, format } = useI18n()
  const title = (kind: string) => {
    const said = t(`brief.${kind}`)
    // A kind that this console has no words for is shown all the same.
    return said === `brief.${kind}` ? format.name('entity', kind) : said
  }
  return byKind(brief)
    .filter(([kind]) => wanted(kind))
    .map(([kind, sentences]) => (
      <section key={kind} className={classes.kind} data-kind={kind} aria-label={title(kind)}>
        <h3>{title(kind)}</h3>
        <ul>
          {sentences.map((sentence) => (
            <li key={`${sentence.facts.join(' ')} ${sentence.text}`}>
              <Cited text={sentence.text} cites={sentence.facts} facts={brief.facts} />
            </li>
          ))}
        </ul>
      </section>
    ))
}

type Sentence = Brief['sentences'][number]

function byKind({ sentences }: Brief): readonly (readonly [string, readonly Sentence[]])[] {
  return [...Map.groupBy(sentences, ({ kind }): string => kind)]
}
