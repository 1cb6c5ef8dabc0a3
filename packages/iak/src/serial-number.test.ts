import { expect, test } from 'vitest'
import { createSignature, isCallbackSignature } from './client/signature.js'
import { parseSegmentPower, parseSerialNumber } from './serial-number.js'

const TOKEN = '1111-2222-3333-4444-5555'

test.each([
  [`${TOKEN}/BUDI SANTOSO/R1 /000001300/33.1`, 'BUDI SANTOSO', 'R1', 1300, '33.1'],
  [`${TOKEN}/CV MAJU/JAYA A/N BUDI/R1M /000000900/66.25`, 'CV MAJU/JAYA A/N BUDI', 'R1M', 900, '66.25'],
  [`${TOKEN}/BUDISANTOSO/R1M/900/7`, 'BUDISANTOSO', 'R1M', 900, '7'],
  [`${TOKEN}/BUDI/R1 /000001300`, 'BUDI', 'R1', 1300, null],
  [`${TOKEN}/BUDI/B2/6600 VA/12,5 kWh`, 'BUDI', 'B2', 6600, '12.5'],
  [`${TOKEN}/PT MAJU/CAB JAKARTA/R1 /000001300`, 'PT MAJU/CAB JAKARTA', 'R1', 1300, null],
  [`${TOKEN}/BUDI/000001300`, 'BUDI', null, 1300, null],
  [`${TOKEN}/BUDI`, 'BUDI', null, null, null],
  [`${TOKEN}//R1/900/1.5`, null, 'R1', 900, '1.5'],
  ['1111 2222 3333 4444 5555', null, null, null, null],
  [TOKEN, null, null, null, null],
])('%s is read from both ends', (raw, name, tariff, powerVa, energyKwh) => {
  expect(parseSerialNumber(raw)).toEqual({ raw, token: '11112222333344445555', name, tariff, powerVa, energyKwh })
})

test('a serial number without twenty digits has no token, and keeps its text', () => {
  expect(parseSerialNumber('1111-2222-3333-4444-555/BUDI/R1/900/1.0').token).toBeNull()
  expect(parseSerialNumber('SN12345')).toMatchObject({ raw: 'SN12345', token: null })
  expect(parseSerialNumber('')).toMatchObject({ token: null, name: null })
})

test('no input makes the parser throw', () => {
  const odd = ['/', '////', '/////////', ' / / ', '\u0000', '9'.repeat(100_000), '/'.repeat(100_000), 'é/ü/日本/1/2']
  for (const raw of odd) expect(parseSerialNumber(raw)).toMatchObject({ raw, token: null })
})

test('segment and power', () => {
  expect(parseSegmentPower('R1 /000001300')).toEqual({ tariff: 'R1', powerVa: 1300 })
  expect(parseSegmentPower('R1M')).toEqual({ tariff: 'R1M', powerVa: null })
  expect(parseSegmentPower('R1M /000000900')).toEqual({ tariff: 'R1M', powerVa: 900 })
  expect(parseSegmentPower('')).toEqual({ tariff: null, powerVa: null })
})

test.each([
  ['bl', 'b526320dde5a6bc2b0fcbd7e91a11adb'],
  ['pl', 'fcd013a93ec78643fcf12a5f0c0644dc'],
  ['cs', 'd34824b8fe6caec34bde2ed8a85ce402'],
  ['bc', '10fee77608e0a6554359b2acce664eff'],
  ['12345678901', 'f90bc5f8d7193a2f997d90376451d391'],
  ['INV0000000000000042', '96bcf916c62a1783cdf37ee1716a0eb9'],
  ['9001234', '30d1813f52ce3ee8a8cbe680ebf02053'],
])('the signature over %s is the reference vector', (subject, sign) => {
  expect(createSignature({ username: '081200001111', apiKey: 'demo-key-123' }, subject)).toBe(sign)
})

test.each([
  ['96bcf916c62a1783cdf37ee1716a0eb9', true],
  ['96BCF916C62A1783CDF37EE1716A0EB9', false],
  ['f'.repeat(32), false],
  ['', false],
  ['ü'.repeat(16), false],
])('a callback signed %s is genuine: %s', (sign, isGenuine) => {
  const account = { username: '081200001111', apiKey: 'demo-key-123' }
  expect(isCallbackSignature(account, 'INV0000000000000042', sign)).toBe(isGenuine)
})
