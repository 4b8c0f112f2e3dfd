const MARK = '>'

/** Under what name it is kept who was sent to an activation: beside segments, told apart by the first letter. */
export const activationMembership = (activation: string): string => `${MARK}${activation}`

/** The activation that a membership is of; `undefined`: it is a segment's. */
export const activationOf = (membership: string): string | undefined =>
  membership.startsWith(MARK) ? membership.slice(MARK.length) : undefined
