import { codeOf, waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, ANONYMOUS, EMPLOYEE, SERVICE, startTestMaster, type TestMaster } from './support/start-test-master.js'

const SHIFTS = 'query($active: Boolean) { shifts(active: $active) { id name startAt endAt active open } }'
const CREATE = 'mutation($input: CreateShiftInput!) { createShift(input: $input) { id name startAt endAt active } }'
const UPDATE =
  'mutation($id: ID!, $input: UpdateShiftInput!) { updateShift(id: $id, input: $input) { id name startAt endAt active } }'

let master: TestMaster

beforeAll(async () => {
  master = await startTestMaster()
  await waitUntil(master.isReady)
})
beforeEach(async () => {
  await master.collection('officeHours').deleteMany({})
  master.clock.now = new Date('2026-03-31T10:00:00+07:00')
})
afterAll(() => master?.stop())

const create = async (input: object) => {
  const response = await master.execute(ADMIN, CREATE, { input })
  expect(response.errors).toBeUndefined()
  return response.data.createShift as { id: string }
}
const stored = () => master.collection('officeHours').find().toArray()

describe('rows of the old system', () => {
  test('are read: instants, as text and as dates, count by their wall-clock time in Jakarta', async () => {
    await master.collection('officeHours').insertMany([
      {
        name: 'Pagi',
        startAt: '2024-07-10T01:00:00.000Z',
        endAt: '2024-07-10T08:59:00.000Z',
        active: true,
        createdAt: new Date('2024-07-10T01:00:00.000Z'),
        updatedAt: new Date('2024-07-11T01:00:00.000Z'),
      },
      {
        name: 'Malam',
        startAt: new Date('2024-07-10T15:00:00.000Z'),
        endAt: new Date('2024-07-09T22:59:00.000Z'),
        active: true,
        __v: 0,
      },
    ])
    const { data, errors } = await master.execute(EMPLOYEE, SHIFTS)
    expect(errors).toBeUndefined()
    expect(data.shifts).toMatchObject([
      { name: 'Pagi', startAt: '08:00', endAt: '15:59', open: true },
      { name: 'Malam', startAt: '22:00', endAt: '05:59', open: false },
    ])
  })

  test('get HH:mm for changed fields and keep the other fields', async () => {
    const { insertedId } = await master.collection('officeHours').insertOne({
      name: 'Pagi',
      startAt: '2024-07-10T01:00:00.000Z',
      endAt: '2024-07-10T08:59:00.000Z',
      active: true,
    })
    const response = await master.execute(ADMIN, UPDATE, { id: String(insertedId), input: { startAt: '07:30' } })
    expect(response.data.updateShift).toMatchObject({ startAt: '07:30', endAt: '15:59', active: true })
    expect((await stored())[0]).toMatchObject({ startAt: '07:30', endAt: '2024-07-10T08:59:00.000Z' })
  })

  test('with unreadable hours are listed as inactive', async () => {
    await master.collection('officeHours').insertOne({ name: 'Rusak', startAt: 'pagi', endAt: null, active: true })
    const { data } = await master.execute(ADMIN, SHIFTS)
    expect(data.shifts).toMatchObject([{ name: 'Rusak', active: false, open: false }])
  })
})

describe('an open shift', () => {
  test.each([
    ['07:59:59.999', false],
    ['08:00:00.000', true],
    ['15:59:59.999', true],
    ['16:00:00.000', false],
  ])('08:00-15:59 at %s: %s', async (time, open) => {
    await create({ name: 'Pagi', startAt: '08:00', endAt: '15:59' })
    master.clock.now = new Date(`2026-03-31T${time}+07:00`)
    expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ open }])
  })

  test.each([
    ['21:59:59.999', false],
    ['22:00:00.000', true],
    ['00:00:00.000', true],
    ['05:59:59.999', true],
    ['06:00:00.000', false],
  ])('across midnight, 22:00-05:59 at %s: %s', async (time, open) => {
    await create({ name: 'Malam', startAt: '22:00', endAt: '05:59' })
    master.clock.now = new Date(`2026-03-31T${time}+07:00`)
    expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ open }])
  })

  test('an inactive shift is always closed', async () => {
    await create({ name: 'Sepanjang hari', startAt: '00:00', endAt: '23:59', active: false })
    expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ active: false, open: false }])
  })

  test('a shift that ends one minute before its start is always open', async () => {
    await create({ name: 'Sepanjang hari', startAt: '08:00', endAt: '07:59' })
    for (const time of ['07:59:59.999', '08:00:00.000', '23:59:59.999']) {
      master.clock.now = new Date(`2026-03-31T${time}+07:00`)
      expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ open: true }])
    }
  })
})

