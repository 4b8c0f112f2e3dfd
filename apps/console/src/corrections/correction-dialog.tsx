import { Button, Group, Modal } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUnsay } from '../api/corrections.ts'
import { nameOf, profileQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'
import classes from './correction-dialog.module.css'
import { CorrectionForm, type Kept } from './correction-form.tsx'
import { ConsentOutcome, Outcome } from './outcome.tsx'

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
        <CorrectionForm profile={profile} call={call} onKept={setKept} />
      )}
    </Modal>
  )
}

interface WhatBecameProps {
  readonly kept: Kept
  readonly profile: string
  onUndone(): void
  onClose(): void
}

function WhatBecame({ kept: { said, typed }, profile, onUndone, onClose }: WhatBecameProps) {
  const { t } = useI18n()
  const undo = useUnsay(profile)
  return (
    <div className={classes.form}>
      <div role="status">
        {said.correction && <Outcome outcome={said.correction.outcome} asked={typed} />}
        {said.consent && <ConsentOutcome consent={said.consent} />}
      </div>
      {undo.error && <Problem error={undo.error} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          loading={undo.isPending}
          onClick={() => undo.mutate(said, { onSuccess: onUndone })}
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
