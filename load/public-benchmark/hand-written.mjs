// A handler for the benchmark's query only: six calls, each user, product and review fetched once. The upper limit.
import { connectSubgraphs, serve } from '../peers/src/hand-written-server.mjs'

const { users, inventory, products, transactions } = connectSubgraphs()

const REVIEWS = 'reviews{id body author{id username reviews{id body product{upc}}}}'
const keys = (typename, key, values) => [...new Set(values)].map((value) => ({ __typename: typename, [key]: value }))
const byKey = (key, list) => new Map(list.map((one) => [one[key], one]))

await serve({
  async PublicBenchmark() {
    const [{ users: people }, { topProducts }] = await Promise.all([
      users('{users{id username name}}'),
      products('{topProducts{upc name price weight}}'),
    ])
    const reviewed = await transactions(
      `query($u:[_Any!]!$p:[_Any!]!){users:_entities(representations:$u){...on User{reviews{id body product{upc ${REVIEWS}}}}}products:_entities(representations:$p){...on Product{upc ${REVIEWS}}}}`,
      {
        u: keys(
          'User',
          'id',
          people.map(({ id }) => id),
        ),
        p: keys(
          'Product',
          'upc',
          topProducts.map(({ upc }) => upc),
        ),
      },
    )
    const parents = [
      ...reviewed.users.flatMap(({ reviews }) => reviews.map(({ product }) => product)),
      ...reviewed.products,
    ]
    const authors = parents.flatMap(({ reviews }) => reviews.map(({ author }) => author))
    const upcs = [
      ...parents.map(({ upc }) => upc),
      ...authors.flatMap(({ reviews }) => reviews.map(({ product }) => product.upc)),
    ]
    const [{ _entities: details }, { _entities: found }] = await Promise.all([
      products('query($r:[_Any!]!){_entities(representations:$r){...on Product{upc name price weight}}}', {
        r: keys('Product', 'upc', upcs),
      }),
      users('query($r:[_Any!]!){_entities(representations:$r){...on User{id name}}}', {
        r: keys(
          'User',
          'id',
          authors.map(({ id }) => id),
        ),
      }),
    ])
    const { _entities: stock } = await inventory(
      'query($r:[_Any!]!){_entities(representations:$r){...on Product{inStock shippingEstimate}}}',
      { r: details.map(({ upc, price, weight }) => ({ __typename: 'Product', upc, price, weight })) },
    )
    const productByUpc = byKey(
      'upc',
      details.map((one, index) => ({ ...one, ...stock[index] })),
    )
    const authorById = byKey('id', found)
    const joinReviews = (reviews) =>
      reviews.map(({ id, body, author }) => ({
        id,
        body,
        author: {
          id: author.id,
          username: author.username,
          name: authorById.get(author.id).name,
          reviews: author.reviews.map((one) => ({
            id: one.id,
            body: one.body,
            product: productByUpc.get(one.product.upc),
          })),
        },
      }))
    const joinProduct = ({ upc, reviews }) => ({ ...productByUpc.get(upc), reviews: joinReviews(reviews) })
    return {
      users: people.map((one, index) => ({
        ...one,
        reviews: reviewed.users[index].reviews.map(({ id, body, product }) => ({
          id,
          body,
          product: joinProduct(product),
        })),
      })),
      topProducts: reviewed.products.map(joinProduct),
    }
  },
})
