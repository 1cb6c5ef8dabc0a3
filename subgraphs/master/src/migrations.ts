/** Plain JavaScript beside src/ and dist/, not compiled. */
export const MIGRATIONS = new URL('../migrations/', import.meta.url)
