import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { problemText } from './problem-text.ts'

/** What went wrong, where the answer would have stood. */
export function Problem({ error }: { readonly error: Error }) {
  const { t } = useI18n()
  return (
    <Alert variant="light" color="red" m="md" icon={<IconAlertTriangle size={18} />} role="alert">
      {problemText(error, t)}
    </Alert>
  )
}
