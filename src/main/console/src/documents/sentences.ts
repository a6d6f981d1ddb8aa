import type { Schemas } from '../api/client'
import { historyCopy as copy } from '../copy/history'

/** A sentence; the values in it are texts of users or of other servers, which are shown apart. */
export type Sentence = (string | { value: string })[]

/** What an audit event says: the change, and how each property changed. */
interface Told {
  headline: Sentence
  details: Sentence[]
}

/** Finds the name of the model of a choice: events have its ID only. */
export type ModelName = (feature: string, id: number, side: 'before' | 'after') => string

type State = Record<string, unknown>
type Event = Schemas['AuditEntry']
type Document = Schemas['ConfigurationDocument']

/** Says what an audit event recorded. */
export function told(event: Event, modelName: ModelName, titles: Record<string, string> = {}): Told {
  const before = stateOf(event.before)
  const after = stateOf(event.after)
  const name = { value: event.object_name ?? event.object_id ?? '' }
  switch (event.action) {
    case 'gateway.updated':
      return { headline: [`${copy.actions[event.action]}.`], details: propertyChanges(before, after) }
    case 'gateway.environment_url_changed':
      return { headline: changed(copy.properties['environment_url']!, event.before, event.after), details: [] }
    case 'model.created':
    case 'gitlab_instance.created':
      return { headline: [name, copy.wasCreated[event.object_type]!], details: propertyChanges({}, after) }
    case 'model.updated':
    case 'gitlab_instance.updated':
      return { headline: [name, copy.wasChanged[event.object_type]!], details: propertyChanges(before, after) }
    case 'model.deleted':
    case 'gitlab_instance.deleted':
      return { headline: [name, copy.wasDeleted[event.object_type]!], details: propertyChanges({}, before, true) }
    case 'feature.updated':
      return {
        headline: [
          name,
          copy.changedFrom,
          ...choice(before, event.object_id ?? '', 'before', modelName),
          copy.to,
          ...choice(after, event.object_id ?? '', 'after', modelName),
          '.',
        ],
        details: [],
      }
    case 'gitlab_instance.applied':
      return { headline: [copy.appliedTo, name, '.'], details: steps(after, titles) }
    case 'catalogue.changed':
      return { headline: changed(copy.properties['catalogue']!, event.before, event.after), details: [] }
    default:
      return {
        headline: [`${copy.actions[event.action] ?? copy.otherAction(event.action)}.`],
        details: propertyChanges(before, after),
      }
  }
}

/** How each property changed; without a state before, what each one is. */
export function propertyChanges(before: State, after: State, were = false): Sentence[] {
  const result: Sentence[] = []
  for (const name of Object.keys({ ...before, ...after })) {
    const label = copy.properties[name] ?? humanized(name)
    const [from, to] = [before[name], after[name]]
    if (name === 'api_key' || name === 'token') {
      const sentence = secretChange(name, from, to, before, after, were)
      if (sentence !== null) {
        result.push([sentence])
      }
    } else if (name.endsWith('_changed') || name === 'name' || JSON.stringify(from) === JSON.stringify(to)) {
      if (name === 'name' && from !== undefined && from !== to) {
        result.push(changed(label, from, to))
      }
    } else if (from === undefined && !were) {
      if (to !== null) {
        result.push([`${label}: `, ...shown(name, to), '.'])
      }
    } else if (were) {
      if (to !== null) {
        result.push([`${label}${copy.was}`, ...shown(name, to), '.'])
      }
    } else if (Array.isArray(from) && Array.isArray(to) && [...from, ...to].every((each) => typeof each === 'string')) {
      result.push(...listChanges(label, from as string[], to as string[]))
    } else {
      result.push(changed(label, from, to, name))
    }
  }
  return result
}

