import { api, receive } from '../../api/client'
import { isolated } from '../../app/isolated'
import { reviewed } from '../../app/review'
import { modelsCopy } from '../../copy/models'
import type { Model } from './modelForm'

type Features = { reassign_to: number } | { unassign: true } | Record<string, never>

/**
 * Deletes a model after a review. Returns whether it was deleted.
 *
 * @param features what happens to the features that use it, with a sentence on it for the review
 */
export function deleteModel(model: Model, features: Features = {}, sentence?: string): Promise<boolean> {
  const id = model.id!
  const words = modelsCopy.remove
  const query = new URLSearchParams(Object.entries(features).map(([name, value]) => [name, String(value)])).toString()
  return reviewed({
    title: words.title(model.name),
    confirm: words.confirm,
    danger: true,
    plan: async () => {
      const { data, etag } = await receive(api.POST('/plan', { body: { delete_models: [{ id, ...features }] } }))
      return {
        plan: {
          ...data,
          sentences: [words.deletes(isolated(model.name)), ...(sentence === undefined ? [] : [sentence])],
        },
        etag,
      }
    },
    apply: (etag) =>
      receive(
        api.DELETE('/models/{id}', {
          params: { path: { id }, query: features, header: { 'If-Match': etag ?? undefined } },
        }),
      ),
    curl: (etag) => [{ method: 'DELETE', path: `models/${id}${query && `?${query}`}`, ifMatch: etag }],
  })
}
