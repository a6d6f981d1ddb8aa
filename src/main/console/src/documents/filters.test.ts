import { describe, expect, it } from 'vitest'
import type { Schemas } from '../api/client'
import { auditQuery, filtersOf, isReversed, nextCursor, rowsOfEvents } from './filters'

describe('the filters of the history', () => {
  it('become the parameters of the audit events', () => {
    const query = auditQuery(filtersOf({ actor: 'root', what: 'model:7', from: '2026-11-22', to: '2026-11-22' }))

    expect(query).toMatchObject({ actor: 'root', object: 'model:7', action: undefined })
    expect(Date.parse(query.until!) - Date.parse(query.since!)).toBe(24 * 3600 * 1000)
    expect(auditQuery(filtersOf({ what: 'model.created' }))).toMatchObject({ action: 'model.created' })
  })

  it('are only those that make sense', () => {
    expect(filtersOf({ what: 'DROP TABLE', from: 'yesterday', to: '2026-99-99', actor: ['a', 'b'] })).toEqual({
      actor: '',
      what: '',
      from: '',
      to: '',
    })
    expect(isReversed(filtersOf({ from: '2026-11-22', to: '2026-11-21' }))).toBe(true)
  })
})

it('puts the events of one change into one row', () => {
  const event = (id: number, revision: number, origin: string) =>
    ({ id, revision, origin, action: 'feature.updated', effective_changes: [] }) as unknown as Schemas['AuditEntry']

  expect(
    rowsOfEvents([
      event(5, 3, 'gitlab_apply'),
      event(4, 3, 'document'),
      event(3, 3, 'document'),
      event(2, 2, 'request'),
    ]).map((row) => row.events.map((each) => each.id)),
  ).toEqual([[5], [4, 3], [2]])
})

it('finds the next page in the header', () => {
  expect(nextCursor('<http://127.0.0.1:8080/revisions?cursor=Ng%3D&per_page=5>; rel="next"')).toBe('Ng=')
  expect(nextCursor(null)).toBeNull()
})
