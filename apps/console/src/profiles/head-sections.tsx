import { Badge, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ProfileHead } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Section } from '../ui/section.tsx'
import { SourceName } from '../ui/source-name.tsx'
import { type AttributeRow, attributeRows } from './attribute-rows.ts'
import classes from './head-sections.module.css'
import { Sourced } from './sourced.tsx'

interface HeadSectionsProps {
  readonly head: ProfileHead
  /** More sections, on the right. */
  readonly children?: ReactNode
}

/** What is known of a party: values with where they come from, how to reach it, what it allowed, where sources disagree. */
export function HeadSections({ head, children }: HeadSectionsProps) {
  const { t } = useI18n()
  const rows = attributeRows(head.attributes)
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <Section title={t('profile.attributes')}>
          <Attributes rows={rows} head={head} />
        </Section>
        <Contacts head={head} />
      </div>
      <div className={classes.column}>
        {children}
        <Conflicts head={head} />
        <Consents head={head} />
        <Identifiers head={head} />
      </div>
    </div>
  )
}

function Attributes({ rows, head }: { readonly rows: readonly AttributeRow[]; readonly head: ProfileHead }) {
  const { format } = useI18n()
  return (
    <dl className={classes.rows}>
      {rows.map(({ path, system, value }) => (
        <div key={path}>
          <dt>
            {format.name('attribute', path)}
            {system !== undefined && <span className={classes.system}>{system}</span>}
          </dt>
          <dd>
            <Sourced from={head.provenance[path]} conflict={head.conflicts.find((one) => one.attribute === path)}>
              {path === 'languages' ? languageNames(value, format.list) : format.value(value)}
            </Sourced>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** `fr-FR` → “French (France)”, in the reader's language. */
function languageNames(value: unknown, list: (values: readonly string[]) => string): string {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: 'language', fallback: 'code' })
  const codes = Array.isArray(value) ? value.map(String) : [String(value)]
  return list(
    codes.map((code) => {
      try {
        return names.of(code) ?? code
      } catch {
        // What a source calls a language may be none.
        return code
      }
    }),
  )
}

function Contacts({ head }: { readonly head: ProfileHead }) {
  const { t, format } = useI18n()
  if (head.contactPoints.length === 0) return null
  return (
    <Section title={t('profile.contactPoints')}>
      <dl className={classes.rows}>
        {head.contactPoints.map((point) => {
          const { kind, raw, normal, verified, bounced, purpose, from } = point
          return (
            <div key={`${kind} ${normal ?? raw}`}>
              <dt>{t(`contact.${kind}`)}</dt>
              <dd>
                <Sourced from={from as never}>{format.value(kind === 'post' ? raw : (normal ?? raw))}</Sourced>
                {verified === true && <Mark color="sea" text={t('contact.verified')} />}
                {bounced === true && <Mark color="red" text={t('contact.bounced')} />}
                {typeof purpose === 'string' && <Mark color="gray" text={purpose} />}
              </dd>
            </div>
          )
        })}
      </dl>
    </Section>
  )
}

function Mark({ color, text }: { readonly color: string; readonly text: string }) {
  return (
    <Badge size="sm" variant="light" color={color} tt="none" ml={8}>
      {text}
    </Badge>
  )
}

function Conflicts({ head }: { readonly head: ProfileHead }) {
  const { t, format } = useI18n()
  if (head.conflicts.length === 0) return null
  return (
    <Section title={t('profile.disagree')}>
      <dl className={classes.conflicts}>
        {head.conflicts.map(({ attribute, values }) => {
          const taken = head.provenance[attribute]
          return (
            <div key={attribute}>
              <dt>{format.name('attribute', attribute)}</dt>
              {values.map((one) => {
                const isTaken = taken?.stream === one.stream && taken.key === one.key
                return (
                  <dd key={`${one.stream} ${one.key}`} data-taken={isTaken || undefined}>
                    <span>{format.value(one.value)}</span>
                    <Text span c="dimmed" fz="xs">
                      <SourceName stream={one.stream} /> · {format.date(one.observedAt)}
                      {isTaken && ` · ${t('profile.taken')}`}
                    </Text>
                  </dd>
                )
              })}
            </div>
          )
        })}
      </dl>
    </Section>
  )
}

const consentColors: Readonly<Record<string, string>> = {
  granted: 'sea',
  denied: 'red',
  withdrawn: 'red',
  objected: 'red',
}

function Consents({ head }: { readonly head: ProfileHead }) {
  const { t, format } = useI18n()
  if (head.consents.length === 0) return null
  return (
    <Section title={t('profile.consents')}>
      <dl className={classes.rows}>
        {head.consents.map(({ purpose, channel, contactPoint, state, since, from }) => (
          <div key={`${purpose} ${channel} ${contactPoint}`}>
            <dt>
              {format.name('attribute', purpose)}
              {channel !== null && <span className={classes.system}>{t(`contact.${channel}`)}</span>}
            </dt>
            <dd>
              <Sourced from={from}>
                <Badge variant="light" color={consentColors[state] ?? 'gray'} tt="none">
                  {t(`consent.${state}`)}
                </Badge>
                <Text span c="dimmed" fz="xs">
                  {t('profile.since', { at: format.date(since) })}
                </Text>
              </Sourced>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Identifiers({ head }: { readonly head: ProfileHead }) {
  const { t } = useI18n()
  if (head.identifiers.length === 0) return null
  return (
    <Section title={t('profile.identifiers')}>
      <dl className={classes.rows}>
        {head.identifiers.map(({ namespace, value }) => (
          <div key={`${namespace} ${value}`}>
            <dt>{namespace}</dt>
            <dd className={classes.code}>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
