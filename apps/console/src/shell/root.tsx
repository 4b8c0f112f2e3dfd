import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { sessionQuery } from '../api/session.ts'
import { keyInAddress } from '../sign-in/key-in-address.ts'
import { Shell } from './shell.tsx'

const SignIn = lazy(() => import('../sign-in/sign-in.tsx').then((one) => ({ default: one.SignIn })))

/** The whole page: the places for who is signed in, the door for everybody else. The address stays as it is. */
export function Root() {
  const { data } = useQuery(sessionQuery)
  if (!data) return null
  if (data.session) return <Shell session={data.session} />
  return (
    <Suspense>
      <SignIn keyAtStart={keyInAddress} />
    </Suspense>
  )
}
