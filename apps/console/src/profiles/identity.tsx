import { Badge, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp, IconLink, IconUnlink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type DecisionRequest, useDecide, useWithdraw } from '../api/decisions.ts'
import { type Decision, type Link, linksQuery, nameOf, type Profile } from '../api/profiles.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMay } from '../shell/session-context.ts'
import { Problem } from '../ui/problem.tsx'
import { problemText } from '../ui/problem-text.ts'
import { Section } from '../ui/section.tsx'
import { SourceName } from '../ui/source-name.tsx'
import { useUndoable } from '../ui/use-undoable.tsx'
import classes from './identity.module.css'
import { JoinWith } from './join-with.tsx'

/** Why its records are one party, and a steward's word on it: each can be taken back. */
export function Identity({ profile }: { readonly profile: Profile }) {
  const { t } = useI18n()
  const maySteward = useMay('steward')
  const { data, error } = useQuery(linksQuery(profile.id))
  const [parting, setParting] = useState<Link | null>(null)
  const [isJoining, setJoining] = useState(false)
  const decide = useDecideWithUndo(profile.id)
  if (error) return <Problem error={error} />
  if (!data) return <Skeleton h={240} />
  return (
    <Stack gap={14}>
      <Section
        title={t('identity.links')}
        aside={
          maySteward && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconLink size={15} />}
              onClick={() => setJoining(true)}
            >
              {t('identity.join')}
            </Button>
          )
        }
      >
        {data.links.length === 0 && <Text c="dimmed">{t('identity.noLinks')}</Text>}
        <ul className={classes.links}>
          {data.links.map((link) => (
            <LinkRow
              key={`${link.a.stream} ${link.a.key} ${link.b.stream} ${link.b.key} ${link.resolver}`}
              link={link}
              onPart={
                maySteward && isRecord(link.a.stream) && isRecord(link.b.stream) ? () => setParting(link) : undefined
              }
            />
          ))}
        </ul>
      </Section>
      <Decisions decisions={data.decisions} />
      <Modal
        opened={parting !== null}
        onClose={() => setParting(null)}
        title={t('identity.partTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {parting && (
          <Stack>
            <Text>{t('identity.partLead')}</Text>
            <Pair a={parting.a} b={parting.b} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setParting(null)}>
                {t('action.cancel')}
              </Button>
              <Button
                color="red"
                data-autofocus
                onClick={() => {
                  setParting(null)
                  decide({ a: anchorOf(parting.a), b: anchorOf(parting.b), verdict: 'different' })
                }}
              >
                {t('identity.part')}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
      <JoinWith
        isOpen={isJoining}
        onClose={() => setJoining(false)}
        self={profile.id}
        name={nameOf(profile.attributes)}
        onJoin={(other) => {
          setJoining(false)
          decide({ a: profile.id, b: other, verdict: 'same' })
        }}
      />
    </Stack>
  )
}

/** Devices and the like have no record to decide about. */
const isRecord = (stream: string) => stream !== '' && !stream.startsWith('@')

const anchorOf = ({ stream, key }: { readonly stream: string; readonly key: string }) => `${stream}/${key}`

/** Decides, goes where the profile is then, and offers the way back. */
function useDecideWithUndo(profileId: string): (request: DecisionRequest) => void {
  const { t } = useI18n()
  const navigate = useNavigate({ from: '/profiles/$id' })
  const decide = useDecide()
  const withdraw = useWithdraw()
  const undoable = useUndoable()
  const failed = (error: Error) =>
    notifications.show({
      color: 'red',
      message: problemText(error, t),
      closeButtonProps: { 'aria-label': t('action.close') },
    })
  return (request) =>
    decide.mutate(request, {
      onError: failed,
      onSuccess: (outcome) => {
        if (!outcome) return
        const { id, profiles } = outcome
        const [first] = profiles
        if (first !== undefined && !profiles.includes(profileId))
          void navigate({ to: '/profiles/$id', params: { id: first }, search: (before) => before })
        undoable(t(`identity.decided.${request.verdict}`), () => withdraw.mutate(id, { onError: failed }))
      },
    })
}

function Pair({ a, b }: Pick<Link, 'a' | 'b'>) {
  return (
    <div className={classes.pair}>
      <SourceName stream={a.stream} rowKey={a.key} />
      <IconLink size={14} aria-hidden="true" />
      <SourceName stream={b.stream} rowKey={b.key} />
    </div>
  )
}

function LinkRow({ link, onPart }: { readonly link: Link; readonly onPart: (() => void) | undefined }) {
  const { t, format } = useI18n()
  return (
    <li className={classes.link} data-inactive={!link.isActive || undefined}>
      <div className={classes.words}>
        <Pair a={link.a} b={link.b} />
        <ul className={classes.evidence}>
          {link.evidence.map((one) => (
            <li key={`${one.comparison} ${one.level}`}>
              <b>{format.value(one.comparison)}</b>
              <span>{format.value(one.level)}</span>
            </li>
          ))}
        </ul>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Badge variant="light" color={link.certainty === 'probable' ? 'orange' : 'sea'} tt="none">
          {t(`certainty.${link.certainty}`)}
        </Badge>
        {onPart && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconUnlink size={15} />}
            onClick={onPart}
          >
            {t('identity.part')}
          </Button>
        )}
      </Group>
    </li>
  )
}

function Decisions({ decisions }: { readonly decisions: readonly Decision[] }) {
  const { t, format } = useI18n()
  const maySteward = useMay('steward')
  const withdraw = useWithdraw()
  if (decisions.length === 0) return null
  return (
    <Section title={t('identity.decisions')}>
      <ul className={classes.links}>
        {decisions.map(({ id, verdict, rows, by, at, withdrawnAt }) => (
          <li key={id} className={classes.link} data-inactive={withdrawnAt !== null || undefined}>
            <div className={classes.words}>
              <div className={classes.pair}>
                <Side row={rows.a} />
                {verdict === 'same' ? (
                  <IconLink size={14} aria-hidden="true" />
                ) : (
                  <IconUnlink size={14} aria-hidden="true" />
                )}
                <Side row={rows.b} />
              </div>
              <Text c="dimmed" fz="xs">
                {t(`identity.verdict.${verdict}`)} · {format.dateTime(at)} · {by}
                {withdrawnAt !== null && ` · ${t('identity.withdrawn', { at: format.dateTime(withdrawnAt) })}`}
              </Text>
            </div>
            {withdrawnAt === null && maySteward && (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<IconArrowBackUp size={15} />}
                loading={withdraw.isPending && withdraw.variables === id}
                onClick={() =>
                  withdraw.mutate(id, {
                    onError: (error) =>
                      notifications.show({
                        color: 'red',
                        message: problemText(error, t),
                        closeButtonProps: { 'aria-label': t('action.close') },
                      }),
                  })
                }
              >
                {t('action.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Side({ row }: { readonly row: { readonly stream: string; readonly key: string } | null }) {
  const { t } = useI18n()
  return row ? <SourceName stream={row.stream} rowKey={row.key} /> : <span>{t('identity.elsewhere')}</span>
}
