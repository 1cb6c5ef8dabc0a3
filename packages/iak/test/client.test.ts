import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SANDBOX_ACCOUNT, startIakSandbox } from '@setrum/sandbox-iak'
import { createLogger } from '@setrum/service-runtime'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createIakClient, type IakClient } from '../src/index.js'

let sandbox: Awaited<ReturnType<typeof startIakSandbox>>
let client: IakClient
let next = 0
const refId = () => `INV${String(++next).padStart(16, '0')}`
const HPLN = 'hpln50000'

beforeAll(async () => {
  sandbox = await startIakSandbox({ logger: createLogger('sandbox', 'silent'), delay: null })
  sandbox.state.settings.callbacks = false
  client = createIakClient({
    prepaidUrl: sandbox.url,
    postpaidUrl: sandbox.url,
    ...SANDBOX_ACCOUNT,
    // No biller is silent here.
    timeoutMs: 5_000,
  })
})
beforeEach(() => {
  sandbox.state.reset()
  sandbox.state.settings.callbacks = false
})
afterAll(async () => {
  await client.close()
  await sandbox.stop()
})

const topUp = (customerId: string, id = refId()) => client.topUp({ refId: id, customerId, productCode: HPLN })
const settle = (id: string, rc = '00') =>
  fetch(`${sandbox.url}/_admin/transactions/${id}/result`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rc }),
  })

