import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** The manifests in the order in which kubectl applies a folder. */
export const MANIFESTS = readdirSync(join(ROOT, 'deploy/kubernetes')).sort()

// Each test asserts the content, so the resources are untyped.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Resource = any

export const resourcesOf = (manifest: string): Resource[] =>
  parseAllDocuments(read(`deploy/kubernetes/${manifest}`)).map((document) => document.toJS())
export const RESOURCES = MANIFESTS.flatMap(resourcesOf)
export const resource = (kind: string, name: string): Resource =>
  RESOURCES.find((it) => it.kind === kind && it.metadata.name === name)

export const composeServices = (): Record<string, Resource> =>
  parse(read('docker-compose.yml'), { merge: true }).services
