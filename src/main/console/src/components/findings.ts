import type { RouteLocationRaw } from 'vue-router'
import type { Schemas } from '../api/client'
import { inConsoleWords } from '../app/wording'
import { diagnosticsCopy, remedies } from '../copy/diagnostics'

export type Finding = Schemas['Finding']
export type Area = keyof typeof diagnosticsCopy.areas

/** In the order in which to fix problems. */
const AREAS: Record<string, Area> = {
  subscription: 'subscription',
  gateway: 'gateway',
  models: 'models',
  features: 'features',
  'gitlab-instances': 'instances',
}

/** Findings about connections, which only checks make. */
const CHECKED = /^((gateway|model)_check_|check_not_run$|gateway_version_differs$)/

/** Blocked features are fixed elsewhere, depending on the reason. */
const FIXED_IN: Record<string, 'subscription' | 'configuration'> = {
  feature_blocked_subscription_required: 'subscription',
  feature_blocked_plan_excludes_feature: 'subscription',
  feature_blocked_beta_features_off: 'configuration',
  feature_blocked_beta_models_off: 'configuration',
  feature_blocked_gateway_not_configured: 'configuration',
  family_not_offered: 'configuration',
}

export const FILTERS = ['problems', 'error', 'warning', 'ok', 'all'] as const
export type Filter = (typeof FILTERS)[number]

function areaOf(finding: Finding): Area {
  return AREAS[finding.subject.split('/')[1] ?? ''] ?? 'service'
}

export function isShown(finding: Finding, filter: Filter): boolean {
  return filter === 'all' || (filter === 'problems' ? finding.severity !== 'ok' : finding.severity === filter)
}

/** The findings of each part of the configuration, in their order. */
export function byArea(findings: Finding[]): { area: Area; findings: Finding[] }[] {
  const groups: { area: Area; findings: Finding[] }[] = []
  for (const finding of findings) {
    const area = areaOf(finding)
    const group = groups.find((each) => each.area === area)
    if (group) {
      group.findings.push(finding)
    } else {
      groups.push({ area, findings: [finding] })
    }
  }
  return groups
}

/** What to do about a finding, in the terms of the console; null if nothing is to be done. */
export function remedyOf(finding: Finding): string | null {
  return finding.remedy === null ? null : (remedies[finding.code] ?? inConsoleWords(finding.remedy))
}

/** The page of the console on which a finding can be fixed, with the label of the link; null if there is none. */
export function fixOf(finding: Finding): { to: RouteLocationRaw; label: string } | null {
  const elsewhere = FIXED_IN[finding.code]
  if (elsewhere) {
    return { to: `/${elsewhere}`, label: diagnosticsCopy.fixes[elsewhere] }
  }
  if (finding.code === 'no_models') {
    return { to: '/models/new', label: diagnosticsCopy.fixes.addModel }
  }
  switch (areaOf(finding)) {
    case 'subscription':
      return { to: '/subscription', label: diagnosticsCopy.fixes.subscription }
    case 'gateway':
      return { to: '/configuration', label: diagnosticsCopy.fixes.configuration }
    case 'models':
      return { to: finding.subject, label: diagnosticsCopy.fixes.model }
    case 'features':
      return { to: finding.subject, label: diagnosticsCopy.fixes.feature }
    case 'instances':
      return { to: finding.subject, label: diagnosticsCopy.fixes.instance }
    default:
      return null
  }
}

/**
 * The current findings about the stored configuration, with those of earlier checks among them: those about the gateway after the
 * gateway, and those about a model after the models. Models that no longer exist are left out.
 */
export function withChecks(current: Finding[], checked: Finding[]): Finding[] {
  const subjects = new Set(current.map((each) => each.subject))
  const checks = checked.filter((each) => CHECKED.test(each.code) && subjects.has(each.subject))
  return byArea(current).flatMap(({ area, findings }) => [
    ...findings,
    ...checks.filter((each) => areaOf(each) === area),
  ])
}

export function isCheck(finding: Finding): boolean {
  return CHECKED.test(finding.code)
}

/** The number of models: the service has at least one finding about each. */
export function modelCount(findings: Finding[]): number {
  return new Set(findings.map((each) => each.subject).filter((subject) => /^\/models\/\d+$/.test(subject))).size
}
