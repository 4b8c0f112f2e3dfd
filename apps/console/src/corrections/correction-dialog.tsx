import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CorrectedSet, type Correction, useCorrect, useUndoCorrection } from '../api/corrections.ts'
import { newKey } from '../api/desk.ts'
import { nameOf, profileQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import classes from './correction-dialog.module.css'
import { type Draft, fieldsOf, isSensitive, presentOf, setOf } from './draft.ts'
import { Outcome } from './outcome.tsx'

interface CorrectionDialogProps {
  readonly profile: string
  /** The call in which it is said; what is sensitive waits until its caller is verified. */
  readonly call?: { readonly id: string; readonly isVerified: boolean }
  onClose(): void
}

/** What is wrong is put right, and one sees what the platform made of it and whether it is what everybody will see. */
export function CorrectionDialog({ profile, call, onClose }: CorrectionDialogProps) {
  const { t } = useI18n()
  const [kept, setKept] = useState<Kept | null>(null)
  const { data } = useQuery(profileQuery(profile))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      centered
      title={t('correct.title', { name: (data && nameOf(data.attributes)) || t('profiles.nameless') })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {kept ? (
        <WhatBecame kept={kept} profile={profile} onUndone={() => setKept(null)} onClose={onClose} />
      ) : (
        <Form profile={profile} call={call} onKept={setKept} />
      )}
    </Modal>
  )
}

interface Kept {
  readonly correction: Correction
  readonly typed: CorrectedSet
}

interface FormProps extends Pick<CorrectionDialogProps, 'profile'> {
  readonly call: CorrectionDialogProps['call'] | undefined
  onKept(kept: Kept): void
}

function Form({ profile, call, onKept }: FormProps) {
  const { t, format } = useI18n()
  const { data } = useQuery(profileQuery(profile))
  const correct = useCorrect(profile, call?.id)
  const [draft, setDraft] = useState<Draft>({})
  const [key, setKey] = useState(newKey)
  const waits = call !== undefined && !call.isVerified
  const set = setOf(draft)
  const isEmpty = Object.keys(set).length === 0
  const groups = fieldsOf[data?.entity === 'organization' ? 'organization' : 'person']
  const change = (field: string, text: string) => {
    setDraft({ ...draft, [field]: text })
    // Another request under the same key would be refused.
    setKey(newKey())
  }
  /** What stands there is shown to who may know it: not before an unverified caller could hear it read out. */
  const hint = (field: string): string => {
    const value = data && !(waits && isSensitive(field)) ? presentOf(data.attributes, field) : undefined
    return value === undefined ? '' : format.value(value)
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty && !correct.isPending)
          correct.mutate({ key, set }, { onSuccess: (correction) => onKept({ correction, typed: set }) })
      }}
    >
      <Text c="dimmed" fz="sm">
        {t('correct.lead')}
      </Text>
      {Object.entries(groups).map(([group, fields]) =>
        fields.length === 0 ? null : (
          <fieldset key={group} className={classes.group}>
            <legend>{t(`correct.group.${group}`)}</legend>
            <div className={classes.fields}>
              {fields.map((field, index) => (
                <TextInput
                  key={field}
                  data-autofocus={(group === 'name' && index === 0) || undefined}
                  type={
                    field === 'birthDate' ? 'date' : field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'
                  }
                  label={format.name('attribute', field.replace('address.', ''))}
                  placeholder={hint(field)}
                  disabled={waits && isSensitive(field)}
                  maxLength={500}
                  autoComplete="off"
                  value={draft[field] ?? ''}
                  onChange={(event) => change(field, event.currentTarget.value)}
                  {...(field === 'birthDate' && {
                    max: new Date().toISOString().slice(0, 10),
                    description: hint(field),
                  })}
                  {...(field === 'languages' && { description: t('correct.languages') })}
                />
              ))}
            </div>
          </fieldset>
        ),
      )}
      {waits && (
        <Text c="dimmed" fz="sm">
          {t('correct.waits')}
        </Text>
      )}
      {correct.error && <Problem error={correct.error} />}
      <Group justify="flex-end">
        <Button type="submit" disabled={isEmpty} loading={correct.isPending}>
          {t('correct.do')}
        </Button>
      </Group>
    </form>
  )
}

interface WhatBecameProps {
  readonly kept: Kept
  readonly profile: string
  onUndone(): void
  onClose(): void
}

function WhatBecame({ kept: { correction, typed }, profile, onUndone, onClose }: WhatBecameProps) {
  const { t } = useI18n()
  const undo = useUndoCorrection(profile)
  return (
    <div className={classes.form}>
      <div role="status">
        <Outcome outcome={correction.outcome} asked={typed} />
      </div>
      {undo.error && <Problem error={undo.error} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          loading={undo.isPending}
          onClick={() => undo.mutate(correction.id, { onSuccess: onUndone })}
        >
          {t('action.undo')}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {t('action.done')}
        </Button>
      </Group>
    </div>
  )
}
