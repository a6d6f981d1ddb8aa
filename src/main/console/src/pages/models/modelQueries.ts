import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, receive, type Schemas } from '../../api/client'
import { useCatalogue } from '../../api/queries'

const PAGE = 100

/** All items of a list, page by page, up to a number of pages. */
export async function everyPage<T>(
  get: (page: number) => Promise<{ data: T[]; total: number | null }>,
  pages = 100,
): Promise<T[]> {
  const items: T[] = []
  for (let page = 1; page <= pages; page++) {
    const { data, total } = await get(page)
    items.push(...data)
    if (data.length < PAGE || items.length >= (total ?? Infinity)) {
      break
    }
  }
  return items
}

/** The model families of the catalogue. */
export function useFamilies() {
  return useQuery({
    queryKey: ['model-families', 'all'],
    queryFn: () =>
      everyPage<Schemas['ModelFamily']>((page) =>
        receive(api.GET('/models/families', { params: { query: { page, per_page: PAGE } } })),
      ),
  })
}

/** The group of features whose models must call tools. */
const AGENT_PLATFORM = 'GitLab Duo Agent Platform'

/** The ids of the features of the Agent Platform; none in a catalogue without it. */
export function useAgentFeatures() {
  const { data } = useCatalogue()
  return computed(
    () =>
      new Set(
        data.value?.main_features.filter((each) => each.title === AGENT_PLATFORM).flatMap((each) => each.features),
      ),
  )
}
