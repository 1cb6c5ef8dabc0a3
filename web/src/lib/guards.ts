/** Checks a value from outside, such as the browser's storage. */
export type Guard<T> = (value: unknown) => value is T

export const isString: Guard<string> = (value) => typeof value === 'string'
export const isNumber: Guard<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value)
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean'

export function isNullOr<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value)
}

export function isListOf<T>(guard: Guard<T>): Guard<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(guard)
}

export function isRecordOf<T>(guard: Guard<T>): Guard<Record<string, T>> {
  return (value): value is Record<string, T> =>
    typeof value === 'object' && value !== null && Object.values(value).every(guard)
}

export function isOneOf<T>(values: readonly T[]): Guard<T> {
  return (value): value is T => values.some((it) => it === value)
}

/** An object with these fields; it may have others. */
export function isShape<T extends object>(guards: { [Key in keyof T]: Guard<T[Key]> }): Guard<T> {
  const fields = Object.entries<Guard<unknown>>(guards)
  return (value): value is T =>
    typeof value === 'object' && value !== null && fields.every(([name, guard]) => guard(Reflect.get(value, name)))
}
