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
  const answer = await master.ask(ADMIN, CREATE, { input })
  expect(answer.errors).toBeUndefined()
  return answer.data.createShift as { id: string }
}
const stored = () => master.collection('officeHours').find().toArray()

describe('rows of the old system', () => {
  test('load: hours that are instants count by their Jakarta wall-clock time, as text and as dates', async () => {
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
    const { data, errors } = await master.ask(EMPLOYEE, SHIFTS)
    expect(errors).toBeUndefined()
    expect(data.shifts).toMatchObject([
      { name: 'Pagi', startAt: '08:00', endAt: '15:59', open: true },
      { name: 'Malam', startAt: '22:00', endAt: '05:59', open: false },
    ])
  })

  test('are written HH:mm when they change, and keep what does not change', async () => {
    const { insertedId } = await master.collection('officeHours').insertOne({
      name: 'Pagi',
      startAt: '2024-07-10T01:00:00.000Z',
      endAt: '2024-07-10T08:59:00.000Z',
      active: true,
    })
    const answer = await master.ask(ADMIN, UPDATE, { id: String(insertedId), input: { startAt: '07:30' } })
    expect(answer.data.updateShift).toMatchObject({ startAt: '07:30', endAt: '15:59', active: true })
    expect((await stored())[0]).toMatchObject({ startAt: '07:30', endAt: '2024-07-10T08:59:00.000Z' })
  })

  test('with hours that nobody can read are shown, and nobody sells in them', async () => {
    await master.collection('officeHours').insertOne({ name: 'Rusak', startAt: 'pagi', endAt: null, active: true })
    const { data } = await master.ask(ADMIN, SHIFTS)
    expect(data.shifts).toMatchObject([{ name: 'Rusak', active: false, open: false }])
  })
})

describe('whether a shift is open', () => {
  test.each([
    ['07:59:59.999', false],
    ['08:00:00.000', true],
    ['15:59:59.999', true],
    ['16:00:00.000', false],
  ])('08:00-15:59 at %s: %s', async (time, open) => {
    await create({ name: 'Pagi', startAt: '08:00', endAt: '15:59' })
    master.clock.now = new Date(`2026-03-31T${time}+07:00`)
    expect((await master.ask(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ open }])
  })

  test.each([
    ['21:59:59.999', false],
    ['22:00:00.000', true],
    ['00:00:00.000', true],
    ['05:59:59.999', true],
    ['06:00:00.000', false],
  ])('over midnight, 22:00-05:59 at %s: %s', async (time, open) => {
    await create({ name: 'Malam', startAt: '22:00', endAt: '05:59' })
    master.clock.now = new Date(`2026-03-31T${time}+07:00`)
    expect((await master.ask(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ open }])
  })

  test('an inactive shift is closed at every hour', async () => {
    await create({ name: 'Sepanjang hari', startAt: '00:00', endAt: '23:59', active: false })
    expect((await master.ask(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ active: false, open: false }])
  })

  test('a shift of which the end is the minute before the start is open round the clock', async () => {
    await create({ name: 'Sepanjang hari', startAt: '08:00', endAt: '07:59' })
    for (const time of ['07:59:59.999', '08:00:00.000', '23:59:59.999']) {
      master.clock.now = new Date(`2026-03-31T${time}+07:00`)
      expect((await master.ask(EMPLOYEE, SHIFTS)).data.shifts).toMatchObject([{ open: true }])
    }
  })
})

