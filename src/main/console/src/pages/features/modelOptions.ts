import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, receive, type Schemas } from '../../api/client'
import { asApiError } from '../../api/problem'
import { useCatalogue, useGateway, useSubscription } from '../../api/queries'
import { featuresCopy as words } from '../../copy/features'
import { commonFamilies, strictest, type Feature } from './choices'
import { debounced } from './pendingChoices'

const PAGE = 100
/** Lists of more models than a page are searched, so they show fewer: drawing many options delays typing. */
const SHOWN = 50
const PAUSE = 200

/** The first page of all models: mostly all there are, so that lists need nothing more. */
export function useFirstModels() {
  return useQuery({
    queryKey: ['models', 'first'],
    queryFn: () => receive(api.GET('/models', { params: { query: { per_page: PAGE } } })),
  })
}

/** The models that can be chosen for all of the features, and that match the search. */
export function useModelOptions(features: Ref<Feature[]>, search: Ref<string>) {
  const first = useFirstModels()
  const all = computed(() => first.data.value?.data ?? [])
  // With more models than a page, the service searches.
  const complete = computed(() => (first.data.value?.total ?? 0) <= all.value.length)
  const feature = computed(() => strictest(features.value)?.feature)
  const term = debounced(search, PAUSE)
  const found = useQuery({
    queryKey: ['models', 'compatible', feature, term],
    queryFn: ({ signal }) =>
      receive(
        api.GET('/models', {
          params: {
            query: { compatible_with: feature.value, search: term.value.trim() || undefined, per_page: SHOWN },
          },
          signal,
        }),
      ),
    enabled: () => first.isSuccess.value && !complete.value && feature.value !== undefined,
    placeholderData: keepPreviousData,
  })

  const source = computed(() => (complete.value ? first : found))
  const searching = computed(() => !complete.value && (found.isFetching.value || term.value !== search.value))
  const models = computed(() => {
    const families = new Set(commonFamilies(features.value))
    const text = search.value.trim().toLowerCase()
    return (
      (source.value.data.value?.data ?? [])
        .filter((each) => families.has(each.family))
        // Also until the service has found others: the first option is the one that the Enter key chooses.
        .filter((each) => (!complete.value && !searching.value) || textOf(each).includes(text))
        .sort((one, other) => rank(one) - rank(other))
    )
  })
  /** The number of models that match, also of those that are not loaded; null if only the service could tell. */
  const total = computed(() => {
    if (complete.value) {
      return models.value.length
    }
    const { data = [], total: matching = 0 } = found.data.value ?? {}
    const more = (matching ?? 0) - data.length
    return more <= 0 ? models.value.length : models.value.length === data.length ? matching : null
  })
  return {
    models,
    total,
    pending: computed(() => source.value.isPending.value),
    searching,
    error: computed(() => (source.value.isError.value ? asApiError(source.value.error.value) : null)),
    retry: () => void source.value.refetch(),
  }
}

/** Why GitLab's own models cannot be chosen at the moment; null if they can, undefined if the catalogue does not offer them. */
export function useVendoredReason() {
  const catalogue = useCatalogue()
  const gateway = useGateway()
  const subscription = useSubscription()
  return computed(() => {
    const { providers = [], version } = catalogue.data.value ?? {}
    if (!providers.includes('vendored')) {
      return undefined
    }
    if (gateway.data.value?.vendored_models_allowed === false) {
      return words.reasons.vendored_not_allowed
    }
    const license = subscription.data.value?.license_type ?? 'online_cloud'
    // With other versions, the plan of the choice says whether it can be saved.
    return version === '19.4' && license !== 'online_cloud' ? words.reasons.vendored_needs_online_licence : null
  })
}

function textOf(model: Schemas['Model']): string {
  return `${model.name} ${model.identifier} ${model.endpoint ?? ''} ${model.family_name}`.toLowerCase()
}

/** Generally available families first; the order within is that of the service. */
function rank(model: Schemas['Model']): number {
  return model.release_state === 'ga' ? 0 : 1
}
