import { Text } from '@mantine/core'
import { IconCloudCheck, IconCloudOff } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './offline-note.module.css'

interface OfflineNoteProps {
  /** When the server said what is shown. */
  readonly at: string
  readonly isOffline: boolean
  /** Whether it could be read without network. */
  readonly isKept?: boolean
}

/** How old what is shown is: said plainly where the server cannot be reached. */
export function OfflineNote({ at, isOffline, isKept = false }: OfflineNoteProps) {
  const { t, format } = useI18n()
  if (!isOffline && !isKept) return null
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  const time = isToday ? format.time(at) : format.dateTime(at)
  return (
    <Text component="p" fz="sm" m={0} className={classes.note} data-offline={isOffline || undefined} role="status">
      {isOffline ? <IconCloudOff size={16} stroke={1.7} /> : <IconCloudCheck size={16} stroke={1.7} />}
      <span>{t(isOffline ? 'offline.asOf' : 'offline.kept', { at: time })}</span>
    </Text>
  )
}
