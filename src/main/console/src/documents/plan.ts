import type { Schemas } from '../api/client'
import { isolated } from '../app/isolated'
import type { Plan } from '../app/review'
import { documentsCopy as copy } from '../copy/documents'

export type ConfigurationDocument = Schemas['ConfigurationDocument']
export type ConfigurationPlan = Schemas['ConfigurationPlan']

/** How many things of one kind the review names; it counts the others. */
const MOST_NAMED = 10

/** Whether a document would change anything. */
export function isEmpty(plan: ConfigurationPlan): boolean {
  const { create, update, delete: deleted } = plan.models
  return plan.gateway === null && create.length + update.length + deleted.length + plan.features.length === 0
}

/**
 * The configuration after a plan, in the form of the documents of the service. It is compared instead of what the user sent, which can be in
 * another order, without defaults, and with API keys.
 *
 * @param order the IDs of all features, in the order of the documents
 */
export function afterPlan(
  document: ConfigurationDocument,
  plan: ConfigurationPlan,
  order: string[],
): ConfigurationDocument {
  const models = new Map(document.models.map((model) => [model.name, model]))
  plan.models.delete.forEach((model) => models.delete(model.name))
  plan.models.update.forEach((change) => models.delete(change.before.name))
  for (const model of [...plan.models.update.map((change) => change.after), ...plan.models.create]) {
    models.set(model.name, model)
  }
  const features = new Map(document.features.map((choice) => [choice.feature, choice]))
  for (const { feature, after } of plan.features) {
    if (after.provider === 'unassigned') {
      features.delete(feature)
    } else {
      features.set(feature, {
        feature,
        provider: after.provider,
        model: after.model,
        ...(after.vendored_model === null ? {} : { vendored_model: after.vendored_model }),
      })
    }
  }
  return inOrder(
    {
      gateway: plan.gateway?.after ?? document.gateway,
      models: [...models.values()],
      features: [...features.values()],
    },
    order,
  )
}

/** A document in an order that depends on nothing but its content. */
export function inOrder(document: ConfigurationDocument, order: string[]): ConfigurationDocument {
  const position = new Map(order.map((feature, index) => [feature, index]))
  const at = (feature: string) => position.get(feature) ?? order.length
  return {
    gateway: document.gateway,
    models: document.models.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    features: document.features.toSorted((a, b) => at(a.feature) - at(b.feature)),
  }
}

/** The index of the model in the document that a warning is about. */
function modelOf(pointer: string): number | null {
  const index = /^\/models\/(\d+)/.exec(pointer)?.[1]
  return index === undefined ? null : Number(index)
}

/**
 * The plan as the review shows it: what it does to models and to choices in sentences, and keys that would be missing in one warning.
 *
 * @param nameOf the name of a model of the document by its index, if it is known
 */
export function asReview(
  plan: ConfigurationPlan,
  keysLost: (names: string[]) => string,
  nameOf: (model: number) => string | undefined,
): Plan {
  const named = plan.warnings.map((warning) => {
    const model = modelOf(warning.pointer)
    return { ...warning, name: model === null ? undefined : nameOf(model) }
  })
  const isLost = (warning: (typeof named)[number]) => warning.code === 'api_key_missing' && warning.name !== undefined
  const lost = named.filter(isLost).map((warning) => warning.name!)
  return {
    effective_changes: plan.effective_changes,
    warnings: [
      ...(lost.length === 0 ? [] : [{ code: 'api_key_missing', detail: keysLost(lost.map(isolated)) }]),
      ...named
        .filter((warning) => !isLost(warning))
        .map(({ code, detail, name }) => ({
          code,
          detail: name === undefined || detail.includes(name) ? detail : `${isolated(name)}: ${detail}`,
        })),
    ],
    sentences: sentencesOf(plan),
  }
}

function sentencesOf(plan: ConfigurationPlan): string[] {
  const { create, update, delete: deleted } = plan.models
  const named = (all: string[], sentence: (names: string, count: number) => string) =>
    all.length === 0 ? [] : [sentence(listed(all), all.length)]
  return [
    ...(plan.gateway === null ? [] : [copy.sentences.gateway]),
    ...named(
      create.map((model) => model.name),
      copy.sentences.creates,
    ),
    ...named(
      update.map((change) => change.name),
      copy.sentences.updates,
    ),
    ...named(
      deleted.map((model) => (model.has_api_key ? copy.sentences.withKey(isolated(model.name)) : model.name)),
      copy.sentences.deletes,
    ),
    ...(plan.features.length === 0 ? [] : [copy.sentences.choices(plan.features.length)]),
  ]
}

function listed(names: string[]): string {
  const shown = (names.length > MOST_NAMED ? names.slice(0, MOST_NAMED - 1) : names).map(isolated)
  const rest = names.length - shown.length
  return shown.join(', ') + (rest > 0 ? copy.sentences.andMore(rest) : '')
}
