'use client'

import { Button } from '@mantine/core'
import { IconArrowLeft, IconBrandWhatsapp, IconFileTypePdf, IconPrinter, IconUsb } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Fragment, useEffect, useState } from 'react'
import { toast } from '@/components/toast/toasts'
import type { ReceiptFragment } from '@/gen/graphql'
import { useAppRouter } from '@/lib/app-router'
import { useBusinessTimeZone } from '@/lib/format'
import { useSession } from '@/lib/session/session-context'
import { linkTo, PATHS } from '@/lib/urls'
import type { PrinterPort } from '../_lib/printer-settings'
import { receiptLines } from '../_lib/receipt-lines'
import { receiptMessage } from '../_lib/receipt-message'
import { PrinterOptions } from './printer-options'
import classes from './receipt.module.css'

interface ReceiptActionsProps {
  sale: ReceiptFragment
  /** Counts a print. Resolves to the number of the reprint, 0 for the first print. */
  countPrint: () => Promise<number>
  onPrint: () => void
}

export function ReceiptActions({ sale, countPrint, onPrint }: ReceiptActionsProps) {
  const t = useTranslations('receipt')
  const router = useAppRouter()
  const { role } = useSession()
  const [ports, setPorts] = useState<PrinterPort[]>([])
  /** A print may have picked the printer: the options show the settings of that one. */
  const [printsSent, setPrintsSent] = useState(0)
  useEffect(() => void import('../_lib/receipt-printer').then((it) => setPorts(it.printerPorts())), [])
  const timeZone = useBusinessTimeZone()
  const lines = (reprint: number) => receiptLines(sale, reprint, timeZone)
  const message = encodeURIComponent(receiptMessage(sale, timeZone))

  // In a tab of its own the receipt has no page of this app before it, but perhaps the browser's own.
  function goBack() {
    const { navigation, history }: { navigation?: Navigation; history: History } = window
    if (navigation ? navigation.canGoBack : history.length > 1) router.back()
    else router.push(linkTo(role === 'ADMIN' ? PATHS.transactions : PATHS.history, { search: sale.invoice }))
  }

  async function savePdf() {
    try {
      // Count only after the PDF code is loaded: a PDF that cannot be made is no print.
      const { receiptPdf } = await import('../_lib/receipt-pdf')
      const url = URL.createObjectURL(await receiptPdf(lines(await countPrint())))
      const link = document.createElement('a')
      link.href = url
      link.download = `struk-${sale.invoice}.pdf`
      link.click()
      URL.revokeObjectURL(url)
    } catch {
      void toast(t('pdfFailed'), 'red')
    }
  }

  async function sendTo(port: PrinterPort) {
    try {
      const { receiptBytes, sendToPrinter } = await import('../_lib/receipt-printer')
      await sendToPrinter(port, async () => receiptBytes(lines(await countPrint())))
    } catch {
      void toast(t('printerFailed'), 'red')
    }
    setPrintsSent((before) => before + 1)
  }

  return (
    <div className={classes.actions}>
      <Button size="md" leftSection={<IconPrinter size={18} />} onClick={onPrint}>
        {t('print')}
      </Button>
      {ports.map((port) => (
        <Fragment key={port}>
          <Button size="md" variant="default" leftSection={<IconUsb size={18} />} onClick={() => void sendTo(port)}>
            {t(`port.${port}`)}
          </Button>
          <PrinterOptions key={printsSent} port={port} />
        </Fragment>
      ))}
      <Button
        size="md"
        variant="default"
        component="a"
        href={`https://wa.me/?text=${message}`}
        target="_blank"
        rel="noreferrer"
        leftSection={<IconBrandWhatsapp size={18} />}
      >
        {t('whatsapp')}
      </Button>
      <Button size="md" variant="default" leftSection={<IconFileTypePdf size={18} />} onClick={() => void savePdf()}>
        {t('pdf')}
      </Button>
      <Button size="md" variant="subtle" leftSection={<IconArrowLeft size={18} />} onClick={goBack}>
        {t('back')}
      </Button>
    </div>
  )
}
