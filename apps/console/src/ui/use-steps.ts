import { type KeyboardEvent, type RefObject, useRef } from 'react'

/** A list whose links `↓` and `↑` go through. */
export interface Steps<E extends HTMLElement> {
  readonly list: RefObject<E | null>
  readonly onKeyDown: (event: KeyboardEvent) => void
}

export function useSteps<E extends HTMLElement>(): Steps<E> {
  const list = useRef<E>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const from = links.indexOf(document.activeElement as HTMLAnchorElement)
    if (by === 0 || from < 0) return
    event.preventDefault()
    links[from + by]?.focus()
  }
  return { list, onKeyDown }
}
