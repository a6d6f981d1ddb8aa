import { service } from '../api/client'
import { reviewed } from '../app/review'
import { historyCopy as copy } from '../copy/history'
import { putDocument, readDocument, revisionOf } from './calls'
import { asReview, isEmpty } from './plan'

/**
 * Shows what restoring a revision would do, and restores it if the user confirms. Returns whether it was restored.
 *
 * @throws ApiError if the old document is not accepted any longer, such as one with a feature that only another catalogue has
 */
export function restoreRevision(revision: number): Promise<boolean> {
  let text = ''
  return reviewed({
    title: copy.restoring.title(revision),
    confirm: copy.restoreOf(revision),
    done: copy.restoring.done(revision),
    plan: async () => {
      const document = (await readDocument(revision)).data
      text = JSON.stringify(document)
      const { data: plan, etag } = await putDocument(text, { dry_run: true, restored_from: revision })
      const review = asReview(plan, copy.restoring.keysLost, (model) => document.models[model]?.name)
      const next = (revisionOf(etag) || service.revision) + 1
      const first = isEmpty(plan) ? copy.restoring.same(revision) : copy.restoring.makes(next, revision)
      return { plan: { ...review, sentences: [first, ...(review.sentences ?? [])] }, etag }
    },
    apply: (etag) => putDocument(text, { restored_from: revision }, etag),
    curl: (etag) => [
      { method: 'GET', path: `configuration?at_revision=${revision}`, output: `revision-${revision}.json` },
      {
        method: 'PUT',
        path: `configuration?restored_from=${revision}`,
        file: `revision-${revision}.json`,
        ifMatch: etag,
      },
    ],
  })
}
