import { useHotkeys } from '@mantine/hooks'

/**
 * Keys that work wherever the cursor is, inside a field as well, but not underneath an open dialog: what they would do
 * there cannot be seen.
 */
export function useTillHotkeys(keys: [key: string, act: () => unknown][]): void {
  useHotkeys(
    keys.map(([key, act]) => [key, () => document.querySelector('[aria-modal="true"]') || act()]),
    [],
  )
}
