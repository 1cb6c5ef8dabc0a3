// npm run try:image -- gateway [NAME=value …] [argument …]: what `docker build` and `docker run` would do with a Dockerfile
// of ours, without Docker: COPY and RUN of each stage in clean folders, then ENTRYPOINT or CMD with ENV, the variables and
// the arguments that were given. A service is asked by HEALTHCHECK; where there is none it must end by itself, and well.
// As user nobody where it is started by root. What Docker itself adds (base image, isolation) is not tried.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './prepare.mjs'

const [workspace, ...given] = process.argv.slice(2)
if (!workspace || !existsSync(join(ROOT, workspace, 'Dockerfile'))) {
  console.error('Usage: npm run try:image -- gateway [NAME=value …] [argument …], with the folder of a Dockerfile')
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
try {
  for (const [, word, rest] of lines.map((line) => /^([A-Z]+) (.*)$/.exec(line) ?? [])) {
    if (word === 'FROM') begin(/ AS (\w+)$/.exec(rest)?.[1] ?? 'last')
    if (word === 'ENV') for (const pair of rest.split(' ')) environment[pair.split('=')[0]] = pair.split('=')[1]
    if (word === 'COPY') copy(rest.split(' '))
    if (word === 'RUN') run(rest)
    if (word === 'HEALTHCHECK') health = JSON.parse(/\[.*\]$/.exec(rest)?.[0] ?? '[]')
    if (word === 'CMD' || word === 'ENTRYPOINT') command = JSON.parse(rest)
  }
  console.log(
    `${workspace}: ${spawnSync('du', ['-sm', stage], { encoding: 'utf8' }).stdout.split('\t')[0]} MB besides the base`,
  )
  const natives = spawnSync('find', [stage, '-name', '*.node'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
  console.log(
    `compiled parts, which must fit the base's C library: ${natives.map((path) => basename(path)).join(', ') || 'none'}`,
  )
  const works = health.length > 0 ? await isHealthy() : (await start().ended) === 0
  process.exitCode = works ? 0 : 1
} finally {
  rmSync(home, { recursive: true, force: true })
}

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

/** Paths in the image are below /setrum, which is the stage's folder here. */
function copy(words) {
  const from = words[0].startsWith('--from=') ? stages.get(words.shift().slice('--from='.length)) : null
  const to = words.pop()
  for (const path of words) {
    const source = from ? join(from, path.replace(/^\/setrum\/?/, '')) : join(ROOT, path)
    // A folder's content goes into the target, a file into the folder that ends with a slash.
    const target = to.endsWith('/') ? join(stage, to, basename(path)) : join(stage, to)
    const filter = from ? undefined : (it) => !IGNORED.test(it.slice(ROOT.length))
    cpSync(source, target, { recursive: true, verbatimSymlinks: true, filter })
  }
  own()
}

function run(line) {
  console.log(`> ${line}`)
  const env = { PATH: process.env.PATH, HOME: home, ...environment }
  const { status } = spawnSync('sh', ['-c', line], {
    cwd: stage,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    ...NOBODY,
  })
  if (status !== 0) throw new Error(`it ended with ${status}`)
}

function start() {
  const isVariable = (it) => /^\w+=/.test(it)
  const env = { PATH: process.env.PATH, HOME: home, ...environment }
  for (const pair of given.filter(isVariable)) env[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1)
  const [program, ...parts] = [...command, ...given.filter((it) => !isVariable(it))]
  console.log(`> ${command.join(' ')}`)
  const child = spawn(program, parts, { cwd: stage, env, stdio: ['ignore', 'inherit', 'inherit'], ...NOBODY })
  return { child, env, ended: new Promise((resolve) => child.once('exit', resolve)) }
}

async function isHealthy() {
  const { child, env, ended } = start()
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
