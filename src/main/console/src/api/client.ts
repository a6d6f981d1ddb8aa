import createClient, { type Middleware } from 'openapi-fetch'
import { reactive } from 'vue'
import { copy } from '../copy/en'
import { ApiError, asApiError, type Problem } from './problem'
import type { components, paths } from './schema'
import { onUserChange, session } from './session'

export type Schemas = components['schemas']

/** The URL of the service: the console is at `console/` below it, also below the path of a proxy. Ends with a slash. */
export const serviceUrl = new URL('../', document.baseURI).href

/** What responses say about the service as a whole. */
export const service = reactive({
  /** The newest revision that any response or event named. */
  revision: 0,
  /** Seconds since the service last heard from its database; null before the first response. */
  snapshotAge: null as number | null,
  /** Whether the last request got a response. */
  reachable: true,
})

const STALE_AFTER_SECONDS = 5

/** Whether the service cannot reach its database, and responds from memory. */
export const isStale = () => (service.snapshotAge ?? 0) > STALE_AFTER_SECONDS

/** Reads that wait until the instance that responds has seen a revision, so that users see their own writes on every replica. */
const WAITING = /\/features(\/[^/]+(\/effective-model)?)?$/

const middleware: Middleware = {
  onRequest({ request }) {
    // Until the user signs in again, polling would only be rejected again and again.
    if (session.expired) {
      throw new ApiError(401, 'session-ended', copy.sessionEnded, null, null)
    }
    if (session.token !== null) {
      request.headers.set('Authorization', `Bearer ${session.token}`)
    }
    const url = new URL(request.url)
    if (request.method === 'GET' && service.revision > 0 && WAITING.test(url.pathname)) {
      url.searchParams.set('min_revision', String(service.revision))
      return new Request(url, request)
    }
    return request
  },
  async onResponse({ request, response }) {
    service.reachable = true
    noteRevision(Number(response.headers.get('Config-Revision') ?? 0))
    const age = response.headers.get('Snapshot-Age')
    service.snapshotAge = age === null ? service.snapshotAge : Number(age)
    if (response.status === 401 && isCurrent(request.headers.get('Authorization'))) {
      session.expired = true
    }
    if (!response.ok && response.status !== 304) {
      throw await errorOf(response)
    }
    return response
  },
  onError({ error, request }) {
    // A request that the console itself gave up says nothing about the service.
    if (!request.signal.aborted && (error as Error).name !== 'AbortError') {
      service.reachable = false
    }
    return asApiError(error)
  },
}

export const api = createClient<paths>({
  baseUrl: serviceUrl.replace(/\/$/, ''),
  cache: 'no-store',
  fetch: untilUserChange,
})
api.use(middleware)

/** A successful response: its body, and the headers that pages use. */
export interface Received<T> {
  data: T
  etag: string | null
  /** The number of all items of a list, of which this is a page. */
  total: number | null
  effectiveChanges: number | null
}

/** Waits for a call of {@link api}. Fails with an {@link ApiError}. */
export async function receive<T>(call: Promise<{ data?: T; response: Response }>): Promise<Received<T>> {
  try {
    const { data, response } = await call
    return {
      data: data as T,
      etag: response.headers.get('ETag'),
      total: numberOf(response.headers.get('X-Total')),
      effectiveChanges: numberOf(response.headers.get('Effective-Changes')),
    }
  } catch (error) {
    throw asApiError(error)
  }
}

/** The body of a call of {@link api}. Fails with an {@link ApiError}. */
export async function body<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  return (await receive(call)).data
}

/** Whether a request has the token in use: that of an older one says nothing about the session. */
function isCurrent(authorization: string | null): boolean {
  return session.token !== null && authorization === `Bearer ${session.token}`
}

const running = new Set<AbortController>()
onUserChange(() => running.forEach((request) => request.abort()))

async function untilUserChange(request: Request): Promise<Response> {
  const stop = new AbortController()
  request.signal.addEventListener('abort', () => stop.abort())
  running.add(stop)
  try {
    return await fetch(request, { signal: stop.signal })
  } finally {
    running.delete(stop)
  }
}

export function noteRevision(revision: number): void {
  service.revision = Math.max(service.revision, revision)
}

/** What a response without success says. */
export async function errorOf(response: Response): Promise<ApiError> {
  const retryAfter = numberOf(response.headers.get('Retry-After'))
  try {
    const problem = (await response.clone().json()) as Problem
    return new ApiError(response.status, problem.code, problem.detail, problem, retryAfter)
  } catch {
    return new ApiError(response.status, 'no-problem', `The response has status ${response.status}.`, null, retryAfter)
  }
}

function numberOf(header: string | null): number | null {
  return header === null ? null : Number(header)
}
