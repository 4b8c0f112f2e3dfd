import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/session.ts'
import { SignIn } from '../sign-in/sign-in.tsx'
import { Shell } from './shell.tsx'

/** The whole page: the places for who is signed in, the door for everybody else. The address stays as it is. */
export function Root() {
  const { data } = useQuery(sessionQuery)
  if (!data) return null
  return data.session ? <Shell session={data.session} /> : <SignIn />
}
