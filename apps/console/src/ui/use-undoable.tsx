import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useCallback } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

/** Long enough to notice that it was wrong. */
const SHOWN_MS = 12_000

/** Says what was done, with the way back for a while. */
export function useUndoable(): (text: string, undo: () => void) => void {
  const { t } = useI18n()
  return useCallback(
    (text, undo) => {
      const shown = notifications.show({
        autoClose: SHOWN_MS,
        closeButtonProps: { 'aria-label': t('action.close') },
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{text}</Text>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconArrowBackUp size={15} />}
              onClick={() => {
                notifications.hide(shown)
                undo()
              }}
            >
              {t('action.undo')}
            </Button>
          </Group>
        ),
      })
    },
    [t],
  )
}
