import { Button } from '@mantine/core'
import { IconFileTypePdf } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useI18n } from '../i18n/i18n.tsx'
import { Problem } from '../ui/problem.tsx'

interface SavePdfProps {
  /** What it is called, without its ending. */
  readonly name: string
  ask(): Promise<Blob>
}

/** Saves what the server writes as A4 pages; it is asked for when it is wanted. */
export function SavePdf({ name, ask }: SavePdfProps) {
  const { t } = useI18n()
  const save = useMutation({
    mutationFn: async () => {
      const address = URL.createObjectURL(await ask())
      const link = document.createElement('a')
      link.href = address
      link.download = `${name.replace(/[^\p{L}\p{N} .-]/gu, ' ').trim()}.pdf`
      link.click()
      // The browser has taken it by then.
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
    },
    networkMode: 'always',
  })
  return (
    <>
      <Button
        variant="default"
        size="sm"
        loading={save.isPending}
        leftSection={<IconFileTypePdf size={17} stroke={1.6} />}
        onClick={() => save.mutate()}
      >
        {t('visits.pdf')}
      </Button>
      {save.error && <Problem error={save.error} />}
    </>
  )
}
