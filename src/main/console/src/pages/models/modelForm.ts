import type { Schemas } from '../../api/client'
import type { ApiError } from '../../api/problem'
import { isolated } from '../../app/isolated'
import { modelsCopy } from '../../copy/models'

export type Model = Schemas['Model']
export type Platform = Schemas['CataloguePlatform']

/** What the form of a model holds. Texts are never null, as inputs have it. */
export interface ModelInput {
  name: string
  family: string
  platform: Schemas['Platform'] | ''
  endpoint: string
  identifier: string
  iamRole: string
  /** A new key; null to remove the stored one; undefined to keep it. */
  apiKey: string | null | undefined
}

export type ModelField = 'name' | 'family' | 'endpoint' | 'identifier' | 'iam_role' | 'api_key'

const MODEL_FIELDS: ModelField[] = ['name', 'family', 'endpoint', 'identifier', 'iam_role', 'api_key']

/** The form of a stored model, or an empty one. */
export function inputOf(model: Model | null): ModelInput {
  return {
    name: model?.name ?? '',
    family: model?.family ?? '',
    platform: model?.platform ?? '',
    endpoint: model?.endpoint ?? '',
    identifier: model?.identifier ?? '',
    iamRole: model?.iam_role ?? '',
    apiKey: undefined,
  }
}

/** The platform that an identifier names; null as long as it names none. */
export function platformOf(identifier: string, platforms: Platform[]): Platform | null {
  if (!identifier.includes('/')) {
    return null
  }
  return (
    platforms.find((each) => each.prefix !== null && identifier.trim().startsWith(each.prefix)) ??
    platforms.find((each) => each.prefix === null) ??
    null
  )
}

/** The identifier after another platform was chosen: the same model id behind the other prefix. */
export function identifierOn(platform: Platform, identifier: string, platforms: Platform[]): string {
  const known = platforms.find((each) => each.prefix !== null && identifier.startsWith(each.prefix))
  const id = known?.prefix ? identifier.slice(known.prefix.length) : identifier
  if (platform.prefix === null) {
    return id
  }
  // A prefix that is not listed is one of another platform too.
  return platform.prefix + (known ? id : id.slice(id.indexOf('/') + 1))
}

/** Which fields a model has on its platform. A stored value stays visible on the platform that it was stored for. */
export function fieldsOf(platform: Platform | null, stored: Model | null) {
  const same = stored !== null && stored.platform === (platform?.id ?? null)
  return {
    endpoint: platform?.endpoint !== 'none' || (same && stored.endpoint !== null),
    apiKey: platform?.api_key !== 'none' || (same && stored.has_api_key),
    iamRole: platform?.iam_role === true || (same && stored.iam_role !== null),
  }
}

/** The body of `POST /models`. */
export function requestOf(input: ModelInput, platform: Platform | null): Schemas['ModelRequest'] {
  const fields = fieldsOf(platform, null)
  const request: Schemas['ModelRequest'] = {
    name: input.name,
    family: input.family,
    identifier: input.identifier.trim(),
  }
  if (fields.endpoint && input.endpoint.trim() !== '') {
    request.endpoint = input.endpoint.trim()
  }
  if (fields.iamRole && input.iamRole.trim() !== '') {
    request.iam_role = input.iamRole.trim()
  }
  if (fields.apiKey && input.apiKey) {
    request.api_key = input.apiKey
  }
  return request
}

/** The body of `PATCH /models/{id}`: what the form has changed, and what the chosen platform does not have. */
export function patchOf(input: ModelInput, stored: Model, platform: Platform | null): Schemas['ModelPatch'] {
  const fields = fieldsOf(platform, stored)
  const patch: Schemas['ModelPatch'] = {}
  const text = (value: string) => value.trim() || null
  if (input.name.trim() !== stored.name) {
    patch.name = input.name
  }
  if (input.family !== stored.family) {
    patch.family = input.family
  }
  if (input.identifier.trim() !== stored.identifier) {
    patch.identifier = input.identifier.trim()
  }
  const endpoint = fields.endpoint ? text(input.endpoint) : null
  if (endpoint !== stored.endpoint) {
    patch.endpoint = endpoint
  }
  const iamRole = fields.iamRole ? text(input.iamRole) : null
  if (iamRole !== stored.iam_role) {
    patch.iam_role = iamRole
  }
  if (!fields.apiKey || input.apiKey === null) {
    if (stored.has_api_key) {
      patch.api_key = null
    }
  } else if (input.apiKey) {
    patch.api_key = input.apiKey
  }
  return patch
}

