'use client'

import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { failureReasonOf } from '@setrum/api-contract'
import { IconCheck, IconCopy, IconPlus, IconPrinter, IconRepeat } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { missesToken } from '@/components/sale/sale-review'
import { useTillHotkeys } from '@/components/shell/shortcuts'
import type { SaleOutcomeFragment } from '@/gen/graphql'
import { useAppRouter } from '@/lib/app-router'
import { useIsSessionOver } from '@/lib/session/open-sale'
import { FLAG, linkTo, linkToSale, PATHS } from '@/lib/urls'
import classes from '../till.module.css'

export function OutcomeActions({ sale, onNewSale }: { sale: SaleOutcomeFragment | null; onNewSale: () => void }) {
  const t = useTranslations('till.outcome')
  const router = useAppRouter()
  const clipboard = useClipboard({ timeout: 2_000 })
  const receipt = sale?.status === 'SUCCESS' && !missesToken(sale) ? `${PATHS.receipt}/${sale.id}` : null
  // Leaving this page would sign out before the customer has the token.
  const isSessionOver = useIsSessionOver()
  const copy = () => sale?.token && clipboard.copy(sale.token)
  useTillHotkeys([
    ['alt+N', () => isSessionOver || onNewSale()],
    ['alt+C', () => receipt && router.push(linkTo(receipt, { isPrinting: FLAG }))],
    ['alt+S', copy],
  ])
  const isRepeatable =
    !isSessionOver &&
    sale?.status === 'FAILED' &&
    sale.reviewReasons.length === 0 &&
    failureReasonOf(sale.productType, sale.responseCode) !== 'alreadyPaid'
  return (
    <div className={classes.actions}>
      {clipboard.error && (
        <p className={classes.copyFailed} role="status">
          {t('copyFailed')}
        </p>
      )}
      {sale?.token && (
        <Button
          size="md"
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
          onClick={copy}
          title="Alt+S"
        >
          {clipboard.copied ? t('copied') : t('copy')}
        </Button>
      )}
      {receipt && (
        <Button
          size="md"
          variant="default"
          component={Link}
          href={receipt}
          leftSection={<IconPrinter size={18} />}
          title="Alt+C"
        >
          {t('receipt')}
        </Button>
      )}
      {isRepeatable && (
        <Button
          size="md"
          variant="default"
          component={Link}
          href={linkToSale({ ...sale, number: sale.customer.number })}
          leftSection={<IconRepeat size={18} />}
        >
          {t('retry')}
        </Button>
      )}
      {!isSessionOver && (
        <Button size="md" leftSection={<IconPlus size={18} />} onClick={onNewSale} title="Alt+N">
          {t('newSale')}
        </Button>
      )}
    </div>
  )
}
