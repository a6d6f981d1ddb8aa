import type { QueryClient } from '@tanstack/vue-query'
import { watch } from 'vue'
import { api, isStale, receive, service } from './client'
import { live, wait } from './events'

const PERIOD = 10_000
const PERIOD_OF_OUTAGES = 2_000

const isAway = () => !service.reachable || isStale()

/**
 * Asks the service for its revision now and then, until the signal aborts, so that a page that sends no request of its own learns that the
 * service or its database is away. When they are back, all that is shown is read again.
 */
export async function watchService(queries: QueryClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(isAway() ? PERIOD_OF_OUTAGES : PERIOD, signal)
    if (signal.aborted) {
      return
    }
    const wasAway = isAway()
    // What the response says, or that there is none, is noted for every request.
    await receive(api.GET('/revision', { signal })).catch(() => {})
    if (wasAway && !isAway()) {
      await queries.invalidateQueries()
    }
  }
}

/** Waits, but not after the stream of events has broken off: it is the first to notice. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const ended = new AbortController()
  const end = () => ended.abort()
  const unwatch = watch(
    () => live.connected,
    (connected) => connected || end(),
  )
  signal.addEventListener('abort', end)
  await wait(milliseconds, ended.signal)
  signal.removeEventListener('abort', end)
  unwatch()
}
