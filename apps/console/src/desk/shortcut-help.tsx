import { Modal } from '@mantine/core'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './shortcut-help.module.css'

/** Keys by what one is doing; the words are under `help.…`. */
const groups = {
  calls: ['/', 'a', '1–9', 'x'],
  caller: ['t', 'v', 'n', 'd', 'e'],
  talk: ['q', 'p', 'w', 'Ctrl ⏎'],
  everywhere: ['Esc', '?'],
} as const

/** Every key of the desk. */
export function ShortcutHelp({ onClose }: { onClose(): void }) {
  const { t } = useI18n()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('help.title')}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={classes.groups}>
        {Object.entries(groups).map(([group, keys]) => (
          <section key={group} aria-label={t(`help.group.${group}`)}>
            <h3>{t(`help.group.${group}`)}</h3>
            <dl>
              {keys.map((key) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{t(`help.key.${key}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
