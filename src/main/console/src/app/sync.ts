import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { api, receive } from '../api/client'

/** Synchronizes the subscription with its source. The result is shown at once. */
export function useSync() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => receive(api.POST('/subscription/sync')),
    onSuccess: ({ data }) => queries.setQueryData(['subscription'], data),
    onSettled: () => {
      void queries.invalidateQueries()
    },
  })
}
