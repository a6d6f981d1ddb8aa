import { instancesCopy } from '../../copy/instances'
import type { Step } from '../../app/instances'
import { isolated } from '../../app/isolated'

/** A property that a step changes. Null stands for no value. */
export interface Change {
  label: string
  before: string | null
  after: string | null
}

type Values = Record<string, unknown>

const copy = instancesCopy.steps

/** The properties that a step changes, with names that people read. */
export function changesOf(step: Step, titles: Record<string, string>): Change[] {
  const before = (step.before ?? {}) as Values
  const after = (step.after ?? {}) as Values
  if (step.action === 'set_features') {
    return featuresOf(step).map((feature) => ({
      label: titles[feature] ?? feature,
      before: choiceText(before[feature] as Values | undefined),
      after: choiceText(after),
    }))
  }
  // The name of a new model, and of one to delete, is the subject of the step.
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => key !== 'name' || step.action === 'update_model',
  )
  return keys
    .map((key) => ({ label: copy.properties[key] ?? key, before: valueOf(key, before), after: valueOf(key, after) }))
    .filter((change) => change.before !== change.after)
}

/** The features that a step is about. */
function featuresOf(step: Step): string[] {
  const named = (step.after as Values | null)?.features
  return Array.isArray(named) ? named.map(String) : Object.keys(step.before ?? {})
}

/** The step as a sentence, for the review before it is made. */
export function sentenceOf(step: Step, titles: Record<string, string>): string {
  const words = instancesCopy.sentences
  const changes = changesOf(step, titles)
    .map((each) =>
      words.change(isolated(each.label), each.before && isolated(each.before), each.after && isolated(each.after)),
    )
    .join(', ')
  const name = isolated(step.subject)
  if (step.action === 'update_model' && changes === '' && step.api_key === 'sent') {
    return words.send_key(name)
  }
  const sentence = {
    set_gateway: () => words.set_gateway(changes),
    create_model: () => words.create_model(name, text((step.after as Values | null)?.endpoint)),
    update_model: () => words.update_model(name, changes === '' ? copy.apiKey : changes),
    set_features: () => words.set_features(changes),
    delete_model: () => words.delete_model(name),
  }[step.action]()
  const key = step.api_key === null || step.action === 'delete_model' ? '' : words.keys[step.api_key]
  return [sentence, key].filter(Boolean).join(' ')
}

function valueOf(key: string, values: Values): string | null {
  const value = text(values[key])
  return value !== null && key === 'provider' ? (copy.platforms[value] ?? value) : value
}

function choiceText(choice: Values | undefined): string | null {
  if (choice === undefined) {
    return null
  }
  switch (choice.provider) {
    case 'self_hosted':
      return text(choice.model)
    case 'disabled':
      return copy.disabled
    case 'unassigned':
      return copy.unassigned
    default:
      return text(choice.vendored_model) ?? copy.vendored
  }
}

function text(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value)
}
