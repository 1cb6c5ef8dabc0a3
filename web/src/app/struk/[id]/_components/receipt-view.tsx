'use client'

import { type Ref, useEffect, useRef } from 'react'
import type { ReceiptFragment } from '@/gen/graphql'
import { useBusinessTimeZone } from '@/lib/format'
import { type ReceiptLine, receiptLines } from '../_lib/receipt-lines'
import { useReceiptPrint } from '../_lib/use-receipt-print'
import classes from './receipt.module.css'
import { ReceiptActions } from './receipt-actions'

/** The receipt as printed, with the actions to print or send it. */
export function ReceiptView({ sale, printsAtOnce }: { sale: ReceiptFragment; printsAtOnce: boolean }) {
  const timeZone = useBusinessTimeZone()
  const paper = useRef<HTMLDivElement>(null)
  const { reprint, countPrint, print } = useReceiptPrint(sale, paper)
  const hasPrinted = useRef(false)
  useEffect(() => {
    if (!printsAtOnce || hasPrinted.current) return
    hasPrinted.current = true
    // A reload or the back button must not print again.
    window.history.replaceState(null, '', location.pathname)
    void print()
  }, [printsAtOnce, print])
  return (
    <div className={classes.desk}>
      <ReceiptPaper ref={paper} lines={receiptLines(sale, reprint, timeZone)} />
      <ReceiptActions sale={sale} countPrint={countPrint} onPrint={() => void print()} />
    </div>
  )
}

/** The output of a 58 mm printer. */
function ReceiptPaper({ ref, lines }: { ref: Ref<HTMLDivElement>; lines: readonly ReceiptLine[] }) {
  return (
    <div ref={ref} className={classes.paper} data-testid="receipt" data-paper lang="id">
      {lines.map(({ text, align, isBold, isLarge }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat, and their order never changes
        <pre key={index} className={classes.line} data-align={align} data-bold={isBold} data-large={isLarge}>
          {text}
        </pre>
      ))}
    </div>
  )
}
