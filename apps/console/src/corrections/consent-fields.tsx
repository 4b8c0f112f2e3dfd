import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { ConsentDraft } from '../api/corrections.ts'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './correction-dialog.module.css'

/** Empty: all of them. */
const channels = ['', 'email', 'phone', 'sms', 'post'] as const

interface ConsentFieldsProps {
  readonly purposes: readonly string[]
  /** A grant waits until the caller is verified; a refusal does not. */
  readonly waits: boolean
  onChange(consent: ConsentDraft | null): void
}

/** What they allow or refuse, of whom and by which channel. */
export function ConsentFields({ purposes, waits, onChange }: ConsentFieldsProps) {
  const { t, format } = useI18n()
  const [purpose, setPurpose] = useState(purposes[0] ?? '')
  const [channel, setChannel] = useState('')
  const [state, setState] = useState<'' | ConsentDraft['state']>('')
  const change = (next: { readonly purpose: string; readonly channel: string; readonly state: typeof state }) => {
    setPurpose(next.purpose)
    setChannel(next.channel)
    setState(next.state)
    onChange(next.state === '' ? null : { ...next, state: next.state })
  }
  return (
    <fieldset className={classes.group}>
      <legend>{t('correct.group.consent')}</legend>
      <div className={classes.fields}>
        <NativeSelect
          label={t('correct.purpose')}
          value={purpose}
          onChange={(event) => change({ purpose: event.currentTarget.value, channel, state })}
          data={purposes.map((value) => ({ value, label: format.name('attribute', value) }))}
        />
        <NativeSelect
          label={t('correct.channel')}
          value={channel}
          onChange={(event) => change({ purpose, channel: event.currentTarget.value, state })}
          data={channels.map((value) => ({
            value,
            label: t(value === '' ? 'correct.anyChannel' : `contact.${value}`),
          }))}
        />
        <NativeSelect
          label={t('correct.said')}
          value={state}
          onChange={(event) => change({ purpose, channel, state: event.currentTarget.value as typeof state })}
          data={[
            { value: '', label: t('correct.asItIs') },
            { value: 'withdrawn', label: t('correct.refuses') },
            { value: 'granted', label: t('correct.allows'), disabled: waits },
          ]}
        />
      </div>
    </fieldset>
  )
}
