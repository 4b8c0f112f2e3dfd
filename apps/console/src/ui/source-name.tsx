import classes from './source-name.module.css'

/** A row by its stream and key: `crm/contacts 0035…`. */
export function SourceName({ stream, rowKey }: { readonly stream: string; readonly rowKey?: string }) {
  const slash = stream.indexOf('/')
  const system = stream.slice(0, slash < 0 ? undefined : slash)
  return (
    <span className={classes.source}>
      <b>{system.replace(/^@/, '')}</b>
      {slash >= 0 && <span>{stream.slice(slash + 1)}</span>}
      {rowKey !== undefined && <code>{rowKey}</code>}
    </span>
  )
}
