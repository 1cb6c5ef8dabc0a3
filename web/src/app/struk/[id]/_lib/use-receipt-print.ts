import { useMutation } from '@apollo/client/react'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type ReceiptFragment, RecordPrintDocument } from '@/gen/graphql'

const PX_PER_MM = 96 / 25.4

/** Counts the prints at the API, so that every copy after the first says which it is, and prints the page. */
export function useReceiptPrint(sale: ReceiptFragment, paper: RefObject<HTMLDivElement | null>) {
  const { id, printCount } = sale
  const [recordPrint] = useMutation(RecordPrintDocument)
  // While a print is under way the paper shows that print's number; otherwise that of the next one.
  const [current, setCurrent] = useState<number | null>(null)
  const isCounted = useRef(false)
  // Copies made here that the API could not count. For the next print at once, and for what the paper shows.
  const uncounted = useRef(0)
  const [uncountedShown, showUncounted] = useState(0)

  /** @returns which reprint this print is, 0 for the first one */
  const countPrint = useCallback(async (): Promise<number> => {
    const { data } = await recordPrint({ variables: { id } })
    if (data) return data.recordPrint.printCount - 1 + uncounted.current
    // A count that could not be kept must not stop a customer's receipt, and the one after it is a copy all the same.
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
      // A print by the browser's own command showed the next number; it is counted now. Whether the dialog was cancelled
      // no page is told: a copy too many is counted rather than one too few.
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

/** Makes the printed page 58 mm wide and as long as the receipt: a roll has no pages. */
function fitPage(paper: HTMLElement | null): void {
  if (!paper) return
  const heightMm = Math.ceil(paper.scrollHeight / PX_PER_MM) + 8
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`@page { size: 58mm ${heightMm}mm; margin: 0 }`)
  document.adoptedStyleSheets = [sheet]
}
