import { Badge, Text, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { insightsQuery, membershipsQuery, type Profile, segmentsQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Section } from '../ui/section.tsx'
import { HeadSections } from './head-sections.tsx'
import classes from './overview.module.css'

/** Who it is now, in figures and in values that say where they come from. */
export function Overview({ profile }: { readonly profile: Profile }) {
  return (
    <HeadSections head={profile}>
      <Insights insights={profile.insights} />
      <Segments id={profile.id} />
    </HeadSections>
  )
}

function Insights({ insights }: { readonly insights: Readonly<Record<string, unknown>> }) {
  const { t, format } = useI18n()
  const { data: known = [] } = useQuery(insightsQuery)
  const shown = Object.entries(insights).filter(([, value]) => value !== null)
  if (shown.length === 0) return null
  return (
    <Section title={t('profile.insights')}>
      <dl className={classes.figures}>
        {shown.map(([name, value]) => {
          const insight = known.find((one) => one.name === name)
          const currency = typeof insight?.currency === 'string' ? insight.currency : undefined
          return (
            <div key={name}>
              <dt>{insight?.title ?? format.name('attribute', name)}</dt>
              <dd className="tabular">
                {currency !== undefined && typeof value === 'number'
                  ? format.money({ amountMinor: value, currency, exponent: exponentOf(currency) })
                  : insight?.unit === 'instant' && typeof value === 'string'
                    ? format.date(value)
                    : format.value(value)}
              </dd>
            </div>
          )
        })}
      </dl>
    </Section>
  )
}

/** How many digits a currency has behind the point. */
function exponentOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

function Segments({ id }: { readonly id: string }) {
  const { t, format } = useI18n()
  const { data } = useQuery(membershipsQuery(id))
  const { data: known = [] } = useQuery(segmentsQuery)
  if (!data) return null
  return (
    <Section title={t('profile.segments')}>
      {data.length === 0 && <Text c="dimmed">{t('profile.noSegments')}</Text>}
      <ul className={classes.segments}>
        {data.map(({ segment, since }) => (
          <li key={segment}>
            <Tooltip
              label={t('profile.since', { at: format.dateTime(since) })}
              events={{ hover: true, focus: true, touch: true }}
            >
              <Badge variant="light" size="lg" tt="none" fw={520} tabIndex={0} component="span">
                {known.find((one) => one.name === segment)?.title ?? format.name('attribute', segment)}
              </Badge>
            </Tooltip>
          </li>
        ))}
      </ul>
    </Section>
  )
}
