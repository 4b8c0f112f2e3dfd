import type { Ring } from '../api/rings.ts'
import type { Translate } from '../i18n/translate.ts'

/** Who rings, in a few words. */
export function ringName({ profile, candidates }: Pick<Ring, 'profile' | 'candidates'>, t: Translate): string {
  if (profile) return profile.name || t('profiles.nameless')
  return candidates.length > 0
    ? candidates.map((name) => name || t('profiles.nameless')).join(' / ')
    : t('desk.unknown')
}
