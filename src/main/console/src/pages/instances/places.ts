import type { RouteLocationRaw } from 'vue-router'
import type { Schemas } from '../../api/client'
import { instancesCopy } from '../../copy/instances'

/** Codes whose cause is a model that is stored here, by its name. */
const OF_MODELS = ['api_key_unknown_here', 'api_key_unreadable', 'name_taken_there']
const OF_FEATURES = ['feature_endpoint_too_long', 'sends_to_gitlab']

/** The page of the console where an administrator can change what a manual step is about; null if it is to do in GitLab only. */
export function placeOf(
  entry: Schemas['GitLabManualStep'],
  titles: Record<string, string>,
): { to: RouteLocationRaw; label: string } | null {
  const copy = instancesCopy.comparison
  if (OF_MODELS.includes(entry.code)) {
    return { to: { path: '/models', query: { search: entry.subject } }, label: copy.openModel(entry.subject) }
  }
  const title = titles[entry.subject]
  if (OF_FEATURES.includes(entry.code) && title !== undefined) {
    return { to: `/features/${entry.subject}`, label: copy.openFeature(title) }
  }
  return entry.subject.startsWith('gateway') ? { to: '/configuration', label: copy.openSettings } : null
}
