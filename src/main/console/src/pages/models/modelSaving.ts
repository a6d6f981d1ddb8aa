import { api, body, receive, type Schemas } from '../../api/client'
import { reviewed } from '../../app/review'
import { modelsCopy } from '../../copy/models'
import { sentencesOf, type Model } from './modelForm'

const words = modelsCopy.form

/** Adds a model after a review. Returns it, or null if the user does not confirm. */
export async function addModel(
  request: Schemas['ModelRequest'],
  families: Schemas['ModelFamily'][],
): Promise<Model | null> {
  let created: Model | null = null
  await reviewed({
    title: words.addTitle(request.name.trim() || words.newTitle),
    confirm: words.confirmAdd,
    plan: async () => {
      const { data, etag } = await receive(api.POST('/plan', { body: { models: [request] } }))
      return { plan: { ...data, sentences: sentencesOf(request, null, families) }, etag }
    },
    apply: async () => {
      created = await body(api.POST('/models', { body: request }))
    },
    curl: () => [{ method: 'POST', path: 'models', body: request }],
  })
  return created
}

/** Changes a model after a review, which compares with the model as it is by then. Returns whether it was changed. */
export function changeModel(
  stored: Model,
  patch: Schemas['ModelPatch'],
  families: Schemas['ModelFamily'][],
): Promise<boolean> {
  const path = { id: stored.id! }
  return reviewed({
    title: words.saveTitle(stored.name),
    confirm: words.confirmSave,
    plan: async () => {
      const { data, etag } = await receive(api.POST('/plan', { body: { models: [{ ...path, ...patch }] } }))
      const before = await body(api.GET('/models/{id}', { params: { path } }))
      return { plan: { ...data, sentences: sentencesOf(patch, before, families) }, etag }
    },
    apply: (etag) =>
      body(api.PATCH('/models/{id}', { params: { path, header: { 'If-Match': etag ?? undefined } }, body: patch })),
    curl: (etag) => [{ method: 'PATCH', path: `models/${stored.id}`, body: patch, ifMatch: etag }],
  })
}
