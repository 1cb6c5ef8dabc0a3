// Time until each process is ready, its memory then, and the size of its installed packages. Writes processes.json.
//   npm run load:processes
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { PROCESSES, ROOT } from '@setrum/dev-stack'
import { startStack } from '@setrum/testing'
import { describeMachine, median } from '../report/results.mjs'

const STARTS = 5
const date = new Date().toISOString()

const running = await startStack({ without: [] })
const processes = []
try {
  for (const { name, folder } of PROCESSES) {
    const readyMs = []
    for (let start = 0; start < STARTS; start += 1) {
      await running.stack.kill(name, 'SIGTERM')
      const startedAt = performance.now()
      await running.stack.startOne(name)
      readyMs.push(Math.round(performance.now() - startedAt))
    }
    processes.push({ name, readyMs: median(readyMs), memoryMb: memoryOf(name), packagesMb: packagesOf(folder) })
    console.log(processes.at(-1))
  }
} finally {
  await running.stop()
}
const report = { date, machine: describeMachine(), starts: STARTS, processes }
writeFileSync(new URL('processes.json', import.meta.url), `${JSON.stringify(report, null, 2)}\n`)

/** Resident memory in MB. */
function memoryOf(name) {
  const status = readFileSync(`/proc/${running.stack.pid(name)}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024)
}

/** Size of a workspace's npm packages in MB, without development dependencies. */
function packagesOf(folder) {
  const listed = execFileSync('npm', ['ls', '-w', folder, '--omit=dev', '--all', '--parseable'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const paths = [...new Set(listed.split('\n'))].filter((path) => path.includes('/node_modules/')).sort()
  // A nested package is part of the size of its outer package.
  const outer = paths.filter((path) => !paths.some((other) => path !== other && path.startsWith(`${other}/`)))
  const sizes = execFileSync('du', ['-sk', ...outer], { encoding: 'utf8' })
    .trim()
    .split('\n')
  return Math.round(sizes.reduce((sum, line) => sum + Number.parseInt(line, 10), 0) / 1024)
}