describe('the list of shifts', () => {
  test('is ordered by start and name, and can be filtered by activity', async () => {
    await create({ name: 'Sore', startAt: '16:00', endAt: '23:59' })
    await create({ name: 'Pagi B', startAt: '08:00', endAt: '15:59', active: false })
    await create({ name: 'Pagi A', startAt: '08:00', endAt: '15:59' })
    const names = async (active?: boolean) =>
      (await master.execute(EMPLOYEE, SHIFTS, { active })).data.shifts.map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['Pagi A', 'Pagi B', 'Sore'])
    expect(await names(true)).toEqual(['Pagi A', 'Sore'])
    expect(await names(false)).toEqual(['Pagi B'])
  })

  test('is readable for signed-in users and for services only', async () => {
    for (const viewer of [ADMIN, EMPLOYEE, SERVICE]) {
      expect((await master.execute(viewer, SHIFTS)).errors).toBeUndefined()
    }
    expect(codeOf(await master.execute(ANONYMOUS, SHIFTS))).toBe('UNAUTHENTICATED')
    expect(codeOf(await master.execute(ANONYMOUS, '{ shift(id: "1") { id } }'))).toBe('UNAUTHENTICATED')
  })
})

describe('one shift', () => {
  test('is null for an unknown and for an invalid id', async () => {
    for (const id of ['665000000000000000000999', 'abcdefghijkl', '', '{"$ne":1}']) {
      const { data, errors } = await master.execute(ADMIN, 'query($id: ID!) { shift(id: $id) { id } }', { id })
      expect({ data, errors }).toEqual({ data: { shift: null }, errors: undefined })
    }
  })

  test('is resolved as an entity in the requested order, with repeats, unknown ones as null', async () => {
    const { id } = await create({ name: 'Pagi', startAt: '08:00', endAt: '15:59' })
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Shift { name } } }'
    const references = [id, '665000000000000000000999', id, 'no id'].map((key) => ({ __typename: 'Shift', id: key }))
    const { data } = await master.execute(EMPLOYEE, query, { r: references })
    expect(data._entities).toEqual([{ name: 'Pagi' }, null, { name: 'Pagi' }, null])
    expect(codeOf(await master.execute(ANONYMOUS, query, { r: references }))).toBe('UNAUTHENTICATED')
  })
})

describe('creating and changing a shift', () => {
  test('is for admins only, and stores nothing for others', async () => {
    const input = { name: 'Pagi', startAt: '08:00', endAt: '15:59' }
    expect(codeOf(await master.execute(EMPLOYEE, CREATE, { input }))).toBe('FORBIDDEN')
    expect(codeOf(await master.execute(SERVICE, CREATE, { input }))).toBe('FORBIDDEN')
    expect(codeOf(await master.execute(ANONYMOUS, CREATE, { input }))).toBe('UNAUTHENTICATED')
    expect(await stored()).toEqual([])

    const { id } = await create(input)
    expect(codeOf(await master.execute(EMPLOYEE, UPDATE, { id, input: { active: false } }))).toBe('FORBIDDEN')
    expect((await stored())[0]).toMatchObject({ active: true })
  })

  test('stores the columns of the old system, times as HH:mm', async () => {
    const { id } = await create({ name: '  Pagi ', startAt: '08:00', endAt: '15:59' })
    expect(await stored()).toEqual([
      {
        _id: new ObjectId(id),
        name: 'Pagi',
        startAt: '08:00',
        endAt: '15:59',
        active: true,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
      },
    ])
  })

  test.each([
    ['an empty name', { name: '   ' }, 'Nama jam kerja harus 1 sampai 60 huruf.'],
    ['a name of 61 characters', { name: 'x'.repeat(61) }, 'Nama jam kerja harus 1 sampai 60 huruf.'],
    [
      'a time that does not exist',
      { startAt: '24:00' },
      'input.startAt: Jam harus berbentuk HH:mm, dari 00:00 sampai 23:59.',
    ],
    ['a time without its zero', { endAt: '8:00' }, 'input.endAt: Jam harus berbentuk HH:mm, dari 00:00 sampai 23:59.'],
    ['a query operator as name', { name: { $ne: '' } }, 'Masukan "input.name" tidak sah.'],
  ])('refuses %s with a readable message and stores nothing', async (_name, wrong, message) => {
    const response = await master.execute(ADMIN, CREATE, {
      input: { name: 'Pagi', startAt: '08:00', endAt: '15:59', ...wrong },
    })
    expect(response.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } })
    expect(await stored()).toEqual([])
  })

  test('keeps omitted and null fields', async () => {
    const { id } = await create({ name: 'Pagi', startAt: '08:00', endAt: '15:59' })
    const response = await master.execute(ADMIN, UPDATE, { id, input: { active: false, name: null } })
    expect(response.data.updateShift).toEqual({ id, name: 'Pagi', startAt: '08:00', endAt: '15:59', active: false })
  })

  test('with an unknown id is NOT_FOUND, in the language of the caller', async () => {
    for (const id of ['665000000000000000000999', 'no id']) {
      const response = await master.execute(ADMIN, UPDATE, { id, input: { active: false } }, 'en')
      expect(response.errors?.[0]).toMatchObject({
        message: 'There is no such shift.',
        extensions: { code: 'NOT_FOUND' },
      })
    }
  })
})
