import type { Schemas } from '../../api/client'
import type { ApiError } from '../../api/problem'
import { copy } from '../../copy/en'
import { featuresCopy } from '../../copy/features'

export type Feature = Schemas['FeatureSetting']
export type Status = Schemas['ResolutionStatus']

/** What serves a feature by its own setting, with the name of the model to show it. */
export interface Choice {
  provider: Schemas['Provider']
  modelId: number | null
  vendoredModel: string | null
  modelName: string | null
}

/** A choice that is not saved, and the one that was stored when it was made. */
export interface Change {
  choice: Choice
  base: Choice
}

/** The status that the page shows: a feature without a model is not a problem while it cannot have one. */
export type ShownStatus = Status | 'unavailable'

export interface Filter {
  search: string
  status: ShownStatus | null
  problems: boolean
}

export const STATUSES: ShownStatus[] = ['ready', 'blocked', 'unassigned', 'disabled', 'unavailable']

export function statusOf(feature: Feature): ShownStatus {
  const { status } = feature.effective
  return status === 'unassigned' && !feature.available ? 'unavailable' : status
}

export function choiceOf(feature: Feature): Choice {
  return {
    provider: feature.provider,
    modelId: feature.model?.id ?? null,
    vendoredModel: feature.vendored_model,
    modelName: feature.model?.name ?? null,
  }
}

export function choiceWithout(provider: 'disabled' | 'unassigned' | 'vendored'): Choice {
  return { provider, modelId: null, vendoredModel: null, modelName: null }
}

export function choiceOfModel(model: { id: number | null; name: string }): Choice {
  return { provider: 'self_hosted', modelId: model.id, vendoredModel: null, modelName: model.name }
}

/** The value of a choice in a list of options; the same for equal choices. */
export function keyOf(choice: Choice): string {
  return [choice.provider, choice.modelId ?? choice.vendoredModel].filter((part) => part !== null).join(':')
}

export function sameChoice(one: Choice, other: Choice): boolean {
  return keyOf(one) === keyOf(other)
}

/** The item of `PATCH /features` that stores a choice. */
export function toItem(feature: string, choice: Choice): Schemas['FeatureSettingChange'] {
  switch (choice.provider) {
    case 'self_hosted':
      return { feature, provider: 'self_hosted', model_id: choice.modelId }
    case 'vendored':
      return choice.vendoredModel === null
        ? { feature, provider: 'vendored' }
        : { feature, provider: 'vendored', vendored_model: choice.vendoredModel }
    default:
      return { feature, provider: choice.provider }
  }
}

/** Whether an administrator should look at a feature: it does not work although nobody turned it off, or works with a warning. */
export function isProblem(feature: Feature): boolean {
  return ['blocked', 'unassigned'].includes(statusOf(feature)) || feature.effective.warnings.length > 0
}

export function matches(feature: Feature, filter: Filter): boolean {
  const text = `${feature.title} ${feature.feature} ${feature.model?.name ?? ''} ${feature.effective.model?.name ?? ''}`
  return (
    (filter.status === null || statusOf(feature) === filter.status) &&
    (!filter.problems || isProblem(feature)) &&
    text.toLowerCase().includes(filter.search.trim().toLowerCase())
  )
}

export interface Group {
  title: string
  description: string
  features: Feature[]
}

/** The features by main feature, in the order of the list. Groups without a feature are left out. */
export function grouped(features: Feature[], mainFeatures: { title: string; description: string }[]): Group[] {
  const descriptions = new Map(mainFeatures.map((each) => [each.title, each.description]))
  const groups = new Map<string, Group>()
  for (const feature of features) {
    const title = feature.main_feature
    const group = groups.get(title) ?? { title, description: descriptions.get(title) ?? '', features: [] }
    group.features.push(feature)
    groups.set(title, group)
  }
  return [...groups.values()]
}

/** The families that all of the features support. */
export function commonFamilies(features: Feature[]): string[] {
  const [first, ...others] = features
  return (first?.compatible_families ?? []).filter((family) =>
    others.every((each) => each.compatible_families.includes(family)),
  )
}

/** The feature with the fewest families: asking the service for its models leaves the least to sort out here. */
export function strictest(features: Feature[]): Feature | undefined {
  return features.reduce<Feature | undefined>(
    (best, each) => (best && best.compatible_families.length <= each.compatible_families.length ? best : each),
    undefined,
  )
}

/** The errors of a plan (`/features/1/model_id`) or a write (`/1/model_id`) by the features of its items. */
export function errorsByFeature(error: ApiError | null, features: string[]): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const [pointer, detail] of Object.entries(error?.fields ?? {})) {
    const index = /^(?:\/features)?\/(\d+)/.exec(pointer)?.[1]
    const feature = index === undefined ? undefined : features[Number(index)]
    if (feature !== undefined) {
      errors[feature] ??= detail
    }
  }
  return errors
}

/** The changes whose features others have changed since. */
export function conflictsIn(changes: ReadonlyMap<string, Change>, features: Feature[]): Feature[] {
  return features.filter((feature) => {
    const change = changes.get(feature.feature)
    return change !== undefined && !sameChoice(change.base, choiceOf(feature))
  })
}

/** Where to fix the reason why a feature does not work; null if it is fixed by another choice. */
export function fixOf(reason: Schemas['ResolutionReason'], feature: Feature): { to: string; text: string } | null {
  switch (reason) {
    case 'beta_features_off':
    case 'beta_models_off':
    case 'vendored_not_allowed':
    case 'gateway_not_configured':
      return { to: '/configuration', text: featuresCopy.goToConfiguration }
    case 'subscription_required':
    case 'plan_excludes_feature':
    case 'vendored_needs_online_licence':
      return { to: '/subscription', text: copy.goToSubscription }
    case 'endpoint_too_long':
      return { to: feature.model ? `/models/${feature.model.id}` : '/models', text: featuresCopy.goToModel }
    default:
      return null
  }
}
