import { useEffect } from 'react'

/** While mounted, single keys do things, as long as nobody is writing, no menu or dialog is open and no modifier is held. */
export function useShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return
      if (at.closest('[role="dialog"], [role="menu"]')) return
      const act = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [shortcuts])
}
