import { AsyncResource } from 'node:async_hooks'
import { isTracing } from '@setrum/service-runtime'
import { Client, type Dispatcher, Pool } from 'undici'

interface TracedOptions extends Dispatcher.DispatchOptions {
  caller?: AsyncResource
}

/**
 * Creates a connection pool. With tracing, a request that waited for a connection is sent in the async context of its
 * caller: the pool alone would send it in the context of the request that ended, as a part of another trace.
 */
export function createPool(origin: string, options: Pool.Options, isTraced = isTracing()): Dispatcher {
  if (!isTraced) return new Pool(origin, options)
  const factory = (to: URL, clientOptions: object) => new TracedClient(to, clientOptions)
  return new Pool(origin, { ...options, factory }).compose((dispatch) => (request, handler) => {
    const traced: TracedOptions = { ...request, caller: new AsyncResource('dispatch') }
    return dispatch(traced, handler)
  })
}

class TracedClient extends Client {
  override dispatch(options: TracedOptions, handler: Dispatcher.DispatchHandler): boolean {
    const dispatch = () => super.dispatch(options, handler)
    return options.caller ? options.caller.runInAsyncScope(dispatch) : dispatch()
  }
}
