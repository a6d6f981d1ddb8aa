import { shallowReactive } from 'vue'
import type { Schemas } from '../api/client'
import type { CurlRequest } from '../api/curl'
import { ApiError, asApiError } from '../api/problem'
import { onUserChange } from '../api/session'

/** What a change would do, as the service plans it. */
export interface Plan {
  effective_changes: Schemas['EffectiveChange'][]
  warnings: { code: string; detail: string }[]
  /** Sentences on what changes besides, such as "Deletes the model Mixtral". */
  sentences?: string[]
  /** Whether the change is made in another server: the sentences are all of it, and no feature changes here. */
  elsewhere?: boolean
}

/** A change that the user is about to make. No page writes without showing one. */
export interface Review {
  title: string
  /** The label of the button that makes the change, such as "Save changes". */
  confirm: string
  danger?: boolean
  /** Pages to read before confirming, such as terms that the change accepts. */
  links?: { text: string; href: string }[]
  /** The message after the change; empty if the page itself shows the outcome. */
  done?: string
  /** Plans the change without making it. The tag is sent back with the change. */
  plan: () => Promise<{ plan: Plan; etag: string | null }>
  /** Makes the change if nothing that it changes has changed since the plan. */
  apply: (etag: string | null) => Promise<unknown>
  /** After a 412: whether the page shows what others changed, so that the user decides there. Otherwise the plan is made again. */
  conflict?: () => Promise<boolean>
  /** The request of the change, to repeat in a terminal; several if the change takes several. */
  curl: (etag: string | null) => CurlRequest[]
}

interface Pending {
  review: Review | null
  resolve: (done: boolean) => void
  reject: (error: ApiError) => void
}

export const pending = shallowReactive<Pending>({ review: null, resolve: () => {}, reject: () => {} })
onUserChange(() => pending.resolve(false))

/**
 * Shows what a change would do, and makes it if the user confirms. Returns whether the change was made.
 *
 * @throws ApiError if the service rejects what the user entered (422 or 409), or if `conflict` says that the page shows a conflict
 *   (412): the page shows it at its fields
 */
export function reviewed(review: Review): Promise<boolean> {
  pending.resolve(false)
  return new Promise((resolve, reject) => {
    pending.review = review
    pending.resolve = (done) => {
      pending.review = null
      resolve(done)
    }
    pending.reject = (error) => {
      pending.review = null
      reject(asApiError(error))
    }
  })
}
