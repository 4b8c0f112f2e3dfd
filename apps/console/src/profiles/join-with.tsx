import { Button, Group, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { searchQuery } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import classes from './join-with.module.css'

interface JoinWithProps {
  readonly isOpen: boolean
  readonly self: string
  readonly name: string
  onClose(): void
  onJoin(other: string): void
}

/** Finds the other profile that is the same party, and asks once more. */
export function JoinWith({ isOpen, self, name, onClose, onJoin }: JoinWithProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const asked = useDeferredValue(typed.trim())
  const { data = [] } = useQuery({ ...searchQuery(asked), enabled: isOpen && asked !== '' })
  const close = () => {
    setTyped('')
    setChosen(null)
    onClose()
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('identity.joinTitle', { name })}
      centered
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        <TextInput
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setChosen(null)
          }}
          label={t('profiles.find')}
          placeholder={t('profiles.placeholder')}
          leftSection={<IconSearch size={16} />}
        />
        {asked !== '' && (
          <ul className={classes.hits}>
            {data
              .filter((one) => one.id !== self)
              .slice(0, 6)
              .map((one) => (
                <li key={one.id}>
                  <UnstyledButton
                    className={classes.hit}
                    aria-pressed={chosen?.id === one.id}
                    onClick={() => setChosen(one)}
                  >
                    <span>{one.name || t('profiles.nameless')}</span>
                    <Text span c="dimmed" fz="xs" ff="monospace">
                      {one.id}
                    </Text>
                  </UnstyledButton>
                </li>
              ))}
          </ul>
        )}
        <Text c="dimmed" fz="sm">
          {t('identity.joinLead')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button
            disabled={chosen === null}
            onClick={() => {
              if (chosen) onJoin(chosen.id)
              setTyped('')
              setChosen(null)
            }}
          >
            {t('identity.joinDo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
