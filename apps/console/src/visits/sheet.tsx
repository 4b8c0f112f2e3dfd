import type { Appointment } from '../api/agenda.ts'
import type { Brief } from '../api/desk.ts'
import { BriefView } from '../briefs/brief-view.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './sheet.module.css'

interface SheetProps {
  readonly visit: Appointment
  readonly brief: Brief
  /** When the server said it. */
  readonly at: string
}

/** One visit on one sheet of paper: the brief, and room to write. Only printed. */
export function Sheet({ visit, brief, at }: SheetProps) {
  const { t, format } = useI18n()
  const { profile, subject, author } = visit
  const when = visit.at === null ? '' : format.time(visit.at, visit.zone ?? undefined)
  return (
    <article className={classes.sheet}>
      <header>
        <h2>{profile.name || t('profiles.nameless')}</h2>
        <p>
          {[`${format.dayInWords(visit.on)} ${when}`.trim(), profile.city, author].filter((one) => one).join(' · ')}
        </p>
        {subject !== null && <p className={classes.subject}>{subject}</p>}
      </header>
      <BriefView brief={brief} />
      <section className={classes.notes} aria-label={t('visits.notes')}>
        <h3>{t('visits.notes')}</h3>
        <div />
      </section>
      <footer>{t('visits.asOf', { at: format.dateTime(at) })}</footer>
    </article>
  )
}
