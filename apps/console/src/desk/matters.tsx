import { Badge, Skeleton, UnstyledButton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { type TimelineItem, timelineQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { RowFocus } from '../timeline/row-focus.ts'
import { rowWords } from '../timeline/row-words.ts'
import { Problem } from '../ui/problem.tsx'
import classes from './matters.module.css'

/** What one looks for first while somebody speaks, in this order; so many of each, those that are open before those that are over. */
const groups = [
  { entity: 'case', most: 2, isMatter: true },
  { entity: 'task', most: 2, isMatter: true },
  { entity: 'order', most: 3, isMatter: false },
] as const
const entities = groups.map(({ entity }) => entity)
/** Newest rows that are looked through: somebody with hundreds of orders has a case among them rarely. */
const READ = 60

interface MattersProps {
  readonly profile: string
  /** Until then amounts are not shown. */
  readonly isVerified: boolean
}

/** Cases, promises and orders at a glance, each opening in the timeline. */
export function Matters({ profile, isVerified }: MattersProps) {
  const { t } = useI18n()
  const { data, error } = useInfiniteQuery(timelineQuery(profile, entities, READ))
  if (error) return <Problem error={error} />
  if (!data) return <Skeleton h={180} />
  const items = data.pages.flatMap((page) => page.items)
  const shown = groups.flatMap(({ entity, most, isMatter }) => {
    const all = items.filter((item) => item.entity === entity)
    return all.length === 0 ? [] : [{ entity, all: isMatter ? [...all].sort(openFirst) : all, most }]
  })
  if (shown.length === 0) return null
  return (
    <section className={classes.matters} aria-label={t('desk.matters')}>
      {shown.map(({ entity, all, most }) => (
        <section key={entity} aria-label={t(`filter.${entity}`)}>
          <h3>
            {t(`filter.${entity}`)} <span className="tabular">{all.length}</span>
          </h3>
          <ul>
            {all.slice(0, most).map((item) => (
              <li key={item.id}>
                <Matter item={item} isVerified={isVerified} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

function Matter({ item, isVerified }: Pick<MattersProps, 'isVerified'> & { readonly item: TimelineItem }) {
  const { t, format } = useI18n()
  const focus = useContext(RowFocus)
  const { title, detail, status, amount } = rowWords(item, format, t)
  return (
    <UnstyledButton className={classes.matter} onClick={() => focus?.(item)}>
      <span className={classes.words}>
        <b>{title}</b>
        {detail !== '' && <span> {detail}</span>}
      </span>
      {status !== null && (
        <Badge
          variant={isOpen(item) ? 'light' : 'default'}
          color={isOpen(item) ? 'orange' : 'gray'}
          size="sm"
          tt="none"
        >
          {status}
        </Badge>
      )}
      {isVerified && amount && <span className="tabular">{format.money(amount)}</span>}
      <time dateTime={item.occurredAt} className="tabular">
        {format.day(item.occurredAt)}
      </time>
    </UnstyledButton>
  )
}

/** What is over, in the words that systems use. */
const ended =
  /^(?:closed|resolved|solved|done|completed?|delivered|cancell?ed|refunded|returned|paid|shipped|fulfilled)$/i

/** Of orders each trade has words of its own: those are told, not judged. */
const isOpen = ({ entity, attributes }: TimelineItem): boolean =>
  entity !== 'order' &&
  typeof attributes.status === 'string' &&
  attributes.status !== '' &&
  !ended.test(attributes.status)

const openFirst = (a: TimelineItem, b: TimelineItem): number => Number(isOpen(b)) - Number(isOpen(a))
