import type { QueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { api, body } from '../../api/client'
import { asApiError, type ApiError } from '../../api/problem'
import { onUserChange } from '../../api/session'
import type { Step } from '../../app/instances'

/** An apply that was begun in this console. */
export interface Apply {
  running: boolean
  /** All steps with their outcomes; null while it runs, and if it did not get as far as the steps. */
  steps: Step[] | null
  failure: ApiError | null
}

/** The last apply of each GitLab instance, kept while the user is on other pages. */
export const applies = reactive<Record<number, Apply>>({})
let user = 0
onUserChange(() => {
  user++
  Object.keys(applies).forEach((id) => delete applies[Number(id)])
})

const POLLING_PERIOD = 500

/**
 * Applies a plan that the user has confirmed. Returns once the steps are being made, because all of them can take minutes; the outcome is
 * then in {@link applies}.
 *
 * @throws ApiError if nothing was done, for example because the plan is outdated (412)
 */
export async function startApply(
  queries: QueryClient,
  id: number,
  etag: string | null,
  sendKeys: boolean,
): Promise<void> {
  const startedBy = user
  let settled = false
  let begun = false
  const all = body(
    api.POST('/gitlab-instances/{id}/apply', {
      params: {
        path: { id },
        query: sendKeys ? { send_keys: true } : {},
        header: etag === null ? {} : { 'If-Match': etag },
      },
    }),
  )
    .then((plan) => {
      applies[id] = { running: false, steps: plan.steps, failure: null }
    })
    .catch((error: unknown) => {
      if (startedBy !== user) {
        return
      }
      const failure = asApiError(error)
      const steps = failure.problem?.steps ?? null
      if (!begun && steps === null) {
        throw failure
      }
      applies[id] = { running: false, steps, failure }
    })
    .finally(() => {
      settled = true
      void queries.invalidateQueries()
    })
  const beginning = async () => {
    while (!settled && !begun) {
      await new Promise((resolve) => setTimeout(resolve, POLLING_PERIOD))
      const now = await body(api.GET('/gitlab-instances/{id}', { params: { path: { id } } })).catch(() => null)
      if (!settled && now?.status.state === 'applying') {
        begun = true
        applies[id] = { running: true, steps: null, failure: null }
      }
    }
  }
  await Promise.race([all, beginning()])
  if (!begun) {
    await all
  }
}
