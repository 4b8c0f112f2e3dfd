import { Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconBed, IconClick, IconMail, IconMessage } from '@tabler/icons-react'
import { type ComponentType, type KeyboardEvent, type SVGProps, useRef, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { SourceName } from '../ui/source-name.tsx'
import classes from './journey.module.css'
import { layJourney, type PlacedPoint, shortened } from './journey-layout.ts'
import { type JourneyPoint, type Lane, lanes, type Step } from './journey-steps.ts'

type Icon = ComponentType<Pick<SVGProps<SVGSVGElement>, 'x' | 'y'> & { readonly size: number; readonly stroke: number }>
const icons: Readonly<Record<Lane, Icon>> = { web: IconClick, mail: IconMail, talk: IconMessage, stay: IconBed }
const RADIUS = 14
const COMING_RADIUS = 18
const nowhere: PlacedPoint = { x: 0, y: 0, room: 0, isAbove: false }

/** How somebody came to the stay that is coming, as a picture: one tab stop, arrows go from step to step; and as a list. */
export function Journey({ points }: { readonly points: readonly JourneyPoint[] }) {
  const { t, format } = useI18n()
  const { ref, width } = useElementSize()
  const [chosen, choose] = useState(points.length - 1)
  const drawing = useRef<SVGSVGElement>(null)
  const point = points[Math.min(chosen, points.length - 1)]
  if (!point) return <Text c="dimmed">{t('journey.nothing')}</Text>
  const layout = layJourney(points, width)
  const step = (event: KeyboardEvent, from: number) => {
    const to = stepTo(event.key, from, points.length)
    if (to === undefined) return
    event.preventDefault()
    choose(to)
    drawing.current?.querySelectorAll<SVGGElement>('[role="button"]')[to]?.focus()
  }
  const anonymous = points.filter(({ isAnonymous }) => isAnonymous).flatMap(({ steps }) => steps).length
  const summary = [
    t('journey.summary', {
      count: points.flatMap(({ steps }) => steps).length,
      from: format.date(points[0]?.day ?? ''),
    }),
    ...(anonymous > 0 ? [t('journey.anonymousCount', { count: anonymous })] : []),
  ].join(' ')
  return (
    <div className={classes.journey}>
      <Text c="dimmed" fz="sm">
        {summary}
      </Text>
      <div ref={ref} className={classes.frame}>
        {width > 0 && (
          <svg
            ref={drawing}
            role="toolbar"
            aria-label={`${t('journey.title')}. ${summary}`}
            width={layout.width}
            height={layout.height}
            viewBox={`0 0 ${layout.width} ${layout.height}`}
            className={classes.drawing}
          >
            <Lanes layout={layout} />
            {layout.threads.map((path, index) => (
              <path
                // biome-ignore lint/suspicious/noArrayIndexKey: a thread is its place in the order.
                key={index}
                d={path}
                className={classes.thread}
                data-anonymous={points[index]?.isAnonymous || points[index + 1]?.isAnonymous || undefined}
                data-ahead={points[index + 1]?.isAhead || undefined}
              />
            ))}
            {points.map((one, index) => (
              <Point
                key={one.steps[0]?.item.id}
                point={one}
                at={layout.points[index] ?? nowhere}
                isAcross={layout.isAcross}
                isChosen={one === point}
                onChoose={() => choose(index)}
                onKeyDown={(event) => step(event, index)}
              />
            ))}
            {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus; each step says all of it itself. */}
            <g aria-hidden="true" className={classes.labels}>
              {points.map((one, index) => (
                <Label
                  key={one.steps[0]?.item.id}
                  point={one}
                  at={layout.points[index] ?? nowhere}
                  isAcross={layout.isAcross}
                />
              ))}
            </g>
          </svg>
        )}
      </div>
      <div className={classes.details} aria-live="polite">
        <Details point={point} />
      </div>
      <details className={classes.list}>
        <summary>{t('journey.asList')}</summary>
        <ol>
          {points.map((one) => (
            <li key={one.steps[0]?.item.id}>
              <Details point={one} />
            </li>
          ))}
        </ol>
      </details>
    </div>
  )
}

function stepTo(key: string, from: number, count: number): number | undefined {
  const to =
    key === 'ArrowRight' || key === 'ArrowDown'
      ? from + 1
      : key === 'ArrowLeft' || key === 'ArrowUp'
        ? from - 1
        : key === 'Home'
          ? 0
          : key === 'End'
            ? count - 1
            : undefined
  return to === undefined || to < 0 || to >= count ? undefined : to
}

function Lanes({ layout }: { readonly layout: ReturnType<typeof layJourney> }) {
  const { t } = useI18n()
  return (
    <g>
      {lanes.map((lane, index) => {
        const at = layout.lanes[index] ?? 0
        const LaneIcon = icons[lane]
        return layout.isAcross ? (
          <g key={lane} data-lane={lane} className={classes.lane}>
            <line x1={124} x2={layout.width - 12} y1={at} y2={at} />
            <text x={0} y={at + 4}>
              {t(`journey.lane.${lane}`)}
            </text>
          </g>
        ) : (
          <g key={lane} data-lane={lane} className={classes.lane}>
            <line x1={at} x2={at} y1={30} y2={layout.height - 10} />
            <LaneIcon x={at - 8} y={4} size={16} stroke={1.6} />
          </g>
        )
      })}
    </g>
  )
}

interface PointProps {
  readonly point: JourneyPoint
  readonly at: PlacedPoint
  readonly isAcross: boolean
  readonly isChosen: boolean
  onChoose(): void
  onKeyDown(event: KeyboardEvent): void
}

function Point({ point, at, isAcross, isChosen, onChoose, onKeyDown }: PointProps) {
  const { t, format } = useI18n()
  const { lane, day, steps, isAnonymous, isAhead } = point
  const { x, y } = at
  const PointIcon = icons[lane]
  const radius = isAhead ? COMING_RADIUS : RADIUS
  const said = [
    format.date(day),
    t(`journey.lane.${lane}`),
    ...(isAnonymous ? [t('journey.anonymous')] : []),
    ...steps.map(({ text }) => text),
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button inside a drawing.
    <g
      role="button"
      tabIndex={isChosen ? 0 : -1}
      aria-label={said.join(', ')}
      aria-pressed={isChosen}
      className={classes.point}
      data-lane={lane}
      data-anonymous={isAnonymous || undefined}
      data-ahead={isAhead || undefined}
      data-chosen={isChosen || undefined}
      onClick={onChoose}
      onFocus={onChoose}
      onMouseEnter={onChoose}
      onKeyDown={onKeyDown}
    >
      <circle cx={x} cy={y} r={radius + 5} className={classes.halo} />
      <circle cx={x} cy={y} r={radius} className={classes.disc} />
      <PointIcon x={x - radius * 0.56} y={y - radius * 0.56} size={radius * 1.12} stroke={1.8} />
      {/* One may press the label too. */}
      <rect {...(isAcross ? labelBox(at, labelYOf(at, radius)) : rowBox(at))} fill="transparent" />
    </g>
  )
}

/** What stands at a point. Apart from it, since its name says more; and above all threads. */
function Label({ point, at, isAcross }: Pick<PointProps, 'point' | 'at' | 'isAcross'>) {
  const { format } = useI18n()
  const { lane, day, label, steps, isAhead } = point
  const { x, y, room } = at
  const radius = isAhead ? COMING_RADIUS : RADIUS
  const labelY = isAcross ? labelYOf(at, radius) : y - 1
  const place = isAcross ? ({ x, textAnchor: 'middle' } as const) : { x: LABEL_AT }
  return (
    <g data-lane={lane}>
      {steps.length > 1 && (
        <g className={classes.count}>
          <circle cx={x + radius - 2} cy={y - radius + 2} r={7.5} />
          <text x={x + radius - 2} y={y - radius + 5.5} textAnchor="middle">
            {steps.length}
          </text>
        </g>
      )}
      <text {...place} y={labelY} className={classes.label}>
        {shortened(label, room)}
      </text>
      <text {...place} y={labelY + 14} className={classes.day}>
        {format.day(day)}
      </text>
    </g>
  )
}

const labelYOf = ({ y, isAbove }: PlacedPoint, radius: number): number => (isAbove ? y - radius - 23 : y + radius + 17)

const labelBox = ({ x, room }: PlacedPoint, labelY: number) => {
  const width = Math.max(room * 6, 44)
  return { x: x - width / 2, y: labelY - 12, width, height: 30 }
}
const rowBox = ({ y, room }: PlacedPoint) => ({ x: LABEL_AT, y: y - 16, width: room * 6, height: 34 })

/** Right of the lanes, where time runs down. */
const LABEL_AT = 20 + lanes.length * 34

function Details({ point }: { readonly point: JourneyPoint }) {
  const { t, format } = useI18n()
  const { lane, day, steps, isAnonymous, isAhead } = point
  return (
    <>
      <p className={classes.when} data-lane={lane}>
        <b>{format.date(day)}</b>
        <span>{t(isAhead ? 'journey.coming' : `journey.lane.${lane}`)}</span>
        {isAnonymous && <span className={classes.unknown}>{t('journey.anonymous')}</span>}
      </p>
      <ul>
        {steps.map((step) => (
          <Told key={step.item.id} step={step} hasTime={lane !== 'stay'} />
        ))}
      </ul>
    </>
  )
}

function Told({ step: { item, text }, hasTime }: { readonly step: Step; readonly hasTime: boolean }) {
  const { format } = useI18n()
  return (
    <li className={classes.told}>
      {hasTime && (
        <time dateTime={item.occurredAt} className="tabular">
          {format.time(item.occurredAt)}
        </time>
      )}
      <span>
        {text}{' '}
        <Text span c="dimmed" fz="xs">
          <SourceName stream={item.stream} rowKey={item.key} />
        </Text>
      </span>
    </li>
  )
}
