// `prestart` of each process: a clear message instead of Node's "cannot find module".
import { existsSync } from 'node:fs'

if (!existsSync('dist/main.js')) {
  console.error('This is not built yet: run npm run build in the root of the repository.')
  process.exit(1)
}
