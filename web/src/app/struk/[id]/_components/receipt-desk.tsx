'use client'

import { useEffect, useRef } from 'react'
import type { ReceiptFragment } from '@/gen/graphql'
import { useBusinessTimeZone } from '@/lib/use-format'
import { receiptLines } from '../_lib/receipt-lines'
import { useReceiptPrint } from '../_lib/use-receipt-print'
import classes from './receipt.module.css'
import { ReceiptActions } from './receipt-actions'
import { ReceiptPaper } from './receipt-paper'

/** The receipt as it will be, and the ways to hand it over. */
export function ReceiptDesk({ sale, printsAtOnce }: { sale: ReceiptFragment; printsAtOnce: boolean }) {
  const timeZone = useBusinessTimeZone()
  const paper = useRef<HTMLDivElement>(null)
  const { reprint, countPrint, print } = useReceiptPrint(sale, paper)
  const hasPrinted = useRef(false)
  useEffect(() => {
    if (!printsAtOnce || hasPrinted.current) return
    hasPrinted.current = true
    // A reload, or coming back, prints nothing once more.
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
