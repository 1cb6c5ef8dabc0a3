/** Beside src/ and dist/: plain files that Node reads as they are. */
export const MIGRATIONS = new URL('../migrations/', import.meta.url)
