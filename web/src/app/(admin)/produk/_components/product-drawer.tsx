'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Drawer, Group, NumberInput, Stack, Switch } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { DescriptionList } from '@/components/sale/sale-details'
import { toast } from '@/components/toast/toasts'
import { type ProductRowFragment, UpdateProductDocument } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { readFailure } from '@/lib/graph/failure'

const MAX_MARGIN_IDR = 1_000_000

/** The form of a product: the margin of a token, and whether it is offered. */
export function ProductDrawer({ product, onClose }: { product: ProductRowFragment; onClose: () => void }) {
  const t = useTranslations('products')
  const format = useFormat()
  const [update, { error, loading }] = useMutation(UpdateProductDocument)
  const isToken = product.type === 'PREPAID'
  const form = useForm<{ margin: number | string; active: boolean }>({
    initialValues: { margin: product.margin ?? '', active: product.offered },
  })
  async function submit({ margin, active }: typeof form.values) {
    // The field may show the configured margin: sent unchanged, it would become the product's own.
    const ownMargin = form.isDirty('margin') ? { margin: margin === '' ? null : Number(margin) } : {}
    const ownActive = form.isDirty('active') ? { active } : {}
    const { data } = await update({ variables: { code: product.code, input: { ...ownActive, ...ownMargin } } })
    if (!data) return
    void toast(t('saved', { name: product.name }))
    onClose()
  }
  const { margin } = form.values
  const price = product.cost === null || margin === '' ? null : product.cost + Number(margin)
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={product.name}
      closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
    >
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack>
          <DescriptionList
            items={[
              [t('field.code'), product.code],
              [t('field.cost'), isToken ? format.rupiah(product.cost) : null],
              [t('field.adminFee'), isToken ? null : format.rupiah(product.adminFee)],
              [t('field.price'), isToken && price !== null ? format.rupiah(price) : null],
              [t('field.availability'), product.availability.reason],
            ]}
          />
          <PartialNotice failure={readFailure(error)} />
          {isToken && (
            <NumberInput
              label={t('field.margin')}
              description={t('marginHint')}
              prefix="Rp "
              thousandSeparator="."
              decimalSeparator=","
              allowDecimal={false}
              allowNegative={false}
              max={MAX_MARGIN_IDR}
              {...form.getInputProps('margin')}
            />
          )}
          <Switch label={t('field.offered')} size="md" {...form.getInputProps('active', { type: 'checkbox' })} />
          <Group justify="flex-end">
            <Button variant="default" size="md" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" size="md" loading={loading}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}
