// docs/reference/environment.md from .env.example, whose names and defaults are tested against the definitions in the
// code. `--check` fails when the page is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../build.mjs'

const PAGE = join(ROOT, 'docs/reference/environment.md')

const page = render(readFileSync(join(ROOT, '.env.example'), 'utf8'))
if (!process.argv.includes('--check')) writeFileSync(PAGE, page)
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/reference/environment.md is stale: run npm run docs:environment')
  process.exitCode = 1
}

function render(example) {
  const [preamble, ...sections] = example.split(/^# ── /m)
  const text = (comment) => comment.replaceAll(/^# ?/gm, '').trim()
  const tables = sections.map((section) => {
    const [title, ...lines] = section.split('\n')
    return `## ${title}\n\n| Variable | Default | Meaning |\n|---|---|---|\n${rowsOf(lines).join('\n')}\n`
  })
  return `# Environment variables\n\n${text(preamble)}\n\n${tables.join('\n')}`
}

function rowsOf(lines) {
  let meaning = []
  return lines.flatMap((line) => {
    const [, name, value] = /^# ([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? []
    if (!name) {
      meaning.push(line.replace(/^# ?/, ''))
      return []
    }
    const row = `| \`${name}\` | ${value ? `\`${value}\`` : 'unset'} | ${meaning.join(' ').trim()} |`
    meaning = []
    return [row]
  })
}
