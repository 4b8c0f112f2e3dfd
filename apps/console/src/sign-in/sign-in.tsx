import { Alert, Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useSignIn } from '../api/session.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Mark } from '../ui/mark.tsx'
import { problemText } from '../ui/problem-text.ts'
import classes from './sign-in.module.css'

/** The door: a key, for now. */
export function SignIn({ keyAtStart }: { readonly keyAtStart: string }) {
  const { t } = useI18n()
  const [key, setKey] = useState(keyAtStart)
  const signIn = useSignIn()
  return (
    <main className={classes.page}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate(key.trim())
        }}
      >
        <Stack gap="lg">
          <Stack gap={6} align="center">
            <Mark size={44} />
            <Title order={1} fz={24} mt={6}>
              Rapport
            </Title>
            <Text c="dimmed" ta="center">
              {t('signIn.lead')}
            </Text>
          </Stack>
          <PasswordInput
            label={t('signIn.key')}
            description={t('signIn.keyHint')}
            placeholder="rpk_…"
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            autoComplete="current-password"
            spellCheck={false}
            size="md"
            data-autofocus
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          />
          {signIn.error && (
            <Alert color="red" variant="light" role="alert">
              {problemText(signIn.error, t)}
            </Alert>
          )}
          <Button type="submit" size="md" loading={signIn.isPending} disabled={key.trim() === ''}>
            {t('signIn.enter')}
          </Button>
        </Stack>
      </form>
    </main>
  )
}
