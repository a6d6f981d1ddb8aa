import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, body } from './client'

/** Queries that several pages use. Their keys begin with the name of the resource. */

export function useFeatures() {
  return useQuery({
    queryKey: ['features'],
    queryFn: () => body(api.GET('/features', { params: { query: { include_unavailable: true } } })),
  })
}

/** The display names of all features by their ids. */
export function useFeatureTitles() {
  const { data } = useFeatures()
  return computed(() => Object.fromEntries((data.value ?? []).map((each) => [each.feature, each.title])))
}

export function useCatalogue() {
  return useQuery({ queryKey: ['catalogue'], queryFn: () => body(api.GET('/catalogue')), staleTime: Infinity })
}

export function useSubscription(enabled?: Ref<boolean>) {
  return useQuery({ queryKey: ['subscription'], queryFn: () => body(api.GET('/subscription')), enabled })
}

export function useGateway() {
  return useQuery({ queryKey: ['gateway'], queryFn: () => body(api.GET('/gateway')) })
}

export function useDiagnostics(enabled?: Ref<boolean>) {
  return useQuery({ queryKey: ['diagnostics'], queryFn: () => body(api.GET('/diagnostics')), enabled })
}
