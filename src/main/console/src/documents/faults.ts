import type { ApiError } from '../api/problem'
import { lineIn, lineOf, type TextFault } from './locate'

/** The faults of a document that the service did not accept; null if the problem is not in the document. */
export function faultsOf(error: ApiError, text: string): TextFault[] | null {
  if (error.status === 422 || error.status === 409) {
    const errors = error.problem?.errors ?? []
    return errors.length === 0
      ? [{ line: null, detail: error.message }]
      : errors
          .map((each) => ({ line: lineOf(text, each.pointer), detail: each.detail }))
          .sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  }
  return error.status === 413 || ['malformed-yaml', 'malformed-json', 'body-missing'].includes(error.code)
    ? [{ line: lineIn(error.message), detail: error.message }]
    : null
}
