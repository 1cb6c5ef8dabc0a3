import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// Everything is served by the gateway itself, workers and fonts included: the playground works with no internet.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/playground/',
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../dist-playground', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The editor is large and comes in one piece; it is loaded once, from the same machine.
    chunkSizeWarningLimit: 6_000,
    // What Vite would put into the page as a script of its own is not allowed there.
    modulePreload: { polyfill: false },
  },
})
