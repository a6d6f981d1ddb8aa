import type { Schemas } from '../../api/client'
import { modelCount, type Finding } from '../../components/findings'

/** What has to be there before a feature works, in the order in which to do it. */
export interface Step {
  id: 'subscription' | 'gateway' | 'model' | 'feature'
  done: boolean
  /** The number of what is there. */
  count: number
}

/**
 * The steps of the first setup. The gateway and the models are known from the findings, of which there is at least one about each, so
 * that the page needs fewer calls.
 */
export function setupSteps(
  subscription: Schemas['Subscription'],
  findings: Finding[],
  features: Schemas['FeatureSetting'][],
): Step[] {
  const models = modelCount(findings)
  const ready = countByStatus(features).ready
  const gateway = !findings.some((each) => each.code === 'gateway_not_configured')
  return [
    { id: 'subscription', done: subscription.entitled, count: Number(subscription.entitled) },
    { id: 'gateway', done: gateway, count: Number(gateway) },
    { id: 'model', done: models > 0, count: models },
    { id: 'feature', done: ready > 0, count: ready },
  ]
}

/** How many features have each status; those that are not available do not count, unless a choice for them is stored. */
export function countByStatus(features: Schemas['FeatureSetting'][]): Record<Schemas['ResolutionStatus'], number> {
  const counts = { ready: 0, disabled: 0, unassigned: 0, blocked: 0 }
  for (const each of features.filter(isCounted)) {
    counts[each.effective.status]++
  }
  return counts
}

export function isCounted(feature: Schemas['FeatureSetting']): boolean {
  return feature.available || feature.provider !== 'unassigned'
}

/** The number of models that no feature uses. */
export function unusedModels(findings: Finding[], features: Schemas['FeatureSetting'][]): number {
  const used = new Set(features.map((each) => each.model?.id).filter((id) => id !== undefined))
  return Math.max(0, modelCount(findings) - used.size)
}
