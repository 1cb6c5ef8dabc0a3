import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// The gateway serves all files, workers and fonts included, so the playground works offline.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/playground/',
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../dist-playground', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The editor is one large chunk, loaded once from the same host.
    chunkSizeWarningLimit: 6_000,
    // The content security policy forbids the inline script of this polyfill.
    modulePreload: { polyfill: false },
  },
})
