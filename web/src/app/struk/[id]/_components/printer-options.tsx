'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import {
  BAUD_RATES,
  baudRateOf,
  type PrinterPort,
  readPrinterSettings,
  storePrinterSettings,
  withBaudRate,
} from '../_lib/printer-settings'
import classes from './receipt.module.css'

/** The rate of a serial printer, and the choice of another printer once one is remembered. */
export function PrinterOptions({ port }: { port: PrinterPort }) {
  const t = useTranslations('receipt.printer')
  const [settings, setSettings] = useState(() => readPrinterSettings(port))

  function changeRate(baudRate: number) {
    const changed = withBaudRate(settings, baudRate)
    storePrinterSettings(port, changed)
    setSettings(changed)
  }

  async function pickAnother() {
    const { pickPrinter } = await import('../_lib/receipt-printer')
    // Without a choice the remembered printer stays.
    await pickPrinter(port).catch(() => undefined)
    setSettings(readPrinterSettings(port))
  }

  if (port === 'usb' && settings.printer === null) return null
  return (
    <div className={classes.printer}>
      {port === 'serial' && (
        <NativeSelect
          label={t('baudRate')}
          data={BAUD_RATES.map(String)}
          value={String(baudRateOf(settings))}
          onChange={(event) => changeRate(Number(event.currentTarget.value))}
        />
      )}
      {settings.printer !== null && (
        <Button variant="subtle" onClick={() => void pickAnother()}>
          {t('pickAnother')}
        </Button>
      )}
    </div>
  )
}
