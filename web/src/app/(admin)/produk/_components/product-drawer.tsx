'use client'

import { useMutation } from '@apollo/client/react'
import { Button, Drawer, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { readRupiahText } from '@setrum/units'
import { useTranslations } from 'next-intl'
import { PartialNotice } from '@/components/panel/partial-notice'
import { DescriptionList } from '@/components/sale/sale-details'
import { toast } from '@/components/toast/toasts'
import { type ProductRowFragment, UpdateProductDocument } from '@/gen/graphql'
import { focusFirstError, formFailure, showAtField } from '@/lib/form-refusal'
import { useFormat } from '@/lib/format'

const MAX_MARGIN_IDR = 1_000_000

/** The form of a product: the margin of a token, and whether it is offered. */
export function ProductDrawer({ product, onClose }: { product: ProductRowFragment; onClose: () => void }) {
  const t = useTranslations('products')
  const format = useFormat()
  const [update, { error, loading }] = useMutation(UpdateProductDocument)
  const isToken = product.type === 'PREPAID'
  const givenMargin = product.margin === null ? '' : marginText(product.margin)
  const form = useForm({
    initialValues: { margin: givenMargin, active: product.offered },
    validate: { margin: (text) => (text === givenMargin || isMargin(text) ? null : t('marginInvalid')) },
    validateInputOnBlur: true,
  })
  async function submit({ margin, active }: typeof form.values) {
    // The field may show the configured margin: sent unchanged, it would become the product's own.
    const ownMargin = form.isDirty('margin') ? { margin: readRupiahText(margin) } : {}
    const ownActive = form.isDirty('active') ? { active } : {}
    const { data, error: refusal } = await update({
      variables: { code: product.code, input: { ...ownActive, ...ownMargin } },
    })
    if (!data) return showAtField(form, refusal)
    void toast(t('saved', { name: product.name }))
    onClose()
  }
  const { margin } = form.values
  const marginIdr = readRupiahText(margin)
  const price = product.cost === null || marginIdr === null ? null : product.cost + marginIdr
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={product.name}
      closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
    >
      <form onSubmit={form.onSubmit(submit, focusFirstError(form))} noValidate>
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
          <PartialNotice failure={formFailure(form, error)} />
          {isToken && (
            <TextInput
              label={t('field.margin')}
              description={t('marginHint')}
              leftSection="Rp"
              inputMode="numeric"
              autoComplete="off"
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

/** Empty for the configured margin. */
function isMargin(text: string): boolean {
  const marginIdr = readRupiahText(text)
  return text.trim() === '' || (marginIdr !== null && marginIdr <= MAX_MARGIN_IDR)
}

/** With dots between thousands in both languages, as the field reads it. */
function marginText(marginIdr: number): string {
  return new Intl.NumberFormat('id-ID').format(marginIdr)
}
