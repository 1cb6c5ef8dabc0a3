import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PROCESSES } from '@setrum/dev-stack'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { expect, test, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { composeServices, MANIFESTS, ROOT, read, resource, resourcesOf } from './deployed.js'

// The first look into each package of schemas takes long on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const WORKSPACES = [
  'gateway',
  'subgraphs/users',
  'subgraphs/master',
  'subgraphs/transactions',
  'web',
  'sandbox/iak',
  'packages/legacy-import',
]

test.each(WORKSPACES)('the Dockerfile of %s has no fault, does not run as root and has a health check', (workspace) => {
  const text = read(`${workspace}/Dockerfile`)
  expect(validate(text)).toEqual([])
  expect(text).toMatch(/^USER node$/m)
  expect(text).toMatch(/^HEALTHCHECK /m)
  // Only what runs: installed once more without the rest, or traced by Next.js.
  const lean = workspace === 'web' ? '/setrum/web/.next/standalone .' : `--include-workspace-root=false --omit=dev`
  expect(text).toContain(lean)
  if (workspace !== 'web') expect(text).toContain(`npm ci -w ${workspace} `)
  expect(text).not.toMatch(/(SECRET|KEY|PASSWORD|MONGODB_URI)=/)
})

test.each(WORKSPACES)('what the Dockerfile of %s copies is there', (workspace) => {
  const copied = [...read(`${workspace}/Dockerfile`).matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, all = '']) =>
    all.split(' '),
  )
  expect(copied.length).toBeGreaterThan(5)
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

test('the image of the gateway holds the graph, and the operations that are run in production', () => {
  const [, last = ''] = read('gateway/Dockerfile').split(/^FROM (?!.* AS )/m)
  expect(last).toMatch(/^COPY supergraph\.graphql \.\/$/m)
  expect(last).toMatch(/^COPY web\/src\/gen\/persisted-documents\.json web\/src\/gen\/$/m)
})

// The web app's image holds what Next.js traced, and starts that.
const ALIKE = PROCESSES.filter(({ folder }) => WORKSPACES.includes(folder) && folder !== 'web')

test.each(ALIKE)('the image of $name is started as the stack starts it, limits included', ({ folder, program }) => {
  const [, command = ''] = /^CMD (\[.*\])$/m.exec(read(`${folder}/Dockerfile`)) ?? []
  expect(JSON.parse(command)).toEqual(['node', ...program.slice(0, -1), `${folder}/${program.at(-1)}`])
})

test('the web app of the image does not start without the address of the gateway, and says so', () => {
  const { GATEWAY_URL: _left, ...env } = process.env
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'web/start.mjs')], {
    env: { ...env, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  expect(stderr).toContain('GATEWAY_URL is not set')
  expect(status).toBe(1)
})

test('docker-compose.yml follows the schema of the Compose specification', () => {
  // The schema is checked always; the rules besides are dclint's taste in the order of keys.
  const [result] = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles(
    [join(ROOT, 'docker-compose.yml')],
    false,
  )
  const broken = result?.messages.filter(({ rule }) => ['invalid-schema', 'invalid-yaml'].includes(rule))
  expect(broken ?? []).toEqual([])
})

test.each(['users', 'master', 'transactions'])(
  'the migrations of %s are run from its image before it starts',
  (name) => {
    const command = ['node', `subgraphs/${name}/dist/migrate-main.js`]
    const services = composeServices()
    expect(services[`migrate-${name}`]).toMatchObject({ command, build: services[name].build, restart: 'on-failure:3' })
    expect(services[name].depends_on).toHaveProperty(`migrate-${name}.condition`, 'service_completed_successfully')
    const { initContainers, containers } = resource('Deployment', name).spec.template.spec
    expect(initContainers).toMatchObject([{ command, image: containers[0].image }])
  },
)

test('only the web app and the gateway are published, and what is ours cannot write to its disk', () => {
  const services = composeServices()
  const named = (has: (service: Record<string, unknown>) => unknown) =>
    Object.keys(services).filter((name) => has(services[name]))
  expect(named(({ ports }) => ports)).toEqual(['gateway', 'web'])
  expect(named(({ read_only: isReadOnly }) => !isReadOnly)).toEqual(['secrets', 'mongo'])
  expect(named(({ restart }) => !restart)).toEqual(['secrets'])
})

test.each(MANIFESTS)('%s holds what Kubernetes accepts', async (file) => {
  for (const document of parseAllDocuments(read(`deploy/kubernetes/${file}`))) {
    const resource = document.toJS()
    const kinds = await import(`kubernetes-models/${resource.apiVersion}`)
    new kinds[resource.kind](resource).validate()
    expect(document.errors).toEqual([])
  }
})

test('a subgraph is reached by the gateway and by its sisters, and by nobody else', () => {
  const policies = resourcesOf('network-policies.yaml').filter(({ metadata }) => metadata.name !== 'scrapers')
  const sources = Object.fromEntries(
    policies.map(({ metadata, spec }) => [
      metadata.name,
      spec.ingress?.flatMap((rule: { from?: { podSelector: { matchLabels: { app: string } } }[] }) =>
        (rule.from ?? []).map(({ podSelector }) => podSelector.matchLabels.app),
      ),
    ]),
  )
  expect(sources).toEqual({
    'nobody-unless-named': undefined,
    users: ['gateway', 'transactions'],
    master: ['gateway', 'users', 'transactions'],
    transactions: ['gateway'],
    gateway: [],
    web: [],
  })
})

test('figures are read by whom the cluster has labelled, from all of us', () => {
  const { spec } = resourcesOf('network-policies.yaml').find(({ metadata }) => metadata.name === 'scrapers')
  const labelled = { namespaceSelector: { matchLabels: { 'setrum/scrapes': 'true' } } }
  expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [labelled] }] })
})
