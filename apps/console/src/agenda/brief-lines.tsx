import { VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCheckbox } from '@tabler/icons-react'
import type { Brief } from '../api/desk.ts'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './brief-lines.module.css'

const icons = { promise: IconCheckbox, alert: IconAlertTriangle } as const

/** What one must have seen of somebody in a list: what was promised, what to mind; the first of each, and how many more. */
export function BriefLines({ brief }: { readonly brief: Brief | undefined }) {
  const { t, format } = useI18n()
  return (['promise', 'alert'] as const).map((kind) => {
    const [first, ...more] = textsOf(brief, kind)
    if (first === undefined) return null
    const Icon = icons[kind]
    return (
      <span key={kind} className={classes.line} data-kind={kind}>
        <Icon size={15} stroke={1.8} aria-hidden="true" />
        <VisuallyHidden>{t(`brief.${kind}`)}: </VisuallyHidden>
        <span lang={brief?.language}>{first}</span>
        {more.length > 0 && <span className="tabular">+{format.number(more.length)}</span>}
      </span>
    )
  })
}

/** A brief's sentences of a kind. */
export const textsOf = (brief: Brief | undefined, kind: string): readonly string[] =>
  brief?.sentences.filter((one) => one.kind === kind).map(({ text }) => text) ?? []
