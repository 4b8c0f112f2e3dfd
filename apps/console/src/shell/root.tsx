import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { sessionQuery } from '../api/session.ts'
import { keyInAddress } from '../sign-in/key-in-address.ts'
import { Shell } from './shell.tsx'

const SignIn = lazy(() => import('../sign-in/sign-in.tsx').then((one) => ({ default: one.SignIn })))

const Problem = lazy(() => import('../ui/problem.tsx').then((one) => ({ default: one.Problem })))

/** The whole page: the places for who is signed in, the door for everybody else. The address stays as it is. */
export function Root() {
  const { data, error } = useQuery(sessionQuery)
  if (!data) return error ? <Unreachable error={error} /> : null
  if (data.session) return <Shell session={data.session} />
  return (
    <Suspense>
      <SignIn keyAtStart={keyInAddress} />
    </Suspense>
  )
}

/** Nobody knows who is signed in: the server does not answer, and nothing was kept. */
const Unreachable = ({ error }: { readonly error: Error }) => (
  <Suspense>
    <Problem error={error} />
  </Suspense>
)
