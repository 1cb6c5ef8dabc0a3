// npm run build: installs packages and builds. Uses only Node itself, because a fresh clone has no packages.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

// No telemetry, and no downloads except packages.
export const QUIET = {
  APOLLO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
}

/** Runs a command to its end; the process ends with its exit code when it fails. */
export function runOrExit(title, command, args, env = {}) {
  const startedAt = Date.now()
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
    console.error(`\n${title} failed.`)
    process.exit(result.status ?? 1)
  }
  const seconds = (Date.now() - startedAt) / 1000
  if (seconds > 2) console.log(`  ${title} (${seconds.toFixed(0)} s)`)
}

/** Installs the packages, also the development ones where NODE_ENV says production, unless they are those of the lockfile. */
export function install() {
  const stamp = join(ROOT, 'node_modules', '.setrum-lockfile')
  const wanted = hashOf(['package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing packages …')
  runOrExit('packages installed', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, wanted)
}

/** Compiles changed code. Optional: the web app, and the bundles, which the commands on databases do not use. */
export function build({ web = true, bundles = true } = {}) {
  runOrExit('services built', process.execPath, ['node_modules/typescript/bin/tsc', '-b'])
  if (bundles) {
    const inputs = [
      ...['packages', 'sandbox', 'subgraphs'].flatMap((group) =>
        readdirSync(join(ROOT, group)).map((workspace) => `${group}/${workspace}/src`),
      ),
      'gateway/src',
      'scripts/bundle.mjs',
      'package-lock.json',
    ]
    buildIfChanged('services bundled', 'gateway/bundle/main.js', ['run', '--silent', 'build:bundles'], inputs)
  }
  buildIfChanged(
    'playground built',
    'gateway/dist-playground/index.html',
    ['run', '--silent', 'build:playground', '-w', 'gateway'],
    ['gateway/playground', 'gateway/package.json'],
  )
  if (web) {
    const inputs = [
      ...[
        'src',
        'package.json',
        'next.config.ts',
        'tsconfig.json',
        'postcss.config.mjs',
        'start.mjs',
        'forwarded-for.mjs',
      ].map((name) => `web/${name}`),
      'packages/api-contract/src',
      'packages/units/src',
      'package-lock.json',
    ]
    buildIfChanged(
      'web app built',
      'web/.next/standalone/web/start.mjs',
      ['run', '--silent', 'build', '-w', 'web'],
      inputs,
    )
  }
}

/** Runs npm unless the output is there, made from the same inputs. */
function buildIfChanged(title, output, args, inputs) {
  const stamp = join(ROOT, 'node_modules', `.setrum-${title.replaceAll(' ', '-')}`)
  const wanted = hashOf(inputs)
  if (existsSync(join(ROOT, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  runOrExit(title, 'npm', args)
  writeFileSync(stamp, wanted)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesBelow(join(ROOT, path))))
    hash.update(relative(ROOT, file)).update(readFileSync(file))
  return hash.digest('hex')
}

function filesBelow(path) {
  if (!existsSync(path)) return []
  const entries = readdirSafely(path)
  return entries === null ? [path] : entries.flatMap((entry) => filesBelow(join(path, entry))).sort()
}

function readdirSafely(path) {
  try {
    return readdirSync(path)
  } catch {
    return null
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  install()
  build()
}
