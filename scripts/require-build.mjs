// `prestart` of each process: a sentence where Node would say that it cannot find a module.
import { existsSync } from 'node:fs'

if (!existsSync('dist/main.js')) {
  console.error('This is not built yet: run npm run build in the root of the repository.')
  process.exit(1)
}
