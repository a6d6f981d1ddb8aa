import type { Schemas } from '../../api/client'
import { configurationCopy as copy } from '../../copy/configuration'

export type Gateway = Schemas['Gateway']
type GatewayPatch = Schemas['GatewayPatch']

/** The settings as they are edited: what is typed is kept as text, valid or not. */
export interface GatewayForm {
  url: string
  request_timeout_seconds: string
  agent_platform_url: string
  agent_platform_tls: boolean
  vendored_models_allowed: boolean
  /** One entry in each line. */
  outbound_allowlist: string
}

export type GatewayField = keyof GatewayForm

/** A URL from the environment is not in the form: it would be stored with the next change. */
export function formOf(gateway: Gateway): GatewayForm {
  return {
    url: gateway.url_source === 'database' ? (gateway.url ?? '') : '',
    request_timeout_seconds: String(gateway.request_timeout_seconds),
    agent_platform_url: gateway.agent_platform_url ?? '',
    agent_platform_tls: gateway.agent_platform_tls,
    vendored_models_allowed: gateway.vendored_models_allowed,
    outbound_allowlist: gateway.outbound_allowlist.join('\n'),
  }
}

/** The entries of an allowlist that is edited as text. */
export function entriesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The number of the line, from 1, with an entry: blank lines are not entries. */
export function lineOfEntry(text: string, index: number): number {
  const lines = text.split('\n').map((line, at) => ({ line: at + 1, blank: line.trim() === '' }))
  return lines.filter((each) => !each.blank)[index]?.line ?? 1
}

function valueOf(form: GatewayForm, field: GatewayField): GatewayPatch[GatewayField] {
  switch (field) {
    case 'request_timeout_seconds':
      return Number(form.request_timeout_seconds.trim())
    case 'outbound_allowlist':
      return entriesOf(form.outbound_allowlist)
    case 'url':
    case 'agent_platform_url':
      return form[field].trim() || null
    default:
      return form[field]
  }
}

/** The fields whose values differ; spaces and blank lines do not count. */
export function changedFields(form: GatewayForm, stored: GatewayForm): GatewayField[] {
  return (Object.keys(form) as GatewayField[]).filter(
    (field) => JSON.stringify(valueOf(form, field)) !== JSON.stringify(valueOf(stored, field)),
  )
}

/** The change that makes the stored settings equal to the form; with the changed properties only, so that changes of others stay. */
export function patchOf(form: GatewayForm, stored: GatewayForm): GatewayPatch {
  return Object.fromEntries(changedFields(form, stored).map((field) => [field, valueOf(form, field)]))
}

/** Errors that the service could not tell from a value that is left out, by JSON Pointer. */
export function localErrors(form: GatewayForm): Record<string, string> {
  return /^\s*\d{1,9}\s*$/.test(form.request_timeout_seconds) ? {} : { '/request_timeout_seconds': copy.timeoutError }
}

/**
 * Brings what others saved in the meantime into a form that is being edited. Fields that the user did not touch take the new values.
 *
 * @returns the form, and the fields that both have changed
 */
export function rebase(
  form: GatewayForm,
  before: GatewayForm,
  now: GatewayForm,
): { form: GatewayForm; conflicts: GatewayField[] } {
  const mine = changedFields(form, before)
  const theirs = changedFields(now, before)
  const differing = changedFields(form, now)
  return {
    form: { ...now, ...Object.fromEntries(mine.map((field) => [field, form[field]])) },
    conflicts: mine.filter((field) => theirs.includes(field) && differing.includes(field)),
  }
}

const MOST_LISTED = 5

/** What a planned change does to the settings, in sentences. */
export function sentencesOf(change: Schemas['GatewayChange'] | null): string[] {
  if (change === null) {
    return []
  }
  const { before, after } = change
  const sentences: string[] = []
  const say = (field: GatewayField, value: (of: Schemas['GatewayValues']) => string) => {
    if (value(before) !== value(after)) {
      sentences.push(copy.changes.value(copy.fields[field], value(before), value(after)))
    }
  }
  say('url', (of) => of.url ?? copy.none)
  say('request_timeout_seconds', (of) => copy.seconds(of.request_timeout_seconds))
  say('agent_platform_url', (of) => of.agent_platform_url ?? copy.none)
  say('agent_platform_tls', (of) => (of.agent_platform_tls ? copy.on : copy.off))
  say('vendored_models_allowed', (of) => (of.vendored_models_allowed ? copy.changes.allowed : copy.changes.notAllowed))
  return [...sentences, ...allowlistSentences(before.outbound_allowlist, after.outbound_allowlist)]
}

function allowlistSentences(before: string[], after: string[]): string[] {
  const added = after.filter((entry) => !before.includes(entry))
  const removed = before.filter((entry) => !after.includes(entry))
  if (added.length + removed.length === 0) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [copy.changes.reorders]
  }
  return [
    ...(added.length > MOST_LISTED ? [copy.changes.addsMany(added.length)] : added.map(copy.changes.adds)),
    ...(removed.length > MOST_LISTED ? [copy.changes.removesMany(removed.length)] : removed.map(copy.changes.removes)),
  ]
}
