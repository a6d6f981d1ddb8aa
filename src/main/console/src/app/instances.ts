import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, body, receive, type Schemas } from '../api/client'

export type Instance = Schemas['GitLabInstance']
export type InstancePlan = Schemas['GitLabPlan']
export type Step = Schemas['GitLabPlanStep']

const WHILE_APPLYING = 1_000
const WHILE_FOLLOWING = 5_000
const OTHERWISE = 15_000

/** The time after which the status is read again: it changes without a new revision, so no event announces it. */
export function pollingPeriod(instances: Instance[]): number {
  if (instances.some((each) => each.status.state === 'applying')) {
    return WHILE_APPLYING
  }
  return instances.some((each) => each.follow !== 'off') ? WHILE_FOLLOWING : OTHERWISE
}

export const INSTANCES_PER_PAGE = 50

/** One page of the GitLab instances, with their total number. */
export function useInstances(page: Ref<number>) {
  return useQuery({
    queryKey: computed(() => ['gitlab-instances', 'list', page.value]),
    queryFn: () =>
      receive(api.GET('/gitlab-instances', { params: { query: { page: page.value, per_page: INSTANCES_PER_PAGE } } })),
    placeholderData: (before) => before,
    refetchInterval: (query) => pollingPeriod(query.state.data?.data ?? []),
  })
}

/** A GitLab instance, until it is gone. */
export function useInstance(id: number, gone: Ref<boolean>) {
  return useQuery({
    queryKey: ['gitlab-instances', id],
    queryFn: () => body(api.GET('/gitlab-instances/{id}', { params: { path: { id } } })),
    enabled: () => !gone.value,
    refetchInterval: (query) => pollingPeriod(query.state.data ? [query.state.data] : []),
  })
}

/** The newest comparison. There is none until the GitLab was compared. */
export function useInstancePlan(id: number, compared: Ref<boolean>) {
  return useQuery({
    queryKey: ['gitlab-instances', id, 'plan'],
    queryFn: () => body(api.GET('/gitlab-instances/{id}/plan', { params: { path: { id } } })),
    enabled: compared,
  })
}

/** Compares that GitLab now. Nothing is changed, neither there nor here. */
export function compare(id: number, sendKeys = false) {
  return receive(
    api.POST('/gitlab-instances/{id}/plan', {
      params: { path: { id }, query: sendKeys ? { send_keys: true } : {} },
    }),
  )
}
