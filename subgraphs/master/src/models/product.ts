import mongoose, { type Connection, Schema } from 'mongoose'
import type { ProductType } from '../generated/resolvers.js'

/** Product of the biller's price list. Amounts in whole rupiah. */
export interface ListedProduct {
  code: string
  type: ProductType
  name: string
  /** Face value of a token. */
  nominalIdr: number | null
  /** The biller's price of a token. */
  costIdr: number | null
  /** Fee per bill. */
  adminFeeIdr: number | null
  /** Whether the biller sells it now. */
  isListed: boolean
}

/** With the owner's settings. */
export interface Product extends ListedProduct {
  /** Own margin; null for the configured one. */
  marginIdr: number | null
  /** False when the owner deactivated it. */
  isOffered: boolean
  /** Time of the last price list read. */
  fetchedAt: Date
  /** Time of the last change of any field. */
  updatedAt: Date
  /** Time the code left the price list; null while it is on it, sold now or not. */
  leftAt: Date | null
}

const productSchema = new Schema(
  {
    // The biller's product code.
    _id: { type: String, required: true },
    type: { type: String, required: true, enum: ['PREPAID', 'POSTPAID', 'NON_TAGLIS'] satisfies ProductType[] },
    name: { type: String, required: true },
    nominalIdr: { type: Number, default: null },
    costIdr: { type: Number, default: null },
    adminFeeIdr: { type: Number, default: null },
    isListed: { type: Boolean, required: true },
    marginIdr: { type: Number, default: null },
    isOffered: { type: Boolean, required: true },
    fetchedAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    leftAt: { type: Date, default: null },
  },
  { collection: 'product', strict: 'throw', versionKey: false },
)

interface Row extends Omit<Product, 'code'> {
  _id: string
}

export type OwnerSettings = Partial<Pick<Product, 'marginIdr' | 'isOffered'>>
export type Products = ReturnType<typeof productsOf>

/** The collection `product`: the last read price list with the owner's settings. */
export function productsOf(connection: Connection) {
  const model = connection.model('product', productSchema)
  const all = async () => (await model.find().lean<Row[]>()).map(toProduct)
  return {
    all,
    /** In the order of `codes`; null for an unknown code. */
    byCodes: async (codes: readonly string[]): Promise<(Product | null)[]> => {
      const found = await model.find({ _id: mongoose.trusted({ $in: [...codes] }) }).lean<Row[]>()
      const byCode = new Map(found.map((stored) => [stored._id, toProduct(stored)]))
      return codes.map((code) => byCode.get(code) ?? null)
    },
    /**
     * Stores the biller's list of the given types. Products that left the list stay, as not listed, because sales refer
     * to them. Owner settings do not change.
     */
    replaceListed: async (types: readonly ProductType[], listed: readonly ListedProduct[], fetchedAt: Date) => {
      const before = new Map((await all()).map((product) => [product.code, product]))
      for (const { code, ...fields } of listed) {
        const isSame = isUnchanged(before.get(code), { code, ...fields })
        await model.updateOne(
          { _id: code },
          {
            $set: { ...fields, leftAt: null, fetchedAt, ...(isSame ? {} : { updatedAt: fetchedAt }) },
            $setOnInsert: { isOffered: true },
          },
          { upsert: true },
        )
      }
      const codes = listed.map(({ code }) => code)
      await model.updateMany(
        { _id: mongoose.trusted({ $nin: codes }), type: mongoose.trusted({ $in: [...types] }), leftAt: null },
        { $set: { isListed: false, leftAt: fetchedAt, fetchedAt, updatedAt: fetchedAt } },
      )
    },
    /** @returns the product before and after the change; null for an unknown code */
    update: async (code: string, change: OwnerSettings, updatedAt: Date) => {
      const set = { $set: { ...change, updatedAt } }
      const before = await model.findOneAndUpdate({ _id: code }, set, { returnDocument: 'before' }).lean<Row>()
      const after = await model.findOne({ _id: code }).lean<Row>()
      return before && after ? { before: toProduct(before), after: toProduct(after) } : null
    },
  }
}

function toProduct({ _id, ...stored }: Row): Product {
  return { ...stored, code: _id, marginIdr: stored.marginIdr ?? null, leftAt: stored.leftAt ?? null }
}

function isUnchanged(before: Product | undefined, listed: ListedProduct): boolean {
  return (
    before !== undefined &&
    before.type === listed.type &&
    before.name === listed.name &&
    before.nominalIdr === listed.nominalIdr &&
    before.costIdr === listed.costIdr &&
    before.adminFeeIdr === listed.adminFeeIdr &&
    before.isListed === listed.isListed
  )
}
