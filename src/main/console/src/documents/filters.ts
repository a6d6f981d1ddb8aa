import type { LocationQuery } from 'vue-router'
import type { Schemas } from '../api/client'

/** The filters of the history, as in the URL of the page. */
export interface HistoryFilters {
  actor: string
  /** A kind of object (`model`), an object (`model:7`), or an action (`model.created`). */
  what: string
  /** The first and the last day, in the time zone of the browser, such as `2026-11-22`. */
  from: string
  to: string
}

/** What the history shows of one revision, or of the events of one revision that match the filters. */
export interface HistoryRow {
  key: string
  revision: number
  at: string
  actor: string
  actions: string[]
  effectiveChanges: number
  /** The sentence of the service; null for events, which are told one by one. */
  summary: string | null
  events: Schemas['AuditEntry'][]
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

export function filtersOf(query: LocationQuery): HistoryFilters {
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const day = (name: string) => (DAY.test(one(name)) && !Number.isNaN(Date.parse(one(name))) ? one(name) : '')
  return {
    actor: one('actor'),
    what: /^[a-z_]+([.:].+)?$/.test(one('what')) ? one('what') : '',
    from: day('from'),
    to: day('to'),
  }
}

export function isFiltered(filters: HistoryFilters): boolean {
  return Object.values(filters).some((each) => each !== '')
}

/** Whether the days are in the wrong order; the service rejects that. */
export function isReversed(filters: HistoryFilters): boolean {
  return filters.from !== '' && filters.to !== '' && filters.from > filters.to
}

/** The parameters of `GET /audit-events`. The last day belongs to the result. */
export function auditQuery(filters: HistoryFilters) {
  const isAction = filters.what.includes('.') && !filters.what.includes(':')
  return {
    actor: filters.actor || undefined,
    action: isAction ? filters.what : undefined,
    object: filters.what !== '' && !isAction ? filters.what : undefined,
    since: filters.from === '' ? undefined : startOf(filters.from).toISOString(),
    until: filters.to === '' ? undefined : startOf(filters.to, 1).toISOString(),
  }
}

export function rowOfRevision(entry: Schemas['RevisionEntry']): HistoryRow {
  return {
    key: String(entry.revision),
    revision: entry.revision,
    at: entry.at,
    actor: entry.actor,
    actions: entry.actions,
    effectiveChanges: entry.effective_changes,
    summary: entry.summary,
    events: [],
  }
}

/** One row for the events of one change. An apply to a GitLab instance is a change of its own, although it creates no revision. */
export function rowsOfEvents(events: Schemas['AuditEntry'][]): HistoryRow[] {
  const rows: HistoryRow[] = []
  for (const event of events) {
    const last = rows.at(-1)
    const apart = event.origin === 'gitlab_apply'
    if (last?.revision === event.revision && !apart && last.events[0]?.origin !== 'gitlab_apply') {
      last.events.push(event)
      last.actions = [...new Set([...last.actions, event.action])]
    } else {
      rows.push({
        key: `${event.revision}-${event.id}`,
        revision: event.revision,
        at: event.at,
        actor: event.actor,
        actions: [event.action],
        effectiveChanges: event.effective_changes.length,
        summary: null,
        events: [event],
      })
    }
  }
  return rows
}

/** The start of the next page, from the header `Link`; null on the last page. */
export function nextCursor(link: string | null): string | null {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return url === undefined ? null : new URL(url, 'http://service').searchParams.get('cursor')
}

function startOf(day: string, later = 0): Date {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year!, month! - 1, date! + later)
}
