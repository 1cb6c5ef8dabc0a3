import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import vm from 'node:vm'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { PROCESSES } from '@setrum/dev-stack'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readGatewayEnv } from '../../gateway/src/env.js'
import { readMasterEnv } from '../../subgraphs/master/src/env.js'
import { readTransactionsEnv } from '../../subgraphs/transactions/src/env.js'
import { readUsersEnv } from '../../subgraphs/users/src/env.js'
import { composeServices, RESOURCES, type Resource, ROOT, read, resource } from './deployed.js'

vi.setConfig({ testTimeout: 30_000 })

const DEPLOYED = PROCESSES.filter(({ name }) => !['mongodb', 'iak'].includes(name))
const READERS: Record<string, (environment: NodeJS.ProcessEnv) => { port: number; host: string }> = {
  users: readUsersEnv,
  master: readMasterEnv,
  transactions: readTransactionsEnv,
  gateway: readGatewayEnv,
}
/** Default drain time (packages/service-runtime) and the preStop pause before it. */
const DRAIN_MS = 14_000
const PAUSE_MS = 5_000
/** Deadline of a purchase at the biller. */
const PURCHASE_MS = 30_000

const folder = mkdtempSync(join(tmpdir(), 'setrum-secrets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const makeSecrets = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'deploy/compose/make-secrets.mjs'), folder, ...args], { encoding: 'utf8' })
const secret = (service: string, name: string) => readFileSync(join(folder, service, name), 'utf8')
beforeAll(() => {
  expect(makeSecrets()).toMatchObject({ status: 0, stderr: '' })
  writeFileSync(join(folder, 'iak_api_key'), 'key')
})

/** The process's environment with the paths of the test's secrets. */
const withSecrets = (name: string, environment: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [
      key,
      String(value)
        .replace(/^\/run\/(setrum|secrets)\/iak_api_key$/, join(folder, 'iak_api_key'))
        .replace(/^\/run\/setrum\//, `${join(folder, name)}/`)
        .replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ]),
  )
/** The environment of all images. */
const IMAGE_ENV = { NODE_ENV: 'production', HOST: '0.0.0.0' }
const namesAndValues = (list: { name: string; value: string }[] = []) =>
  Object.fromEntries(list.map(({ name, value }) => [name, value]))

test.each(DEPLOYED)('$name is never killed before its drain ends, in Kubernetes and in Compose', ({ name }) => {
  const { spec } = resource('Deployment', name).spec.template
  const [{ env, lifecycle }] = spec.containers
  const drainMs = Number(namesAndValues(env).DRAIN_MS ?? DRAIN_MS)
  expect(lifecycle).toEqual({ preStop: { exec: { command: ['sleep', String(PAUSE_MS / 1_000)] } } })
  expect(spec.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(PAUSE_MS + drainMs)
  const service = composeServices()[name]
  expect(Number.parseInt(service.stop_grace_period, 10) * 1_000).toBeGreaterThan(
    Number(service.environment.DRAIN_MS ?? DRAIN_MS),
  )
  if (!['gateway', 'transactions'].includes(name)) return
  expect([drainMs, service.environment.DRAIN_MS].filter((ms) => ms <= PURCHASE_MS)).toEqual([])
})

test.each(Object.keys(READERS))(
  '%s accepts its production environment from Kubernetes, with secrets as files',
  (name) => {
    const [container] = resource('Deployment', name).spec.template.spec.containers
    expect(container.envFrom).toEqual([{ configMapRef: { name: 'setrum' } }])
    const shared = { ...resource('ConfigMap', 'setrum').data, IAK_USERNAME: '0812' }
    const environment = { ...IMAGE_ENV, ...shared, ...namesAndValues(container.env) }
    const started = READERS[name]?.({ ...withSecrets(name, environment), PERSISTED_DOCUMENTS: 'any' })
    const port = container.ports[0].containerPort
    expect(started).toMatchObject({ isProduction: true, host: '0.0.0.0', port })
  },
)

test.each(Object.keys(READERS))(
  '%s accepts its environment from Compose, with the sandbox and with the .env of docs/how-to/deploy.md',
  (name) => {
    const service = composeServices()[name]
    const production = /```text\n(ENV_FILE_PATH=\.env\n.*?)```/s.exec(read('docs/how-to/deploy.md'))?.[1] ?? ''
    for (const file of [read('deploy/compose/sandbox.env'), production]) {
      const environment = { ...IMAGE_ENV, ...parseEnv(file), ...service.environment }
      const started = READERS[name]?.({ ...withSecrets(name, environment), PERSISTED_DOCUMENTS: 'any' })
      const isSandboxBiller = file !== production
      const biller = name === 'users' ? {} : { isSandboxBiller }
      expect(started).toMatchObject({ ...biller, isProduction: !isSandboxBiller, host: '0.0.0.0' })
    }
  },
)

test('manifests and Compose set known variables only', () => {
  const known = new Set([...read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name))
  const containers = RESOURCES.filter(({ kind }) => kind === 'Deployment').flatMap(({ spec }) => [
    ...(spec.template.spec.initContainers ?? []),
    ...spec.template.spec.containers,
  ])
  const set = [
    ...Object.keys(resource('ConfigMap', 'setrum').data),
    ...containers.flatMap(({ env = [] }: Resource) => env.map((it: { name: string }) => it.name)),
    ...Object.keys(parseEnv(read('deploy/compose/sandbox.env'))),
    ...Object.values(composeServices()).flatMap(({ build, environment = {} }) =>
      build ? Object.keys(environment) : [],
    ),
  ]
  expect(set.filter((name) => !known.has(name.replace(/_FILE$/, '')))).toEqual([])
})

test('only the load balancer is published, observability on this machine only, and the disks of our services are read-only', () => {
  const services = Object.entries(composeServices())
  const named = (has: (service: Resource) => unknown) => services.filter(([, it]) => has(it)).map(([name]) => name)
  const isOptional = ({ profiles }: Resource) => profiles?.includes('observability')
  expect(named((service) => service.ports && !isOptional(service))).toEqual(['proxy'])
  const optionalPorts = services.flatMap(([, service]) => (isOptional(service) ? (service.ports ?? []) : []))
  expect(optionalPorts.filter((port: string) => !port.startsWith('127.0.0.1:'))).toEqual([])
  expect(named(({ read_only: isReadOnly }) => !isReadOnly)).toEqual(['secrets', 'mongo', 'mongo-init'])
})

test.each(DEPLOYED)('pods of $name have no unnecessary privileges, and two stay up during an update', ({ name }) => {
  const { spec } = resource('Deployment', name)
  const { spec: pod } = spec.template
  expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } })
  for (const { securityContext } of [...(pod.initContainers ?? []), ...pod.containers])
    expect(securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    })
  expect(spec).toMatchObject({ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 0 } } })
})

