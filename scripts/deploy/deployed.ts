import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

// Each test asserts the content, so the resources are untyped.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Resource = any

export const RESOURCES: Resource[] = readdirSync(join(ROOT, 'deploy/kubernetes')).flatMap((manifest) =>
  parseAllDocuments(read(`deploy/kubernetes/${manifest}`)).map((document) => document.toJS()),
)
export const resource = (kind: string, name: string): Resource =>
  RESOURCES.find((it) => it.kind === kind && it.metadata.name === name)

export const composeServices = (): Record<string, Resource> =>
  parse(read('docker-compose.yml'), { merge: true }).services
