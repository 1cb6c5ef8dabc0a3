import { digitsOf } from '@setrum/units'
import { type RefObject, useEffect } from 'react'
import type { ScanDetector } from './scan-detector'

/**
 * Sends digits typed outside a text field to the number field, where they replace the number: the next scan must not
 * press a focused button, such as "pay", by its Enter. Other characters only take the focus away from a button.
 */
export function useNumberKeys(input: RefObject<HTMLInputElement | null>, scans: RefObject<ScanDetector>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target } = event
      scans.current.addKey(key, event.timeStamp, digitsOf(input.current?.value ?? ''))
      if (event.ctrlKey || event.metaKey || event.altKey || key.length !== 1 || key === ' ') return
      if (!input.current || input.current.disabled || !(target instanceof Element)) return
      if (isTextField(target) || target.closest('[role="menu"]') || document.querySelector('[aria-modal="true"]'))
        return
      const isDigit = /\d/.test(key)
      if (!isDigit && !target.closest('button')) return
      // The browser types the key into the field that has the focus after this handler.
      if (!isDigit) event.preventDefault()
      input.current.focus()
      input.current.select()
    }
    // Before the handlers of the page: the first key of a scan belongs to the number too.
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [input, scans])
}

function isTextField(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(element.type)
  return element.matches('textarea, select, [contenteditable="true"]')
}
