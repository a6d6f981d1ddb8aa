import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { api, body, receive, type Schemas } from '../../api/client'
import { ApiError, asApiError } from '../../api/problem'
import { isolated } from '../../app/isolated'
import { reviewed } from '../../app/review'
import { choiceText, featuresCopy as words } from '../../copy/features'
import {
  choiceOf,
  conflictsIn,
  errorsByFeature,
  sameChoice,
  toItem,
  type Change,
  type Choice,
  type Feature,
} from './choices'

const PAUSE = 300

/** Choices that collect on the page until they are saved together, with what they would do. */
export function usePendingChoices(features: Ref<Feature[] | undefined>, titles: Ref<Record<string, string>>) {
  const queries = useQueryClient()
  const changes = reactive(new Map<string, Change>())
  const failure = shallowRef<{ error: ApiError; features: string[] } | null>(null)

  const items = computed(() =>
    (features.value ?? []).flatMap((each) => {
      const change = changes.get(each.feature)
      return change ? [toItem(each.feature, change.choice)] : []
    }),
  )
  const conflicts = computed(() => conflictsIn(changes, features.value ?? []))

  // A choice that somebody else stored in the meantime is not a change any longer.
  watch(features, (now) => {
    const stored = new Map(now?.map((each) => [each.feature, choiceOf(each)]))
    for (const [feature, change] of [...changes]) {
      const current = stored.get(feature)
      if (current === undefined || sameChoice(current, change.choice)) {
        changes.delete(feature)
      }
    }
  })

  /** The feature that was chosen for last, to which the focus returns when the bar goes away. */
  let last = ''

  function choose(feature: Feature, choice: Choice): void {
    const stored = choiceOf(feature)
    failure.value = null
    last = feature.feature
    if (sameChoice(choice, stored)) {
      changes.delete(feature.feature)
    } else {
      changes.set(feature.feature, { choice, base: stored })
    }
  }

  function keepTheirs(feature: Feature): void {
    changes.delete(feature.feature)
  }

  function useMine(feature: Feature): void {
    const change = changes.get(feature.feature)
    if (change !== undefined) {
      choose(feature, change.choice)
    }
  }

  function discard(): void {
    changes.clear()
    failure.value = null
  }

  const planned = shallowRef<Schemas['FeatureSettingChange'][]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(items, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      planned.value = now
    }, PAUSE)
  })
  onScopeDispose(() => clearTimeout(timer))
  const preview = useQuery({
    queryKey: ['plan', planned],
    queryFn: () => body(api.POST('/plan', { body: { features: planned.value } })),
    enabled: () => planned.value.length > 0 && planned.value === items.value,
    retry: false,
  })
  const current = computed(() => planned.value === items.value && items.value.length > 0)
  const plan = computed(() => (current.value ? (preview.data.value ?? null) : null))
  const planError = computed(() => (current.value && preview.error.value ? asApiError(preview.error.value) : null))
  const errors = computed(() => ({
    ...errorsByFeature(
      planError.value,
      planned.value.map((each) => each.feature),
    ),
    ...(failure.value ? errorsByFeature(failure.value.error, failure.value.features) : {}),
  }))

  /** Reads the features, so that the page shows what others changed; returns them with their tag. */
  async function fresh() {
    const { data, etag } = await receive(api.GET('/features', { params: { query: { include_unavailable: true } } }))
    queries.setQueryData(['features'], data)
    return { data, etag }
  }

  function describe({ feature, before, after }: Schemas['ChoiceChange']): string {
    const fallback = features.value?.find((each) => each.feature === feature)?.fallback_feature ?? null
    const text = (choice: Schemas['NamedChoice']) =>
      choiceText(
        { provider: choice.provider, modelId: null, vendoredModel: choice.vendored_model, modelName: choice.model },
        fallback === null ? null : (titles.value[fallback] ?? fallback),
      )
    return words.review.change(titles.value[feature] ?? feature, isolated(text(before)), isolated(text(after)))
  }

  /** Shows the plan of all changes and saves them if the user confirms. Returns whether they were saved. */
  async function save(): Promise<boolean> {
    const sent = items.value
    failure.value = null
    try {
      return await reviewed({
        title: words.review.title(sent.length),
        confirm: words.review.save,
        plan: async () => {
          // The tag is older than the plan: a change by others in between is a conflict, and not part of the plan.
          const { data, etag } = await fresh()
          if (conflictsIn(changes, data).length > 0) {
            throw new ApiError(412, 'precondition-failed', '', null, null)
          }
          const result = await body(api.POST('/plan', { body: { features: sent } }))
          return { plan: { ...result, sentences: result.features.map(describe) }, etag }
        },
        apply: async (etag) => {
          const saved = await body(
            api.PATCH('/features', { params: { header: { 'If-Match': etag ?? undefined } }, body: sent }),
          )
          const byId = new Map(saved.map((each) => [each.feature, each]))
          queries.setQueryData<Feature[]>(['features'], (old) => old?.map((each) => byId.get(each.feature) ?? each))
          discard()
        },
        conflict: async () => conflictsIn(changes, (await fresh()).data).length > 0,
        curl: (etag) => [{ method: 'PATCH', path: 'features', body: sent, ifMatch: etag }],
      })
    } catch (error) {
      failure.value = { error: asApiError(error), features: sent.map((each) => each.feature) }
      return false
    }
  }

  return { changes, conflicts, errors, plan, planError, choose, keepTheirs, useMine, discard, save, last: () => last }
}

export type PendingChoices = ReturnType<typeof usePendingChoices>

/** A value that follows another one after a pause, for searches on the server. */
export function debounced(source: Ref<string>, pause: number): Ref<string> {
  const result = ref(source.value)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      result.value = now
    }, pause)
  })
  onScopeDispose(() => clearTimeout(timer))
  return result
}
