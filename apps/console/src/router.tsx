import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { type ProfileTab, profileTabs } from './profiles/profile-tabs.ts'
import { Root } from './shell/root.tsx'
import { isDay } from './ui/days.ts'

const rootRoute = createRootRoute({ component: Root })

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/profiles', search: { q: '' } })
  },
})

/** The list with its search; a profile opens beside it. */
const profilesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/profiles',
  validateSearch: (search: Record<string, unknown>): { q: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import('./profiles/profiles-place.tsx'), 'ProfilesPlace'),
})

const profileRoute = createRoute({
  getParentRoute: () => profilesRoute,
  path: '$id',
  validateSearch: (search: Record<string, unknown>): { tab?: ProfileTab; only?: string; at?: string } => ({
    ...(profileTabs.includes(search.tab as ProfileTab) && { tab: search.tab as ProfileTab }),
    ...(text(search.only) !== '' && { only: text(search.only) }),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(text(search.at)) && { at: text(search.at) }),
  }),
  component: lazyRouteComponent(() => import('./profiles/profile-page.tsx'), 'ProfilePage'),
})

/** A number rings; the call stays in the address, so a reload keeps it. */
const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/desk',
  validateSearch: (search: Record<string, unknown>): { call?: string } => ({
    ...(text(search.call) !== '' && { call: text(search.call) }),
  }),
  component: lazyRouteComponent(() => import('./desk/desk-place.tsx'), 'DeskPlace'),
})

/** A rep's day; a visit opens beside it. */
const visitsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/visits',
  validateSearch: (search: Record<string, unknown>): { day?: string; of?: string } => ({
    ...(isDay(text(search.day)) && { day: text(search.day) }),
    ...(text(search.of) !== '' && { of: text(search.of) }),
  }),
  component: lazyRouteComponent(() => import('./visits/visits-place.tsx'), 'VisitsPlace'),
})

const visitRoute = createRoute({
  getParentRoute: () => visitsRoute,
  path: '$visit',
  component: lazyRouteComponent(() => import('./visits/visit-page.tsx'), 'VisitPage'),
})

/** A hotel's arrivals of a day; a guest opens beside them. */
const staysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/stays',
  validateSearch: (search: Record<string, unknown>): { day?: string; of?: string } => ({
    ...(isDay(text(search.day)) && { day: text(search.day) }),
    ...(text(search.of) !== '' && { of: text(search.of) }),
  }),
  component: lazyRouteComponent(() => import('./stays/stays-place.tsx'), 'StaysPlace'),
})

const guestRoute = createRoute({
  getParentRoute: () => staysRoute,
  path: '$guest',
  component: lazyRouteComponent(() => import('./stays/guest-page.tsx'), 'GuestPage'),
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    indexRoute,
    deskRoute,
    visitsRoute.addChildren([visitRoute]),
    staysRoute.addChildren([guestRoute]),
    profilesRoute.addChildren([profileRoute]),
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