/** The names of models by the documents before and after, by the events of the change, or else by what was in effect. */
export function modelNames(events: Event[], before: Document | null, after: Document | null): ModelName {
  const byId = new Map<string, string>()
  for (const event of events) {
    if (event.object_type === 'model' && event.object_id !== null && event.object_name !== null) {
      byId.set(event.object_id, event.object_name)
    }
  }
  return (feature, id, side) => {
    const document = side === 'before' ? before : after
    return (
      document?.features.find((each) => each.feature === feature)?.model ??
      byId.get(String(id)) ??
      events.find((event) => event.object_id === feature)?.effective_changes.find((each) => each.feature === feature)?.[
        side
      ].model ??
      copy.modelById(id)
    )
  }
}

function choice(state: State, feature: string, side: 'before' | 'after', modelName: ModelName): Sentence {
  switch (state['provider']) {
    case 'self_hosted':
      return [{ value: modelName(feature, Number(state['model_id']), side) }]
    case 'vendored':
      return typeof state['vendored_model'] === 'string'
        ? [copy.vendoredModel, { value: state['vendored_model'] }]
        : [copy.vendored]
    case 'disabled':
      return [copy.disabled]
    default:
      return [copy.noChoice]
  }
}

function steps(after: State, titles: Record<string, string>): Sentence[] {
  const list = Array.isArray(after['steps']) ? (after['steps'] as Schemas['GitLabPlanStep'][]) : []
  return list.map((step) => [
    copy.steps[step.action] ?? humanized(step.action),
    ...(step.action === 'set_gateway'
      ? []
      : [
          ' ',
          {
            value:
              step.action === 'set_features'
                ? step.subject
                    .split(', ')
                    .map((feature) => titles[feature] ?? feature)
                    .join(', ')
                : step.subject,
          },
        ]),
    step.outcome === null ? '' : `: ${copy.outcomes[step.outcome] ?? step.outcome}`,
    ...(step.reason === null ? ['.'] : ['. ', { value: step.reason }]),
  ])
}

function secretChange(
  name: string,
  from: unknown,
  to: unknown,
  before: State,
  after: State,
  were: boolean,
): string | null {
  const label = copy.properties[name]!
  if (were) {
    return to === null || to === undefined ? null : copy.secretDeleted(label)
  }
  if (after[`${name}_changed`] !== true) {
    return null
  }
  if (to === null || to === undefined) {
    return copy.secretRemoved(label)
  }
  return Object.keys(before).length === 0 || from === null || from === undefined
    ? copy.secretSet(label)
    : copy.secretReplaced(label)
}

function listChanges(label: string, from: string[], to: string[]): Sentence[] {
  const added = to.filter((each) => !from.includes(each))
  const removed = from.filter((each) => !to.includes(each))
  const list = (items: string[]): Sentence => items.flatMap((item, i) => [i === 0 ? '' : ', ', { value: item }])
  const result: Sentence[] = []
  if (added.length > 0) {
    result.push([copy.addedTo(label), ...list(added), '.'])
  }
  if (removed.length > 0) {
    result.push([copy.removedFrom(label), ...list(removed), '.'])
  }
  return result.length > 0 ? result : [[copy.reordered(label)]]
}

function changed(label: string, from: unknown, to: unknown, name = ''): Sentence {
  return [`${label}${copy.changedFrom}`, ...shown(name, from), copy.to, ...shown(name, to), '.']
}

function shown(name: string, value: unknown): Sentence {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return [copy.nothing]
  }
  if (typeof value === 'boolean') {
    return [value ? copy.on : copy.off]
  }
  if (typeof value === 'number') {
    return [name.endsWith('_seconds') ? copy.seconds(value) : String(value)]
  }
  if (Array.isArray(value)) {
    return value.flatMap((each, i) => [i === 0 ? '' : ', ', ...shown('', each)])
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value as State).filter(([, each]) => each !== null)
    return parts.flatMap(([key, each], i) =>
      key === 'name'
        ? [i === 0 ? '' : ', ', { value: String(each) }]
        : [`${i === 0 ? '' : ', '}${humanized(key).toLowerCase()} `, ...shown(key, each)],
    )
  }
  return [{ value: String(value) }]
}

function stateOf(state: Event['before']): State {
  return state !== null && typeof state === 'object' ? (state as State) : {}
}

function humanized(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
