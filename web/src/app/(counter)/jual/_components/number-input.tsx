'use client'

import { TextInput } from '@mantine/core'
import { digitsOf } from '@setrum/units'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { groupsOfFour } from '@/lib/format'
import { ScanDetector } from '../_lib/scan-detector'
import { useNumberKeys } from '../_lib/use-number-keys'
import classes from './till.module.css'

interface NumberInputProps {
  label: string
  /** Digits only. */
  value: string
  length: { min: number; max: number }
  isDisabled: boolean
  /** The biller does not know this number. */
  isRefused: boolean
  onChange: (digits: string) => void
  onEnter: () => void
}

/**
 * A meter or customer number: groups the digits by four, counts them, and accepts no more than `length.max`. A scanned or
 * pasted number replaces the number that is there, and so do digits typed anywhere on the page outside a text field.
 */
export function NumberInput({ label, value, length, isDisabled, isRefused, onChange, onEnter }: NumberInputProps) {
  const t = useTranslations('till')
  const input = useRef<HTMLInputElement>(null)
  const scans = useRef(new ScanDetector(length))
  useNumberKeys(input, scans)
  // Grouping moves the text: restore the cursor by the number of digits before it.
  const digitsBeforeCursor = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (digitsBeforeCursor.current === null || !input.current) return
    const position = positionAfterDigits(groupsOfFour(value).join(' '), digitsBeforeCursor.current)
    input.current.setSelectionRange(position, position)
    digitsBeforeCursor.current = null
  }, [value])

  const isComplete = value.length >= length.min
  const wasComplete = useRef(isComplete)
  // A restored number may belong to the previous customer: select it, so that typing replaces it.
  useEffect(() => {
    if (wasComplete.current) input.current?.select()
  }, [])
  return (
    <TextInput
      ref={input}
      label={label}
      description={
        isRefused ? t('digitsRefused') : isComplete ? t('digitsOk') : t('digits', { count: value.length, ...length })
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      classNames={{ input: classes.numberInput }}
      inputMode="numeric"
      autoComplete="off"
      autoFocus
      value={groupsOfFour(value).join(' ')}
      disabled={isDisabled}
      rightSection={
        isComplete && !isRefused ? (
          <IconCircleCheckFilled size={24} color="var(--mantine-color-green-7)" aria-hidden />
        ) : null
      }
      onChange={({ currentTarget }) => {
        const before = currentTarget.value.slice(0, currentTarget.selectionStart ?? undefined)
        const typed = digitsOf(currentTarget.value)
        const digits = scans.current.contentAfter(typed)
        const digitsBefore = typed.startsWith(digits) ? digitsOf(before).length : digits.length
        if (digits !== value) {
          digitsBeforeCursor.current = digitsBefore
          return onChange(digits)
        }
        // Only a blank was typed or deleted: React does not render again, so set text and cursor here.
        currentTarget.value = groupsOfFour(value).join(' ')
        const position = positionAfterDigits(currentTarget.value, digitsBefore)
        currentTarget.setSelectionRange(position, position)
      }}
      onPaste={(event) => {
        const pasted = digitsOf(event.clipboardData.getData('text'))
        // A part of a number is pasted at the cursor.
        if (pasted.length < length.min) return
        event.preventDefault()
        digitsBeforeCursor.current = pasted.length
        onChange(pasted.slice(0, length.max))
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey) return
        // A letter would replace a selected number by nothing.
        if (event.key.length === 1 && /\p{L}/u.test(event.key)) event.preventDefault()
        if (event.key !== 'Enter') return
        event.preventDefault()
        // A key that is held down counts once.
        if (!isComplete || event.repeat) return
        // The next number replaces this one.
        input.current?.select()
        onEnter()
      }}
    />
  )
}

function positionAfterDigits(text: string, count: number): number {
  let digits = 0
  for (let index = 0; index < text.length; index++) {
    if (digits === count) return index
    if (text[index] !== ' ') digits++
  }
  return text.length
}
