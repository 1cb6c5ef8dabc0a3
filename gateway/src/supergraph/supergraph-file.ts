import { readFileSync, type StatsListener, unwatchFile, watchFile } from 'node:fs'
import type { SupergraphManager, SupergraphSdlUpdateFunction } from '@apollo/gateway'
import type { Logger } from '@setrum/service-runtime'

/** Polls the file's status: this also notices replaced files, and the symbolic links of a mounted ConfigMap. */
const WATCH_INTERVAL_MS = 500

export interface SupergraphFileOptions {
  path: string
  /** Prepares the execution of a new supergraph. Throws when it cannot be served. */
  prepare: (supergraphSdl: string) => void
  logger: Logger
}

/**
 * The composed supergraph as a file that may change while the gateway runs. An invalid file is rejected and logged, and
 * the previous supergraph remains in use.
 */
export class SupergraphFile implements SupergraphManager {
  readonly #options: SupergraphFileOptions

  constructor(options: SupergraphFileOptions) {
    this.#options = options
  }

  /** @throws Error when the file cannot be read or served at start */
  async initialize({ update }: { update: SupergraphSdlUpdateFunction }) {
    const { path, prepare } = this.#options
    const supergraphSdl = readFileSync(path, 'utf8')
    prepare(supergraphSdl)
    const onChange: StatsListener = () => this.#reload(update)
    watchFile(path, { interval: WATCH_INTERVAL_MS, persistent: false }, onChange)
    return { supergraphSdl, cleanup: async () => unwatchFile(path, onChange) }
  }

  #reload(update: SupergraphSdlUpdateFunction): void {
    const { path, prepare, logger } = this.#options
    try {
      const supergraphSdl = readFileSync(path, 'utf8')
      prepare(supergraphSdl)
      update(supergraphSdl)
      logger.info({ event: 'supergraph.updated', path }, 'the supergraph file is in use')
    } catch (err) {
      logger.error(
        { event: 'supergraph.rejected', path, err },
        'the supergraph file is invalid; the previous one stays',
      )
    }
  }
}
