import { describe, expect, it } from 'vitest'
import { familiesFor, filtersOf, parametersOf, queryOf } from './modelList'

describe('filters in the address', () => {
  it('come back as they were', () => {
    const query = {
      search: 'a b',
      platform: 'vllm',
      family: 'gpt',
      in_use: 'false',
      order_by: 'family',
      sort: 'desc',
      page: '3',
    }
    expect(queryOf(filtersOf(query))).toEqual(query)
    expect(queryOf(filtersOf({}))).toEqual({})
  })

  it('ignore what is not understood', () => {
    expect(
      queryOf(filtersOf({ in_use: 'maybe', order_by: 'color', page: '-1', sort: 'up', search: ['a', 'b'] })),
    ).toEqual({})
  })

  it('become parameters', () => {
    expect(parametersOf(filtersOf({ in_use: 'false' }))).toEqual({ in_use: false, order_by: 'name', sort: 'asc' })
  })
})

it('finds the families that serve all features', () => {
  const families = [
    { id: 'a', features: ['x', 'y'] },
    { id: 'b', features: ['x'] },
  ]
  expect([...familiesFor(['x', 'y'], families)]).toEqual(['a'])
})
