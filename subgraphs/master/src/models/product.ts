import mongoose, { type Connection, Schema } from 'mongoose'
import type { ProductType } from '../generated/resolvers.js'

/** What the biller's price list says of a product. Amounts in whole rupiah. */
export interface ListedProduct {
  code: string
  type: ProductType
  name: string
  /** Face value of a token. */
  nominalIdr: number | null
  /** What the biller takes for a token. */
  costIdr: number | null
  /** Fee per bill. */
  adminFeeIdr: number | null
  /** Whether the biller sells it. */
  isListed: boolean
}

/** The same with what the owner says of it. */
export interface Product extends ListedProduct {
  /** The owner's own margin; null for the configured one. */
  marginIdr: number | null
  /** Whether the owner sells it. */
  isOffered: boolean
  /** When the biller last said all this. */
  fetchedAt: Date
  /** When any of it last changed. */
  updatedAt: Date
  /** Since when the biller's list has no such code; null while it has, sold at the moment or not. */
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

export type OwnersPart = Partial<Pick<Product, 'marginIdr' | 'isOffered'>>
export type Products = ReturnType<typeof productsOf>

/** The price list as it was last read, and what the owner set beside it. */
export function productsOf(connection: Connection) {
  const model = connection.model('product', productSchema)
  const all = async () => (await model.find().lean<Row[]>()).map(toProduct)
  return {
    all,
    /** In the order of the codes; null where there is none. */
    byCodes: async (codes: readonly string[]): Promise<(Product | null)[]> => {
      const found = await model.find({ _id: mongoose.trusted({ $in: [...codes] }) }).lean<Row[]>()
      const byCode = new Map(found.map((stored) => [stored._id, toProduct(stored)]))
      return codes.map((code) => byCode.get(code) ?? null)
    },
    /**
     * Takes over the biller's list of some types. What is no longer on it stays, as not listed, because old sales name
     * it; the owner's part is not touched.
     */
    takeOver: async (types: readonly ProductType[], listed: readonly ListedProduct[], fetchedAt: Date) => {
      const before = new Map((await all()).map((product) => [product.code, product]))
      for (const { code, ...said } of listed) {
        const isSame = sameList(before.get(code), { code, ...said })
        await model.updateOne(
          { _id: code },
          {
            $set: { ...said, leftAt: null, fetchedAt, ...(isSame ? {} : { updatedAt: fetchedAt }) },
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
    /** @returns the product before and after the change, or null when there is none with this code */
    update: async (code: string, change: OwnersPart, updatedAt: Date) => {
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

function sameList(before: Product | undefined, now: ListedProduct): boolean {
  return (
    before !== undefined &&
    before.type === now.type &&
    before.name === now.name &&
    before.nominalIdr === now.nominalIdr &&
    before.costIdr === now.costIdr &&
    before.adminFeeIdr === now.adminFeeIdr &&
    before.isListed === now.isListed
  )
}
