'use client'

import { TextInput } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useRef } from 'react'
import classes from './till.module.css'

interface NumberInputProps {
  label: string
  /** Digits only. */
  value: string
  length: { min: number; max: number }
  isDisabled: boolean
  onChange: (digits: string) => void
  onEnter: () => void
}

/** A meter or customer number: grouped by four as it is typed or pasted, counted, and never more digits than it has. */
export function NumberInput({ label, value, length, isDisabled, onChange, onEnter }: NumberInputProps) {
  const t = useTranslations('till')
  const input = useRef<HTMLInputElement>(null)
  // Grouping moves the text under the cursor; what counts is how many digits stand before it.
  const digitsBeforeCursor = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (digitsBeforeCursor.current === null || !input.current) return
    const position = positionAfterDigits(grouped(value), digitsBeforeCursor.current)
    input.current.setSelectionRange(position, position)
    digitsBeforeCursor.current = null
  }, [value])

  const isComplete = value.length >= length.min
  const isWholeAtFirst = useRef(isComplete)
  // A whole number that came back may be the customer's before: what is typed next replaces it.
  useEffect(() => {
    if (isWholeAtFirst.current) input.current?.select()
  }, [])
  return (
    <TextInput
      ref={input}
      label={label}
      description={isComplete ? t('digitsOk') : t('digits', { count: value.length, ...length })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      classNames={{ input: classes.numberInput }}
      inputMode="numeric"
      autoComplete="off"
      autoFocus
      value={grouped(value)}
      disabled={isDisabled}
      rightSection={
        isComplete ? <IconCircleCheckFilled size={24} color="var(--mantine-color-green-7)" aria-hidden /> : null
      }
      onChange={({ currentTarget }) => {
        const before = currentTarget.value.slice(0, currentTarget.selectionStart ?? undefined)
        const digitsBefore = before.replace(/\D/g, '').length
        const digits = currentTarget.value.replace(/\D/g, '').slice(0, length.max)
        if (digits !== value) {
          digitsBeforeCursor.current = digitsBefore
          return onChange(digits)
        }
        // A blank came or went: it is the same number still, and nothing is drawn anew that would set the cursor.
        currentTarget.value = grouped(value)
        const position = positionAfterDigits(currentTarget.value, digitsBefore)
        currentTarget.setSelectionRange(position, position)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        if (isComplete) onEnter()
      }}
    />
  )
}

function grouped(digits: string): string {
  return digits.match(/.{1,4}/g)?.join(' ') ?? ''
}

function positionAfterDigits(text: string, count: number): number {
  let seen = 0
  for (let index = 0; index < text.length; index++) {
    if (seen === count) return index
    if (text[index] !== ' ') seen++
  }
  return text.length
}