/** The body of `POST /models/check`. A stored model lends its key unless the form has another one or removes it. */
export function draftOf(input: ModelInput, stored: Model | null, platform: Platform | null): Schemas['ModelDraft'] {
  const fields = fieldsOf(platform, stored)
  const draft: Schemas['ModelDraft'] = {
    family: input.family,
    identifier: input.identifier.trim(),
    endpoint: fields.endpoint ? input.endpoint.trim() || null : null,
    iam_role: fields.iamRole ? input.iamRole.trim() || null : null,
  }
  if (stored !== null) {
    draft.id = stored.id
  }
  if (!fields.apiKey || input.apiKey === null) {
    draft.api_key = null
  } else if (input.apiKey) {
    draft.api_key = input.apiKey
  }
  return draft
}

/** Errors by field, from a write of one model or from a plan with one model; those of no field are at `''`. */
export function fieldErrors(error: ApiError): Partial<Record<ModelField | '', string>> {
  const errors: Partial<Record<ModelField | '', string>> = {}
  for (const [pointer, detail] of Object.entries(error.fields)) {
    errors[fieldAt(pointer)] ??= detail
  }
  if (Object.keys(errors).length === 0) {
    // Conflicts of a single write have no pointers.
    const field = { 'name-taken': 'name', 'family-in-use': 'family' }[error.code] as ModelField | undefined
    errors[field ?? ''] = error.message
  }
  return errors
}

/** What the user left out, in fewer words than the service, which does not know what is on the page. */
export function missingIn(input: ModelInput, platform: Platform | null): Partial<Record<ModelField, string>> {
  const words = modelsCopy.form
  return {
    ...(input.family === '' && { family: words.familyRequired }),
    ...(platform?.prefix &&
      input.identifier.trim() === platform.prefix && { identifier: words.identifierRequired(platform.prefix) }),
    ...(platform?.endpoint === 'required' && input.endpoint.trim() === '' && { endpoint: words.endpointRequired }),
  }
}

/** The field of a model at a JSON Pointer into a model or a plan with one model. */
export function fieldAt(pointer: string): ModelField | '' {
  const name = pointer.replace(/^\/models\/0/, '').replace(/^\//, '')
  return (MODEL_FIELDS as string[]).includes(name) ? (name as ModelField) : ''
}

/** What a write changes, in sentences; never with a key. */
export function sentencesOf(
  item: Schemas['PlanModel'],
  before: Model | null,
  families: { id: string; name: string }[],
): string[] {
  const words = modelsCopy.form
  const familyName = (id: string | null | undefined) => families.find((each) => each.id === id)?.name ?? id ?? ''
  if (before === null) {
    return [words.adds(isolated(item.name ?? ''), familyName(item.family)), ...(item.api_key ? [words.setsKey] : [])]
  }
  const sentences = (['name', 'family', 'identifier', 'endpoint', 'iam_role'] as const).flatMap((field) => {
    const [from, to] = [before[field], item[field]]
    const [old, next] =
      field === 'family' ? [familyName(from), familyName(to)] : [isolated(from ?? ''), isolated(to ?? '')]
    if (to === undefined || to === from) {
      return []
    }
    return next
      ? [old ? words.changes(words.fieldNames[field]!, old, next) : words.sets(words.fieldNames[field]!, next)]
      : [words.clears(words.fieldNames[field]!, old)]
  })
  if (item.api_key) {
    sentences.push(before.has_api_key ? words.replacesKey : words.setsKey)
  } else if (item.api_key === null && before.has_api_key) {
    sentences.push(words.removesKey)
  }
  return sentences
}
