import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isBoolean, isListOf, isNullOr, isNumber, isOneOf, isShape, isString } from './guards'
import { parseStored, readStored } from './json'

const stored = new Map<string, string>()
beforeEach(() => void vi.stubGlobal('window', { localStorage: { getItem: (key: string) => stored.get(key) ?? null } }))
afterEach(() => {
  stored.clear()
  vi.unstubAllGlobals()
})

const isProducts = isListOf(
  isShape({ code: isString, price: isNullOr(isNumber), availability: isShape({ sellable: isBoolean }) }),
)

test('a stored value is read as it was written', () => {
  const list = [{ code: 'hpln20000', price: 21_500, availability: { sellable: true } }]
  stored.set('key', JSON.stringify(list))
  expect(readStored('localStorage', 'key', isProducts)).toEqual(list)
})

test.each([
  '{"list":[]}',
  '[null]',
  '[{}]',
  '[{"code":"hpln20000"}]',
  '[{"code":"hpln20000","price":"21500","availability":{"sellable":true}}]',
  '[{"code":"hpln20000","price":null,"availability":null}]',
  'null',
  '"text"',
  '[',
  '',
])('the corrupt value %s counts as missing', (text) => {
  stored.set('key', text)
  expect(readStored('localStorage', 'key', isProducts)).toBeUndefined()
})

test('a browser without storage has no values', () => {
  vi.stubGlobal('window', {
    get localStorage() {
      throw new Error('denied')
    },
  })
  expect(readStored('localStorage', 'key', isProducts)).toBeUndefined()
})

test('a corrupt setting of this browser is replaced by its default', () => {
  const readNames = parseStored(isListOf(isString), [])
  expect(readNames('["a"]')).toEqual(['a'])
  for (const text of ['{}', 'null', '[1]', '[', undefined]) expect(readNames(text)).toEqual([])
  expect(isOneOf(['SUCCESS', 'FAILED'])('MAYBE')).toBe(false)
})
