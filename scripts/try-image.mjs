// npm run try:image -- gateway [NAME=value …]: what `docker build` and `docker run` would do with a Dockerfile of ours,
// without Docker: COPY and RUN of each stage in clean folders, then CMD with ENV and the variables that were given, asked
// by HEALTHCHECK. As user nobody where it is started by root. What Docker itself adds (base image, isolation) is not tried.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './prepare.mjs'

const [workspace, ...given] = process.argv.slice(2)
if (!workspace || !existsSync(join(ROOT, workspace, 'Dockerfile'))) {
  console.error('Usage: npm run try:image -- gateway [NAME=value …], with the folder of a Dockerfile')
  process.exit(2)
}

const HEALTHY_WITHIN_MS = 60_000
/** What .dockerignore leaves out. */
const IGNORED = /(^|\/)(node_modules|dist|\.next|\.data|artifacts|\.git)(\/|$)|\.tsbuildinfo$/
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

const home = mkdtempSync(join(tmpdir(), 'setrum-image-'))
const stages = new Map()
let stage = ''
let environment = {}
let health = []
let command = []

const text = readFileSync(join(ROOT, workspace, 'Dockerfile'), 'utf8')
const lines = text
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
for (const [, word, rest] of lines.map((line) => /^([A-Z]+) (.*)$/.exec(line) ?? [])) {
  if (word === 'FROM') begin(/ AS (\w+)$/.exec(rest)?.[1] ?? 'last')
  if (word === 'ENV') for (const pair of rest.split(' ')) environment[pair.split('=')[0]] = pair.split('=')[1]
  if (word === 'COPY') copy(rest.split(' '))
  if (word === 'RUN') runOrEnd(rest)
  if (word === 'HEALTHCHECK') health = JSON.parse(/\[.*\]$/.exec(rest)?.[0] ?? '[]')
  if (word === 'CMD') command = JSON.parse(rest)
}
console.log(
  `${workspace}: ${spawnSync('du', ['-sm', stage], { encoding: 'utf8' }).stdout.split('\t')[0]} MB besides the base`,
)
const natives = spawnSync('find', [stage, '-name', '*.node'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
console.log(
  `compiled parts, which must fit the base's C library: ${natives.map((path) => basename(path)).join(', ') || 'none'}`,
)
process.exitCode = (await isHealthy()) ? 0 : 1
rmSync(home, { recursive: true, force: true })

function begin(name) {
  stage = join(home, name)
  mkdirSync(stage)
  stages.set(name, stage)
  environment = {}
  own()
}

function own() {
  if (NOBODY.uid) spawnSync('chown', ['-R', `${NOBODY.uid}:${NOBODY.gid}`, home])
}

/** Paths in the image are below /house, which is the stage's folder here. */
function copy(words) {
  const from = words[0].startsWith('--from=') ? stages.get(words.shift().slice('--from='.length)) : null
  const to = words.pop()
  for (const path of words) {
    const source = from ? join(from, path.replace(/^\/house\/?/, '')) : join(ROOT, path)
    // A folder's content goes into the target, a file into the folder that ends with a slash.
    const target = to.endsWith('/') ? join(stage, to, basename(path)) : join(stage, to)
    const filter = from ? undefined : (it) => !IGNORED.test(it.slice(ROOT.length))
    cpSync(source, target, { recursive: true, verbatimSymlinks: true, filter })
  }
  own()
}

function runOrEnd(line) {
  console.log(`> ${line}`)
  const env = { PATH: process.env.PATH, HOME: home, ...environment }
  const { status } = spawnSync('sh', ['-c', line], {
    cwd: stage,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    ...NOBODY,
  })
  if (status !== 0) process.exit(status ?? 1)
}

async function isHealthy() {
  const env = { PATH: process.env.PATH, HOME: home, ...environment }
  for (const pair of given) env[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1)
  console.log(`> ${command.join(' ')}`)
  const child = spawn(command[0], command.slice(1), {
    cwd: stage,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...NOBODY,
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const deadline = Date.now() + HEALTHY_WITHIN_MS
  let answers = false
  while (!answers && child.exitCode === null && Date.now() < deadline) {
    await sleep(500)
    answers = spawnSync(health[0], health.slice(1), { env }).status === 0
  }
  child.kill('SIGTERM')
  await ended
  console.log(answers ? 'healthy by its own health check' : 'not healthy')
  return answers
}
