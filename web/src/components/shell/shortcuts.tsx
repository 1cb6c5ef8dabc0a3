'use client'

import { useHotkeys } from '@mantine/hooks'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'

const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then((it) => it.ShortcutSheet), { ssr: false })

const OPEN = 'setrum:shortcuts'

export function openShortcuts(): void {
  window.dispatchEvent(new Event(OPEN))
}

/** Opens the list of shortcuts by `?`, on any keyboard layout, or from the account menu. */
export function Shortcuts() {
  const [isOpen, setOpen] = useState(false)
  const open = () => setOpen(true)
  useHotkeys([
    ['shift+?', open],
    ['?', open],
    ['shift+/', open],
  ])
  useEffect(() => {
    const open = () => setOpen(true)
    window.addEventListener(OPEN, open)
    return () => window.removeEventListener(OPEN, open)
  }, [])
  return isOpen ? <ShortcutSheet onClose={() => setOpen(false)} /> : null
}

/** Hotkeys that also work inside a field, but not below an open dialog, which would hide their effect. */
export function useTillHotkeys(keys: [key: string, act: () => unknown][]): void {
  useHotkeys(
    keys.map(([key, act]) => [key, () => document.querySelector('[aria-modal="true"]') || act()]),
    [],
  )
}
