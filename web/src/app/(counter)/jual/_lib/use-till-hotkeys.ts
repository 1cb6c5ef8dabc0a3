import { useHotkeys } from '@mantine/hooks'

/** Hotkeys that also work inside a field, but not below an open dialog, which would hide their effect. */
export function useTillHotkeys(keys: [key: string, act: () => unknown][]): void {
  useHotkeys(
    keys.map(([key, act]) => [key, () => document.querySelector('[aria-modal="true"]') || act()]),
    [],
  )
}
