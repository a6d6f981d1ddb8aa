import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Schemas } from '../../api/client'
import type { Model, Platform } from './modelForm'

export const ORDERS = ['name', 'family', 'platform', 'created_at', 'updated_at'] as const
export const PER_PAGE = 20

export interface ModelFilters {
  search: string
  platform: string
  family: string
  /** `true`, `false`, or empty for both. */
  inUse: '' | 'true' | 'false'
  orderBy: (typeof ORDERS)[number]
  descending: boolean
  page: number
}

/** The filters in an address; what is not understood is left at its default. */
export function filtersOf(query: LocationQuery): ModelFilters {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const inUse = text('in_use')
  const orderBy = ORDERS.find((each) => each === text('order_by')) ?? 'name'
  const page = Number(text('page'))
  return {
    search: text('search'),
    platform: text('platform'),
    family: text('family'),
    inUse: inUse === 'true' || inUse === 'false' ? inUse : '',
    orderBy,
    descending: text('sort') === 'desc',
    page: Number.isInteger(page) && page > 1 ? page : 1,
  }
}

/** The query of an address with these filters, without those at their defaults. */
export function queryOf(filters: ModelFilters): LocationQueryRaw {
  return {
    ...(filters.search && { search: filters.search }),
    ...(filters.platform && { platform: filters.platform }),
    ...(filters.family && { family: filters.family }),
    ...(filters.inUse && { in_use: filters.inUse }),
    ...(filters.orderBy !== 'name' && { order_by: filters.orderBy }),
    ...(filters.descending && { sort: 'desc' }),
    ...(filters.page > 1 && { page: String(filters.page) }),
  }
}

/** Whether the filters leave anything out. */
export function isFiltered(filters: ModelFilters): boolean {
  return Boolean(filters.search || filters.platform || filters.family || filters.inUse)
}

/** The parameters of `GET /models`. */
export function parametersOf(filters: ModelFilters) {
  return {
    ...(filters.search && { search: filters.search }),
    ...(filters.platform && { platform: filters.platform as Schemas['Platform'] }),
    ...(filters.family && { family: filters.family }),
    ...(filters.inUse && { in_use: filters.inUse === 'true' }),
    order_by: filters.orderBy,
    sort: filters.descending ? ('desc' as const) : ('asc' as const),
  }
}

/** How the API key of a model is. */
export function keyStateOf(model: Model, platform: Platform | undefined): 'set' | 'missing' | 'unreadable' | 'unused' {
  if (model.warnings.some((each) => each.code === 'api_key_unreadable')) {
    return 'unreadable'
  }
  if (model.has_api_key) {
    return 'set'
  }
  return platform?.api_key === 'none' ? 'unused' : 'missing'
}

/** The ids of families whose models can serve all of these features. */
export function familiesFor(
  features: string[],
  families: Pick<Schemas['ModelFamily'], 'id' | 'features'>[],
): Set<string> {
  return new Set(
    families.filter((family) => features.every((each) => family.features.includes(each))).map((family) => family.id),
  )
}
