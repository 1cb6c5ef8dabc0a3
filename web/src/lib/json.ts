import type { Guard } from './guards'

/** Parses JSON; undefined for text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type StorageName = 'localStorage' | 'sessionStorage'

/** A stored value; undefined when there is none, it is not valid, or the browser allows no storage. */
export function readStored<T>(storage: StorageName, key: string, isValid: Guard<T>): T | undefined {
  try {
    const value = parseJson(window[storage].getItem(key) ?? '')
    return isValid(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Reads the text of a stored value, for `useLocalStorage`; the default for a value that is not valid. */
export function parseStored<T>(isValid: Guard<T>, defaultValue: T): (text: string | undefined) => T {
  return (text) => {
    const value = parseJson(text ?? '')
    return isValid(value) ? value : defaultValue
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
