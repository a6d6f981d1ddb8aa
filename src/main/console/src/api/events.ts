import type { QueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { noteRevision, serviceUrl } from './client'
import { session } from './session'

/** Whether the console learns about changes as they happen. */
export const live = reactive({ connected: false })

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000
/** The service sends a comment every 15 seconds, unless it is configured otherwise. A silent connection is lost. */
const LONGEST_SILENCE = 120_000

let lastRevision = 0

/**
 * Follows `/events` until the signal aborts or the session ends, and reads again all that is shown after each change. The stream needs the
 * token in a header, so it is read with fetch and not with EventSource.
 */
export async function follow(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE
  while (!signal.aborted && !session.expired) {
    try {
      await stream(queries, signal, () => {
        pause = FIRST_PAUSE
      })
    } catch {
      // The connection was lost or refused: try again below.
    }
    live.connected = false
    await wait(pause, signal)
    pause = Math.min(2 * pause, LONGEST_PAUSE)
  }
}

async function stream(queries: QueryClient, signal: AbortSignal, connected: () => void): Promise<void> {
  const { token } = session
  const response = await fetch(`${serviceUrl}events`, {
    headers: { Accept: 'text/event-stream', Authorization: `Bearer ${token}` },
    cache: 'no-store',
    signal,
  })
  if (response.status === 401) {
    session.expired = token === session.token
  }
  if (!response.ok || response.body === null) {
    return
  }
  live.connected = true
  connected()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const silence = setTimeout(() => void reader.cancel(), LONGEST_SILENCE)
    const { done, value } = await reader.read().finally(() => clearTimeout(silence))
    if (done) {
      return
    }
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('data:')) {
        await changed(queries, (JSON.parse(line.slice('data:'.length)) as { revision: number }).revision)
      }
    }
  }
}

async function changed(queries: QueryClient, revision: number): Promise<void> {
  const first = lastRevision === 0
  lastRevision = Math.max(lastRevision, revision)
  noteRevision(revision)
  if (!first) {
    await queries.invalidateQueries()
  }
}

export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
