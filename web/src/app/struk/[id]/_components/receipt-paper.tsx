import type { Ref } from 'react'
import type { ReceiptLine } from '../_lib/receipt-lines'
import classes from './receipt.module.css'

/** What comes out of a 58 mm printer. */
export function ReceiptPaper({ ref, lines }: { ref: Ref<HTMLDivElement>; lines: readonly ReceiptLine[] }) {
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