describe('the list of shifts', () => {
  test('is in the order of the day, the same each time, and filtered when asked', async () => {
    await create({ name: 'Sore', startAt: '16:00', endAt: '23:59' })
    await create({ name: 'Pagi B', startAt: '08:00', endAt: '15:59', active: false })
    await create({ name: 'Pagi A', startAt: '08:00', endAt: '15:59' })
    const names = async (active?: boolean) =>
      (await master.ask(EMPLOYEE, SHIFTS, { active })).data.shifts.map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['Pagi A', 'Pagi B', 'Sore'])
    expect(await names(true)).toEqual(['Pagi A', 'Sore'])
    expect(await names(false)).toEqual(['Pagi B'])
  })

  test('is for everybody who is signed in and for sister services, and for nobody else', async () => {
    for (const viewer of [ADMIN, EMPLOYEE, SERVICE]) {
      expect((await master.ask(viewer, SHIFTS)).errors).toBeUndefined()
    }
    expect(codeOf(await master.ask(ANONYMOUS, SHIFTS))).toBe('UNAUTHENTICATED')
    expect(codeOf(await master.ask(ANONYMOUS, '{ shift(id: "1") { id } }'))).toBe('UNAUTHENTICATED')
  })
})

describe('one shift', () => {
  test('is null when there is none, also for a text that is no id', async () => {
    for (const id of ['665000000000000000000999', 'abcdefghijkl', '', '{"$ne":1}']) {
      const { data, errors } = await master.ask(ADMIN, 'query($id: ID!) { shift(id: $id) { id } }', { id })
      expect({ data, errors }).toEqual({ data: { shift: null }, errors: undefined })
    }
  })

  test('is joined by the gateway in the order it asks, several times the same, unknown ones as null', async () => {
    const { id } = await create({ name: 'Pagi', startAt: '08:00', endAt: '15:59' })
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Shift { name } } }'
    const references = [id, '665000000000000000000999', id, 'no id'].map((key) => ({ __typename: 'Shift', id: key }))
    const { data } = await master.ask(EMPLOYEE, query, { r: references })
    expect(data._entities).toEqual([{ name: 'Pagi' }, null, { name: 'Pagi' }, null])
    expect(codeOf(await master.ask(ANONYMOUS, query, { r: references }))).toBe('UNAUTHENTICATED')
  })
})

describe('making and changing a shift', () => {
  test('is for admins only, and nothing is stored for others', async () => {
    const input = { name: 'Pagi', startAt: '08:00', endAt: '15:59' }
    expect(codeOf(await master.ask(EMPLOYEE, CREATE, { input }))).toBe('FORBIDDEN')
    expect(codeOf(await master.ask(SERVICE, CREATE, { input }))).toBe('FORBIDDEN')
    expect(codeOf(await master.ask(ANONYMOUS, CREATE, { input }))).toBe('UNAUTHENTICATED')
    expect(await stored()).toEqual([])

    const { id } = await create(input)
    expect(codeOf(await master.ask(EMPLOYEE, UPDATE, { id, input: { active: false } }))).toBe('FORBIDDEN')
    expect((await stored())[0]).toMatchObject({ active: true })
  })

  test('stores the columns of the existing system, times as HH:mm', async () => {
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
    ['an operator in place of a name', { name: { $ne: '' } }, 'Masukan "input.name" tidak sah.'],
  ])('refuses %s in a sentence and stores nothing', async (_name, wrong, message) => {
    const answer = await master.ask(ADMIN, CREATE, {
      input: { name: 'Pagi', startAt: '08:00', endAt: '15:59', ...wrong },
    })
    expect(answer.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } })
    expect(await stored()).toEqual([])
  })

  test('leaves out what the input leaves out', async () => {
    const { id } = await create({ name: 'Pagi', startAt: '08:00', endAt: '15:59' })
    const answer = await master.ask(ADMIN, UPDATE, { id, input: { active: false, name: null } })
    expect(answer.data.updateShift).toEqual({ id, name: 'Pagi', startAt: '08:00', endAt: '15:59', active: false })
  })

  test('of a shift that is not there is NOT_FOUND, in the language of the caller', async () => {
    for (const id of ['665000000000000000000999', 'no id']) {
      const answer = await master.ask(ADMIN, UPDATE, { id, input: { active: false } }, 'en')
      expect(answer.errors?.[0]).toMatchObject({
        message: 'There is no such shift.',
        extensions: { code: 'NOT_FOUND' },
      })
    }
  })
})
