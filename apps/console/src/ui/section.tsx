import type { ReactNode } from 'react'
import { useId } from 'react'
import classes from './section.module.css'

interface SectionProps {
  readonly title: string
  /** Right of the title: a count, a button. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A titled card. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.head}>
        <h3 id={id}>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  )
}
