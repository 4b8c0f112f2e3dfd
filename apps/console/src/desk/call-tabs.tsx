import { CloseButton, UnstyledButton } from '@mantine/core'
import { IconPhone, IconPhoneIncoming } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type Call, callKey } from '../api/desk.ts'
import type { Ring } from '../api/rings.ts'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './call-tabs.module.css'
import { ringName } from './ring-name.ts'
import type { DeskTab } from './tabs.ts'

interface CallTabsProps {
  readonly tabs: readonly DeskTab[]
  readonly active: string | undefined
  readonly rings: readonly Ring[]
  /** Rings while another call is open. */
  readonly ringing: Ring | undefined
  onShow(id: string): void
  onClose(id: string): void
  onAnswer(id: string): void
}

/** The calls that are open here, and the one that rings besides. */
export function CallTabs({ tabs, active, rings, ringing, onShow, onClose, onAnswer }: CallTabsProps) {
  const { t } = useI18n()
  const client = useQueryClient()
  /** What was read of it, else what was told when it rang. */
  const nameOf = (id: string): string => {
    const call = client.getQueryData<Call>(callKey(id))
    if (call?.profile) return call.profile.name || t('profiles.nameless')
    const ring = rings.find((one) => one.id === id)
    return ring ? ringName(ring, t) : (call?.from ?? '…')
  }
  return (
    <div className={classes.tabs}>
      {tabs.length > 0 && (
        <ul aria-label={t('desk.calls')}>
          {tabs.map(({ id }, index) => (
            <li key={id} className={classes.tab} data-active={id === active || undefined}>
              <UnstyledButton
                className={classes.open}
                aria-current={id === active ? 'page' : undefined}
                onClick={() => onShow(id)}
              >
                {tabs.length > 1 ? <kbd>{index + 1}</kbd> : <IconPhone size={14} stroke={1.8} aria-hidden="true" />}
                <span>{nameOf(id)}</span>
              </UnstyledButton>
              <CloseButton
                size="xs"
                aria-label={t('desk.closeCall', { name: nameOf(id) })}
                onClick={() => onClose(id)}
              />
            </li>
          ))}
        </ul>
      )}
      {ringing && (
        <UnstyledButton className={classes.ringing} onClick={() => onAnswer(ringing.id)}>
          <IconPhoneIncoming size={16} stroke={1.8} aria-hidden="true" />
          <span>{t('desk.rings', { name: ringName(ringing, t) })}</span>
          <kbd>a</kbd>
        </UnstyledButton>
      )}
    </div>
  )
}
