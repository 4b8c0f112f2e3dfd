import { lazy, Suspense, useEffect, useState } from 'react'
import { whenIdle } from './when-idle.ts'

const Notifications = lazy(() => import('@mantine/notifications').then((one) => ({ default: one.Notifications })))

/** Where messages of what was done appear; nothing is done in a page's first moments. */
export function Messages() {
  const [isThere, setThere] = useState(false)
  useEffect(() => whenIdle(() => setThere(true)), [])
  if (!isThere) return null
  return (
    <Suspense>
      <Notifications position="bottom-center" limit={3} />
    </Suspense>
  )
}
