'use client'

import { Skeleton } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { PartialNotice, useFailureMessage } from '@/components/panel/partial-notice'
import type { ProductPickerFragment } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { isListOf, isString } from '@/lib/guards'
import { parseStored } from '@/lib/json'
import type { TokenProducts } from '../_lib/use-token-products'
import classes from './till.module.css'

interface ProductPickerProps {
  products: TokenProducts
  value: string | null
  isDisabled: boolean
  onChange: (code: string) => void
  onEnter: () => void
}

const readFavourites = parseStored(isListOf(isString), [])

/** The amounts on sale, favourites first. A radio group, so that the arrow keys select. */
export function ProductPicker({ products, value, isDisabled, onChange, onEnter }: ProductPickerProps) {
  const t = useTranslations('till')
  const messageOf = useFailureMessage('unavailable')
  const [favourites, setFavourites] = useLocalStorage<string[]>({
    key: 'setrum:favourites',
    defaultValue: [],
    deserialize: readFavourites,
  })
  const { list, isCached, failure, retry } = products
  if (!list)
    return failure ? (
      <PartialNotice failure={failure} onRetry={retry} />
    ) : (
      <Skeleton height={170} radius="md" aria-busy />
    )

  const toggle = (code: string) =>
    setFavourites((before) => (before.includes(code) ? before.filter((it) => it !== code) : [...before, code]))
  const blocked = list.find(({ availability }) => !availability.sellable)?.availability.reason
  return (
    <>
      {isCached && failure && <p className={classes.hint}>{`${messageOf(failure)} ${t('cachedPrices')}`}</p>}
      {blocked && <p className={classes.hint}>{blocked}</p>}
      {list.length === 0 && <p className={classes.hint}>{t('noProducts')}</p>}
      <fieldset className={classes.products} aria-label={t('chooseAmount')}>
        {sorted(list, favourites).map((product) => (
          <ProductCard
            key={product.code}
            product={product}
            isChosen={product.code === value}
            isFavourite={favourites.includes(product.code)}
            isDisabled={isDisabled}
            onChoose={() => onChange(product.code)}
            onToggleFavourite={() => toggle(product.code)}
            onEnter={onEnter}
          />
        ))}
      </fieldset>
    </>
  )
}

interface ProductCardProps {
  product: ProductPickerFragment
  isChosen: boolean
  isFavourite: boolean
  isDisabled: boolean
  onChoose: () => void
  onToggleFavourite: () => void
  onEnter: () => void
}

function ProductCard({ product, isFavourite, isChosen, ...props }: ProductCardProps) {
  const t = useTranslations('till')
  const format = useFormat()
  const { name, nominal, price } = product
  const title = nominal ? format.number(nominal) : name
  return (
    <div className={classes.product}>
      <input
        type="radio"
        name="produk"
        aria-label={`${title}, ${format.rupiah(price)}`}
        checked={isChosen}
        disabled={props.isDisabled || !product.availability.sellable}
        onChange={props.onChoose}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return
          if (event.key.toLowerCase() === 'f') return props.onToggleFavourite()
          if (event.key !== 'Enter') return
          event.preventDefault()
          if (event.repeat) return
          props.onChoose()
          props.onEnter()
        }}
      />
      <span className={classes.productCard}>
        <span className={classes.productNominal}>{title}</span>
        <span className={classes.productPrice}>{format.rupiah(price)}</span>
      </span>
      <button
        type="button"
        className={classes.favourite}
        aria-pressed={isFavourite}
        aria-label={t('favourite', { name: title })}
        // Not a tab stop: the key F on the amount does the same, and Tab must lead to the pay button.
        tabIndex={-1}
        onClick={props.onToggleFavourite}
      >
        {isFavourite ? <IconStarFilled size={17} /> : <IconStar size={17} />}
      </button>
    </div>
  )
}

function sorted(list: readonly ProductPickerFragment[], favourites: readonly string[]): ProductPickerFragment[] {
  const rank = ({ code }: ProductPickerFragment) => (favourites.includes(code) ? 0 : 1)
  return [...list].sort((a, b) => rank(a) - rank(b) || (a.nominal ?? 0) - (b.nominal ?? 0))
}
