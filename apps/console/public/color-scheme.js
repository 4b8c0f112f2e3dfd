// Before anything is painted, so that a dark desk does not flash white. A file, since the policy allows nothing inline.
const root = document.documentElement
root.setAttribute('data-mantine-color-scheme', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
try {
  const kept = localStorage.getItem('mantine-color-scheme-value')
  if (kept === 'dark' || kept === 'light') root.setAttribute('data-mantine-color-scheme', kept)
} catch {
  // No storage: as the system.
}
