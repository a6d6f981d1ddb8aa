import type { Schemas } from '../../api/client'
import { asApiError } from '../../api/problem'
import { instancesCopy } from '../../copy/instances'
import { compare, type Instance } from '../../app/instances'
import type { Plan } from '../../app/review'
import { isolated } from '../../app/isolated'
import { sentenceOf } from './steps'

/** The input of the form. The token is empty unless a new one was entered. */
export interface Draft {
  name: string
  url: string
  token: string
  follow: Schemas['GitLabFollow']
  delete_models: Schemas['GitLabDeleteModels']
}

type Patch = Schemas['GitLabInstancePatch']

const copy = instancesCopy.changes

export function draftOf(instance?: Instance): Draft {
  return {
    name: instance?.name ?? '',
    url: instance?.url ?? '',
    token: '',
    follow: instance?.follow ?? 'off',
    delete_models: instance?.delete_models ?? 'own',
  }
}

/** The properties that the user changed. Changes that others made in the meantime stay as they are. */
export function patchOf(base: Draft, draft: Draft): Patch {
  const patch: Patch = {}
  if (draft.name !== base.name) patch.name = draft.name
  if (movesFrom(base, draft)) patch.url = draft.url.trim()
  if (draft.token !== '') patch.token = draft.token.trim()
  if (draft.follow !== base.follow) patch.follow = draft.follow
  if (draft.delete_models !== base.delete_models) patch.delete_models = draft.delete_models
  return patch
}

/** Whether the URL is another one, for which the stored token was not given. */
export function movesFrom(base: Draft, draft: Draft): boolean {
  return plain(base.url) !== plain(draft.url)
}

function plain(url: string): string {
  return url.trim().replace(/\/+$/, '')
}

/** The errors of the fields. A taken name is a conflict, which names no field. */
export function fieldErrors(failure: unknown): Record<string, string> {
  const error = asApiError(failure)
  return error.code === 'name-taken' ? { '/name': error.message } : error.fields
}

/** The changes of a GitLab instance as sentences; without an id, those of adding it. */
export function sentencesOf(base: Draft, draft: Draft, added: boolean): string[] {
  const patch = patchOf(base, draft)
  const follow = (mode: Draft['follow']) => instancesCopy.follow[mode].name
  if (added) {
    return [
      copy.adds(isolated(draft.name), draft.url.trim()),
      copy.followNew(follow(draft.follow), instancesCopy.follow[draft.follow].text),
      ...(draft.follow === 'off' ? [copy.quiet] : []),
    ]
  }
  return [
    ...(patch.name === undefined ? [] : [copy.name(isolated(base.name), isolated(draft.name))]),
    ...(patch.url === undefined ? [] : [copy.url(base.url, draft.url.trim())]),
    ...(patch.token === undefined ? [] : [copy.token]),
    ...(patch.follow === undefined ? [] : [copy.follow(follow(base.follow), follow(draft.follow))]),
    ...(patch.follow === 'report' ? [copy.compares] : []),
    ...(patch.delete_models === undefined
      ? []
      : [
          copy.deleteModels(
            instancesCopy.deleteModels[base.delete_models].name,
            instancesCopy.deleteModels[draft.delete_models].name,
          ),
        ]),
  ]
}

/**
 * The changes that a GitLab gets by itself once the form is saved, because it is kept equal to this configuration. They are shown before,
 * like those of an apply.
 */
export async function enforcedBy(
  id: number | null,
  base: Draft,
  draft: Draft,
  titles: Record<string, string>,
): Promise<Pick<Plan, 'warnings'> & { sentences: string[] }> {
  const patch = patchOf(base, draft)
  const deletes = patch.delete_models === 'own' ? [{ code: 'deletes', detail: copy.deletes }] : []
  if (draft.follow !== 'enforce') {
    return { sentences: [], warnings: [] }
  }
  if (id === null || patch.url !== undefined || patch.token !== undefined) {
    return { sentences: [], warnings: [{ code: 'blind', detail: copy.blind }] }
  }
  if (patch.follow === undefined) {
    return { sentences: [], warnings: deletes }
  }
  try {
    const { data } = await compare(id)
    return data.in_sync
      ? { sentences: [copy.inSync], warnings: deletes }
      : {
          sentences: [copy.enforces(data.steps.length), ...data.steps.map((step) => sentenceOf(step, titles))],
          warnings: [{ code: 'enforces', detail: copy.alone }, ...deletes],
        }
  } catch (failure) {
    return {
      sentences: [],
      warnings: [{ code: 'not-comparable', detail: copy.notComparable(asApiError(failure).message) }, ...deletes],
    }
  }
}
