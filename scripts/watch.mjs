// Watch mode of npm run dev: changed code is compiled, a changed schema is composed again, logs are printed readably.
// `node --watch` restarts each process whose compiled code changed.
import { spawn } from 'node:child_process'
import { readdirSync, utimesSync, watch } from 'node:fs'
import { join } from 'node:path'
import pretty from 'pino-pretty'
import { QUIET, ROOT } from './build.mjs'

const COLOURS = [36, 33, 32, 35, 34, 31, 96, 93]
const format = pretty.prettyFactory({ colorize: process.stdout.isTTY, ignore: 'pid,hostname,name', singleLine: true })
const tags = new Map()
const unfinished = new Map()
const children = new Set()
const watchers = []
const timers = new Map()
let running = Promise.resolve()

/** Prints the output of a process line by line, after its name. */
export function printLog(name, chunk) {
  const lines = `${unfinished.get(name) ?? ''}${chunk}`.split('\n')
  unfinished.set(name, lines.pop())
  for (const line of lines) if (line.trim()) process.stdout.write(`${tagOf(name)} ${readable(line)}\n`)
}

export function start() {
  for (const workspace of [
    'gateway',
    ...subfolders('packages'),
    ...subfolders('sandbox'),
    ...subfolders('subgraphs'),
  ]) {
    // By events of the operating system: `tsc --watch` polls every file, which takes minutes on a busy machine.
    onChange(join(workspace, 'src'), compile)
    if (workspace.startsWith('subgraphs')) onChange(workspace, () => onSchemaChange(workspace), 'schema.graphql')
  }
}

/** Runs a task soon after a change below a folder, or of one file in it; editors replace files, so folders are watched. */
function onChange(folder, task, fileName) {
  const onEvent = (_event, file) => {
    if (fileName && file !== fileName) return
    clearTimeout(timers.get(task))
    // One after the other: they write the same files.
    timers.set(
      task,
      setTimeout(() => {
        running = running.then(task)
      }, 100),
    )
  }
  watchers.push(watch(join(ROOT, folder), { recursive: !fileName }, onEvent))
}

async function compile() {
  const isCompiled = await run('tsc', ['node_modules/typescript/bin/tsc', '-b'])
  printLog('tsc', isCompiled ? 'compiled\n' : 'not compiled\n')
}

function subfolders(folder) {
  return readdirSync(join(ROOT, folder)).map((name) => join(folder, name))
}

export function stop() {
  for (const watcher of watchers) watcher.close()
  for (const timer of timers.values()) clearTimeout(timer)
  for (const child of children) child.kill()
}

async function onSchemaChange(folder) {
  const isComposed = (await npm('compose')) && (await npm('codegen')) && (await npm('codegen', '--workspace=web'))
  // The schema is not imported, so `node --watch` does not see it. The gateway watches the supergraph itself.
  if (isComposed) touch(join(ROOT, folder, 'dist', 'main.js'))
}

function npm(script, ...options) {
  return run(script, [join(process.execPath, '..', 'npm'), 'run', '--silent', script, ...options])
}

/** Runs a program and prints its output. @returns whether it succeeded */
function run(name, args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...QUIET } })
  children.add(child)
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => printLog(name, chunk))
  return new Promise((resolve) => {
    child.on('close', (code) => {
      children.delete(child)
      resolve(code === 0)
    })
  })
}

function touch(file) {
  const now = new Date()
  utimesSync(file, now, now)
}

function tagOf(name) {
  if (!tags.has(name)) tags.set(name, COLOURS[tags.size % COLOURS.length])
  const tag = name.padEnd(12)
  return process.stdout.isTTY ? `\x1b[${tags.get(name)}m${tag}\x1b[0m` : tag
}

function readable(line) {
  return line.startsWith('{') ? format(line).trimEnd() : line
}