test('the gateway sees the addresses of users behind the web app and Docker', () => {
  const { TRUST_PROXY } = composeServices().gateway.environment
  expect(withSecrets('gateway', { TRUST_PROXY })).toEqual({ TRUST_PROXY: 'loopback, uniquelocal' })
  expect(resource('ConfigMap', 'setrum').data.TRUST_PROXY).toBe('loopback, uniquelocal')
})

test.each(['gateway', ...SUBGRAPH_NAMES])('only %s can read its own secrets', (name) => {
  const mine = Object.entries(composeServices()).filter(([, { volumes = [] }]) =>
    volumes.some((volume: string) => volume.startsWith(`secrets-${name}:`)),
  )
  expect(mine.map(([service]) => service).filter((it) => it !== 'secrets' && it !== `migrate-${name}`)).toEqual([name])
  const { volumes } = resource('Deployment', name).spec.template.spec
  expect(volumes).toContainEqual({ name: 'secrets', secret: { secretName: `setrum-${name}` } })
})

test('the import of the old system runs only on request, with its own database user', () => {
  const { import: service } = composeServices()
  expect(service).toMatchObject({
    profiles: ['import'],
    restart: 'no',
    volumes: ['secrets-import:/run/setrum:ro', 'import-reports:/reports'],
  })
  expect(withSecrets('import', service.environment).MONGODB_URI_FILE).toBe(join(folder, 'import', 'mongodb_uri'))
  expect(secret('import', 'mongodb_uri')).toContain(`import:${secret('mongo', 'import_password')}@mongo:27017`)
})

test('secrets are created once, differ, and only their owner can read them', () => {
  const before = [
    secret('users', 'access_token_keys'),
    secret('mongo', 'root_password'),
    secret('users', 'mongodb_uri'),
  ]
  expect(makeSecrets().status).toBe(0)
  const again = [secret('users', 'access_token_keys'), secret('mongo', 'root_password'), secret('users', 'mongodb_uri')]
  expect(again).toEqual(before)
  const passwords = ['root', ...SUBGRAPH_NAMES].map((name) => secret('mongo', `${name}_password`))
  expect(new Set(passwords).size).toBe(4)
  expect(passwords.filter((password) => !/^[0-9a-f]{64}$/.test(password))).toEqual([])
  expect(secret('gateway', 'access_token_jwks')).not.toContain('"d"')
  expect(statSync(join(folder, 'users', 'access_token_keys')).mode & 0o777).toBe(0o400)
  for (const name of [...SUBGRAPH_NAMES, 'gateway']) {
    expect(secret(name, 'identity_secret')).toBe(secret('gateway', 'identity_secret'))
  }
})

test('the database of a cluster can have another address than in Compose', () => {
  rmSync(join(folder, 'master', 'mongodb_uri'), { force: true })
  makeSecrets('db.example:27017/?replicaSet=rs1')
  const password = secret('mongo', 'master_password')
  expect(secret('master', 'mongodb_uri')).toBe(`mongodb://master:${password}@db.example:27017/?replicaSet=rs1`)
})

test('each subgraph has a MongoDB user with rights on its own database only; the import has rights on all', () => {
  const made: unknown[] = []
  const readFileSyncOf = (path: string) => `content of ${path}`
  vm.runInNewContext(read('deploy/compose/mongo-users.js'), {
    require: () => ({ readFileSync: readFileSyncOf, readdirSync: () => readdirSync(join(folder, 'mongo')) }),
    db: { getSiblingDB: (name: string) => ({ createUser: (user: object) => made.push({ in: name, ...user }) }) },
  })
  expect(JSON.parse(JSON.stringify(made))).toEqual(
    [...[...SUBGRAPH_NAMES].sort(), 'import'].map((name) => ({
      in: 'admin',
      user: name,
      pwd: `content of /run/setrum/${name}_password`,
      roles: (name === 'import' ? [...[...SUBGRAPH_NAMES].sort(), 'import'] : [name]).map((it) => ({
        role: 'readWrite',
        db: `setrum_${it}`,
      })),
    })),
  )
  // Every client of the database uses the prefix for which the users have rights.
  const clients = Object.values(composeServices()).filter(({ environment }) => environment?.MONGODB_URI_FILE)
  expect(clients.length).toBeGreaterThan(SUBGRAPH_NAMES.length)
  expect(new Set(clients.map(({ environment }) => environment.DATABASE_PREFIX))).toEqual(new Set(['setrum_']))
  expect(secret('users', 'mongodb_uri')).toContain(`users:${secret('mongo', 'users_password')}@mongo:27017`)
})