/** A client of a biller that responds to every call with this data. */
async function respondingWith(data: object) {
  const server = createServer((_request, response) => response.end(JSON.stringify({ data }))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createIakClient({ prepaidUrl: url, postpaidUrl: url, ...SANDBOX_ACCOUNT })
  return {
    client,
    stop: async () => {
      await client.close()
      server.close()
    },
  }
}

describe('inquiries that move no money', () => {
  test('balance, price lists and the owner of a meter', async () => {
    expect(await client.checkBalance()).toMatchObject({ kind: 'FOUND', value: { balanceIdr: 1_000_000_000 } })
    const tokens = await client.listPrepaid()
    expect(tokens.kind === 'FOUND' && tokens.value).toContainEqual({
      code: HPLN,
      name: 'Token PLN 50000',
      nominalIdr: 50_000,
      costIdr: 50_500,
      active: true,
    })
    const bills = await client.listPostpaid()
    expect(bills.kind === 'FOUND' && bills.value.map(({ code }) => code)).toEqual(['PLNPOSTPAID', 'PLNNONTAG'])
    expect(await client.inquirePln('12345678901')).toMatchObject({
      kind: 'FOUND',
      value: { name: 'Test PLN', tariff: 'R1M', powerVa: 900, meterNumber: '12345678901' },
    })
    expect(await client.inquirePln('14000000014')).toMatchObject({ kind: 'REJECTED', code: '14' })
  })

  test('the owner of another meter is none of ours', async () => {
    sandbox.state.faults.push({ operation: 'inquiry-pln', fault: 'other-customer', times: 1 })
    expect(await client.inquirePln('12345678901')).toMatchObject({ kind: 'UNAVAILABLE', isAboutAnother: true })
    expect((await client.inquirePln('12345678901')).kind).toBe('FOUND')
  })

  const OWNER = { status: '1', rc: '00', name: 'BUDI' }
  test.each([
    ['both other numbers', { meter_no: '14999999999', subscriber_id: '540099999999' }, 'UNAVAILABLE'],
    ['another meter alone', { meter_no: '14999999999', customer_id: '14999999999' }, 'UNAVAILABLE'],
    ['our meter, and another number of it', { meter_no: '01234567890', subscriber_id: '540099999999' }, 'FOUND'],
    ['our meter as a JSON number', { meter_no: 1_234_567_890, subscriber_id: '540099999999' }, 'FOUND'],
    ['another number of our meter', { meter_no: '14999999999', customer_id: '01234567890' }, 'FOUND'],
    ['no number', {}, 'FOUND'],
  ])('an owner with %s', async (_name, numbers, kind) => {
    const named = await respondingWith({ ...OWNER, ...numbers })
    expect((await named.client.inquirePln('01234567890')).kind).toBe(kind)
    await named.stop()
  })

  test('a wrong key is rejected with an alarm, an unreachable biller is unavailable', async () => {
    const stranger = createIakClient({
      prepaidUrl: sandbox.url,
      postpaidUrl: sandbox.url,
      username: SANDBOX_ACCOUNT.username,
      apiKey: 'x',
    })
    expect(await stranger.checkBalance()).toMatchObject({ kind: 'REJECTED', code: '204', alarm: true })
    await stranger.close()
    const unreachable = createIakClient({
      prepaidUrl: 'http://127.0.0.1:9',
      postpaidUrl: 'http://127.0.0.1:9',
      ...SANDBOX_ACCOUNT,
    })
    expect((await unreachable.inquirePln('12345678901')).kind).toBe('UNAVAILABLE')
    expect((await unreachable.topUp({ refId: refId(), customerId: '12345678901', productCode: HPLN })).kind).toBe(
      'NOT_SENT',
    )
    await unreachable.close()
  })
})

describe('a token', () => {
  test('is pending first and has its twenty digits later', async () => {
    const id = refId()
    expect(await topUp('12345678901', id)).toMatchObject({ kind: 'PENDING', reason: 'PROCESS', code: '39' })
    await settle(id)
    const outcome = await client.checkPrepaidStatus(id)
    expect(outcome).toMatchObject({
      kind: 'SUCCESS',
      costIdr: 50_500,
      serialNumber: {
        token: expect.stringMatching(/^\d{20}$/),
        tariff: 'R1M',
        powerVa: 900,
        energyKwh: '37.0',
        name: 'Test PLN',
      },
    })
  })

  test('that the biller refuses is FAILED, and one that fails later too', async () => {
    expect(await topUp('14000001007')).toMatchObject({ kind: 'FAILED', code: '07' })
    const id = refId()
    await topUp('14000002007', id)
    await settle(id, '07')
    expect(await client.checkPrepaidStatus(id)).toMatchObject({ kind: 'FAILED', code: '07' })
    await fetch(`${sandbox.url}/_admin/deposit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"amount":100}',
    })
    expect(await topUp('12345678901')).toMatchObject({ kind: 'FAILED', code: '17', alarm: true })
  })

  test('with an HTTP fault and a proper body is pending, and keeps code and message of the body', async () => {
    expect(await topUp('14000003015')).toMatchObject({ kind: 'PENDING', reason: 'LOST', code: '39' })
  })

  test.each([
    ['1006', 'PENDING'],
    ['1102', 'REJECTED'],
    ['1110', 'REJECTED'],
    ['1777', 'PENDING'],
    ['1039', 'PENDING'],
    ['1000', 'SUCCESS'],
  ])('with an immediate response to number %s is %s', async (suffix, kind) => {
    expect((await topUp(`1400000${suffix}`)).kind).toBe(kind)
  })

  test('unknown to the biller is not found, and a failed query is inconclusive', async () => {
    expect((await client.checkPrepaidStatus(refId())).kind).toBe('NOT_FOUND')
    const id = refId()
    await topUp('14000003013', id)
    expect((await client.checkPrepaidStatus(id)).kind).toBe('INCONCLUSIVE')
  })

  test('whose status and code contradict each other is pending and raises an alarm', async () => {
    const id = refId()
    await topUp('12345678901', id)
    await settle(id)
    sandbox.state.faults.push({ operation: 'check-status', fault: 'contradiction', times: 1 })
    expect(await client.checkPrepaidStatus(id)).toMatchObject({ kind: 'PENDING', reason: 'CONTRADICTION', alarm: true })
  })

  test('sent again under its number is bought once', async () => {
    const id = refId()
    await topUp('12345678901', id)
    const again = await client.topUp({ refId: id, customerId: '12345678901', productCode: HPLN, isRepeat: true })
    expect(again.kind).toBe('PENDING')
    expect(sandbox.state.ledger.find(id)).toMatchObject({ debited: 50_500, calls: 2 })
  })
})

describe('a bill', () => {
  const inquire = (customerId: string, id = refId()) =>
    client.inquireBill({ refId: id, code: 'PLNPOSTPAID', customerId })

  test('is looked up, paid once, and its commission stays with us', async () => {
    const id = refId()
    const inquiry = await inquire('530000000000', id)
    if (inquiry.kind !== 'FOUND') throw new Error('no bill')
    expect(inquiry.value.priceIdr).toBe((inquiry.value.costIdr ?? 0) + 600)
    expect(await client.checkBillStatus(id)).toMatchObject({ kind: 'NOT_PAID_YET' })
    const paid = await client.payBill({ refId: id, trId: inquiry.value.trId })
    expect(paid).toMatchObject({ kind: 'SUCCESS', noref: expect.any(String), bill: { remainingBills: 0 } })
    expect(await client.payBill({ refId: id, trId: inquiry.value.trId })).toMatchObject({ kind: 'PENDING', code: '01' })
    expect(await client.checkBillStatus(id)).toMatchObject({ kind: 'SUCCESS', code: '00' })
    expect(sandbox.state.ledger.find(id)?.debited).toBe(inquiry.value.costIdr)
  })

  test('of non-taglis is found under its code and refused under the other', async () => {
    const inquire = (code: string) => client.inquireBill({ refId: refId(), code, customerId: '3225030000000' })
    expect(await inquire('PLNNONTAG')).toMatchObject({
      kind: 'FOUND',
      value: { priceIdr: 701_400, costIdr: 699_600, bills: [{ period: '', adminFeeIdr: 5_000 }] },
    })
    expect(await inquire('PLNNONH')).toMatchObject({ kind: 'REJECTED', code: '20' })
  })

  test('under a used number is refused, and its first inquiry is found again', async () => {
    const id = refId()
    await inquire('530000000000', id)
    expect(await inquire('530000000000', id)).toMatchObject({ kind: 'REJECTED', code: '11' })
    expect(await client.checkBillStatus(id)).toMatchObject({ kind: 'NOT_PAID_YET', trId: expect.any(String) })
    expect((await client.checkBillStatus(refId())).kind).toBe('NOT_FOUND')
  })

  test.each([
    ['another number of ours', { ref_id: 'INV0000000000000099' }],
    ["another customer's", { hp: '530000000002' }],
  ])('with a response of %s is not accepted: its payment would pay that one', async (_name, more) => {
    const refId = 'INV0000000000000050'
    const data = { tr_id: 9_001_234, hp: '530000000000', ref_id: refId, response_code: '00', price: 152_500, ...more }
    const mistaken = await respondingWith(data)
    const result = await mistaken.client.inquireBill({ refId, code: 'PLNPOSTPAID', customerId: '530000000000' })
    expect(result.kind).toBe('UNAVAILABLE')
    await mistaken.stop()
  })

  test('of eight months is paid four at a time, penalties included', async () => {
    const inquiry = await inquire('530000000999')
    if (inquiry.kind !== 'FOUND') throw new Error('no bill')
    expect(inquiry.value.bills).toHaveLength(4)
    expect(inquiry.value.bills[0]).toMatchObject({ penaltyIdr: 3_000 })
    expect(inquiry.value.bills.reduce((sum, bill) => sum + bill.totalIdr, 0)).toBe(inquiry.value.priceIdr)
  })

  test.each([
    ['530000000014', 'REJECTED'],
    ['530000000001', 'REJECTED'],
    ['530000000103', 'UNAVAILABLE'],
  ])('%s: the inquiry is %s', async (number, kind) => {
    expect((await inquire(number)).kind).toBe(kind)
  })

  test.each([
    ['530000001037', 'FAILED', 'FAILED'],
    ['530000001039', 'PENDING', 'PENDING'],
    ['530000001105', 'PENDING', 'FAILED'],
    ['530000001001', 'PENDING', 'NOT_PAID_YET'],
    ['530000005105', 'PENDING', 'SUCCESS'],
    ['530000006105', 'PENDING', 'FAILED'],
  ])('%s: the payment is %s, its status query is %s', async (number, ofPay, ofStatus) => {
    const id = refId()
    const inquiry = await inquire(number, id)
    if (inquiry.kind !== 'FOUND') throw new Error('no bill')
    expect((await client.payBill({ refId: id, trId: inquiry.value.trId })).kind).toBe(ofPay)
    expect((await client.checkBillStatus(id)).kind).toBe(ofStatus)
  })
})

test('with type variance every operation reads the same', async () => {
  sandbox.state.settings.typeVariance = true
  sandbox.state.settings.delay = 0
  expect(await client.checkBalance()).toMatchObject({ kind: 'FOUND', value: { balanceIdr: 1_000_000_000 } })
  const tokens = await client.listPrepaid()
  expect(tokens.kind === 'FOUND' && tokens.value.map(({ costIdr, active }) => [costIdr, active])[1]).toEqual([
    50_500,
    true,
  ])
  const bills = await client.listPostpaid()
  expect(bills.kind === 'FOUND' && bills.value[0]).toMatchObject({ feeIdr: 2_500, commissionIdr: 600, active: true })
  expect((await client.inquirePln('12345678901')).kind).toBe('FOUND')
  const id = refId()
  expect(await topUp('12345678901', id)).toMatchObject({ kind: 'SUCCESS', costIdr: 50_500 })
  expect(await client.checkPrepaidStatus(id)).toMatchObject({ kind: 'SUCCESS', code: '00' })
  const billId = refId()
  const inquiry = await client.inquireBill({ refId: billId, code: 'PLNPOSTPAID', customerId: '530000000999' })
  if (inquiry.kind !== 'FOUND') throw new Error('no bill')
  expect(inquiry.value).toMatchObject({ powerVa: 900, bills: [{ penaltyIdr: 3_000 }, {}, {}, {}] })
  expect(await client.payBill({ refId: billId, trId: inquiry.value.trId })).toMatchObject({
    kind: 'SUCCESS',
    costIdr: inquiry.value.costIdr,
    bill: { remainingBills: 4 },
  })
  expect((await client.checkBillStatus(billId)).kind).toBe('SUCCESS')
})
