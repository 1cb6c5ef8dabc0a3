import { useMutation } from '@apollo/client/react'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type ReceiptFragment, RecordPrintDocument } from '@/gen/graphql'

const PX_PER_MM = 96 / 25.4

/** Prints the page and counts the prints at the API, so that each reprint shows its number. */
export function useReceiptPrint(sale: ReceiptFragment, paper: RefObject<HTMLDivElement | null>) {
  const { id, printCount } = sale
  const [recordPrint] = useMutation(RecordPrintDocument)
  // During a print the paper shows its number, otherwise the number of the next print.
  const [current, setCurrent] = useState<number | null>(null)
  const isCounted = useRef(false)
  // Prints that the API could not count: in the ref for the next print, in the state for the shown number.
  const uncounted = useRef(0)
  const [uncountedShown, showUncounted] = useState(0)

  /** @returns the number of the reprint, 0 for the first print */
  const countPrint = useCallback(async (): Promise<number> => {
    const { data } = await recordPrint({ variables: { id } })
    if (data) return data.recordPrint.printCount - 1 + uncounted.current
    // A failed count must not prevent a receipt, and the next print is a reprint all the same.
    const reprint = printCount + uncounted.current
    uncounted.current += 1
    showUncounted(uncounted.current)
    return reprint
  }, [recordPrint, id, printCount])

  const print = useCallback(async () => {
    const reprint = await countPrint()
    flushSync(() => setCurrent(reprint))
    isCounted.current = true
    window.print()
  }, [countPrint])

  useEffect(() => {
    const prepare = () => fitPage(paper.current)
    const finish = () => {
      setCurrent(null)
      // A print by the browser's own command is counted now. A page cannot see whether the dialog was cancelled: count
      // one print too many rather than one too few.
      if (!isCounted.current) void countPrint()
      isCounted.current = false
    }
    window.addEventListener('beforeprint', prepare)
    window.addEventListener('afterprint', finish)
    prepare()
    return () => {
      window.removeEventListener('beforeprint', prepare)
      window.removeEventListener('afterprint', finish)
    }
  }, [paper, countPrint])

  return { reprint: current ?? printCount + uncountedShown, countPrint, print }
}

/** Makes the printed page 58 mm wide and as long as the receipt, because a paper roll has no pages. */
function fitPage(paper: HTMLElement | null): void {
  if (!paper) return
  const heightMm = Math.ceil(paper.scrollHeight / PX_PER_MM) + 8
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`@page { size: 58mm ${heightMm}mm; margin: 0 }`)
  document.adoptedStyleSheets = [sheet]
}
