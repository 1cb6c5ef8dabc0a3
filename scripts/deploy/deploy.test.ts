import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { expect, test, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { composeServices, MANIFESTS, ROOT, read, resource, resourcesOf } from './deployed.js'

// Loading each schema package takes long on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

test('the Dockerfile has no fault', () => {
  expect(validate(read('Dockerfile'))).toEqual([])
})

test('the web app of the image does not start without GATEWAY_URL, and names it', () => {
  const { GATEWAY_URL: _left, ...env } = process.env
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'web/start.mjs')], {
    env: { ...env, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  expect(stderr).toContain('GATEWAY_URL is not set')
  expect(status).toBe(1)
})

test('docker-compose.yml follows the schema of the Compose specification', () => {
  // The other rules of dclint are about the order of keys.
  const [result] = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles(
    [join(ROOT, 'docker-compose.yml')],
    false,
  )
  const broken = result?.messages.filter(({ rule }: { rule: string }) =>
    ['invalid-schema', 'invalid-yaml'].includes(rule),
  )
  expect(broken ?? []).toEqual([])
})

test.each(SUBGRAPH_NAMES)('the migrations of %s run from its image before it starts', (name) => {
  const command = ['node', `subgraphs/${name}/dist/migrate-main.js`]
  const services = composeServices()
  expect(services[`migrate-${name}`]).toMatchObject({ command, build: services[name].build, restart: 'on-failure:3' })
  expect(services[name].depends_on).toHaveProperty(`migrate-${name}.condition`, 'service_completed_successfully')
  const { initContainers, containers } = resource('Deployment', name).spec.template.spec
  expect(initContainers).toMatchObject([{ command, image: containers[0].image }])
})

test('only the web app and the gateway are published, and our services have read-only disks', () => {
  const services = composeServices()
  const named = (has: (service: Record<string, unknown>) => unknown) =>
    Object.keys(services).filter((name) => has(services[name]))
  expect(named(({ ports }) => ports)).toEqual(['gateway', 'web'])
  expect(named(({ read_only: isReadOnly }) => !isReadOnly)).toEqual(['secrets', 'mongo'])
  expect(named(({ restart }) => !restart)).toEqual(['secrets'])
})

test.each(MANIFESTS)('%s is valid for Kubernetes', async (file) => {
  for (const document of parseAllDocuments(read(`deploy/kubernetes/${file}`))) {
    const resource = document.toJS()
    const kinds = await import(`kubernetes-models/${resource.apiVersion}`)
    new kinds[resource.kind](resource).validate()
    expect(document.errors).toEqual([])
  }
})

test('only the gateway and peer subgraphs reach a subgraph', () => {
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
    'default-deny': undefined,
    users: ['gateway', 'transactions'],
    master: ['gateway', 'users', 'transactions'],
    transactions: ['gateway'],
    gateway: [],
    web: [],
  })
})

test('labelled namespaces can scrape the metrics of all processes', () => {
  const { spec } = resourcesOf('network-policies.yaml').find(({ metadata }) => metadata.name === 'scrapers')
  const labelled = { namespaceSelector: { matchLabels: { 'setrum/scrapes': 'true' } } }
  expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [labelled] }] })
})
