/** A cost below half or above twice the amount that it belongs to is an error of the biller, not a price. */
const PLAUSIBLE = { least: 0.5, most: 2 }

/** @param amountIdr the nominal, the price or the cost named before. Whole rupiah. */
export const isPlausibleCost = (costIdr: number, amountIdr: number): boolean =>
  costIdr >= amountIdr * PLAUSIBLE.least && costIdr <= amountIdr * PLAUSIBLE.most
