import { Button, Group, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ConsentDraft, type CorrectedSet, type Said, useSay } from '../api/corrections.ts'
import { newKey } from '../api/desk.ts'
import { profileQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import { ConsentFields } from './consent-fields.tsx'
import classes from './correction-dialog.module.css'
import { type Draft, fieldsOf, isSensitive, presentOf, setOf } from './draft.ts'

/** What was kept, and as what it was typed. */
export interface Kept {
  readonly said: Said
  readonly typed: CorrectedSet
}

interface CorrectionFormProps {
  readonly profile: string
  /** The call in which it is said; what is sensitive waits until its caller is verified. */
  readonly call: { readonly id: string; readonly isVerified: boolean } | undefined
  onKept(kept: Kept): void
}

/** Fields for what is right, empty at first: what is not filled in stays. */
export function CorrectionForm({ profile, call, onKept }: CorrectionFormProps) {
  const { t, format } = useI18n()
  const { data } = useQuery(profileQuery(profile))
  const say = useSay(profile, call?.id)
  const [draft, setDraft] = useState<Draft>({})
  const [key, setKey] = useState(newKey)
  const waits = call !== undefined && !call.isVerified
  const set = setOf(draft)
  const [consent, setConsent] = useState<ConsentDraft | null>(null)
  const isEmpty = Object.keys(set).length === 0 && consent === null
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
        if (!isEmpty && !say.isPending)
          say.mutate({ key, set, consent }, { onSuccess: (said) => onKept({ said, typed: set }) })
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
      <ConsentFields
        purposes={[...new Set([...(data?.consents ?? []).map(({ purpose }) => purpose), 'marketing'])]}
        waits={waits}
        onChange={(next) => {
          setConsent(next)
          setKey(newKey())
        }}
      />
      {waits && (
        <Text c="dimmed" fz="sm">
          {t('correct.waits')}
        </Text>
      )}
      {say.error && <Problem error={say.error} />}
      <Group justify="flex-end">
        <Button type="submit" disabled={isEmpty} loading={say.isPending}>
          {t('correct.do')}
        </Button>
      </Group>
    </form>
  )
}
