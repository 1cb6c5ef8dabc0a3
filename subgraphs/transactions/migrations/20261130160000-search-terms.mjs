// Search terms have word pairs with the employee now. Terms without them are removed; each start fills in those that are
// missing.
export { up } from './20261130150000-search-terms.mjs'
