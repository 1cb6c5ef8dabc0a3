/** Parses JSON; undefined for text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type StorageName = 'localStorage' | 'sessionStorage'

/** A stored value; undefined when there is none, it is no JSON, or the browser allows no storage. */
export function readStored(storage: StorageName, key: string): unknown {
  try {
    return parseJson(window[storage].getItem(key) ?? '')
  } catch {
    return undefined
  }
}

/** Stores a value as JSON. Without storage it does not survive a reload. */
export function writeStored(storage: StorageName, key: string, value: unknown): void {
  try {
    window[storage].setItem(key, JSON.stringify(value))
  } catch {
    // The browser allows no storage, or the storage is full.
  }
}
