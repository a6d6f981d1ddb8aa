import type { components } from './schema'

export type Problem = components['schemas']['Problem']

/** A response that is not a success, or no response at all (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problem: Problem | null,
    /** Seconds after which the service asks to try again; null if it does not. */
    readonly retryAfter: number | null,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  get requestId(): string | null {
    return this.problem?.request_id ?? null
  }

  /** The errors of a form, by JSON Pointer such as `/endpoint`; the first one of each field. */
  get fields(): Record<string, string> {
    const fields: Record<string, string> = {}
    for (const error of this.problem?.errors ?? []) {
      fields[error.pointer ?? ''] ??= error.detail
    }
    return fields
  }

  /** Whether trying again can succeed without a change by the user. */
  get transient(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 502 || this.status === 504 || this.status === 429
  }
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError
    ? error
    : new ApiError(0, 'no-response', String((error as Error)?.message ?? error), null, null)
}
