/** What a profile's page shows, in the order of its tabs; the address names them. */
export const profileTabs = ['overview', 'timeline', 'identity', 'records'] as const
export type ProfileTab = (typeof profileTabs)[number]
