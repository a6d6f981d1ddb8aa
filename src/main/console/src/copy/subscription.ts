import type { Schemas } from '../api/client'

type Reason = Schemas['EntitlementReason']

/** The words of Subscription. */
export const subscriptionCopy = {
  text: 'Which features and changes your GitLab subscription allows.',
  sync: 'Synchronize subscription',
  syncing: 'Synchronizing the subscription',
  synced: (entitled: boolean) =>
    entitled
      ? 'Synchronized. Your subscription includes GitLab Duo Self-Hosted.'
      : 'Synchronized. Your subscription does not include GitLab Duo Self-Hosted. The reasons are below.',
  effects: (count: number) =>
    count === 0 ? 'No feature changes.' : count === 1 ? '1 feature changes.' : `${count} features change.`,
  empty: {
    title: 'Not synchronized yet',
    text: 'Duo Config reads your subscription from GitLab or from a file. Until then, models and features cannot be changed.',
  },
  emptyViewer: 'An administrator has to synchronize it first.',
  lastError: 'The last synchronization failed',
  lastErrorKept: 'What was read before still applies.',
  lastAttempt: 'Last attempt',
  grace: {
    title: 'The subscription has expired',
    text: 'Features keep working until the grace period ends. Changes are not possible until you renew the subscription and synchronize it.',
    until: 'End of the grace period',
  },
  details: 'Details',
  plan: 'Plan',
  licenseType: 'License',
  licenseTypes: {
    online_cloud: 'Online license',
    offline_cloud: 'Offline license',
    legacy_license: 'Legacy license file',
  } satisfies Record<Schemas['LicenseType'], string>,
  starts: 'Starts',
  expires: 'Expires',
  never: 'Never',
  unknown: 'Unknown',
  source: 'Source',
  sources: { gitlab: 'GitLab', file: 'File' } as Record<string, string>,
  lastSync: 'Last synchronized',
  entitlements: {
    title: 'Entitlements',
    text: 'One of them is enough to change the configuration. Each feature needs its own.',
    names: {
      duo_enterprise: 'GitLab Duo Enterprise',
      agent_platform: 'GitLab Duo Agent Platform',
    } satisfies Record<Schemas['GrantedEntitlement']['id'], string>,
    uses: {
      duo_enterprise: 'Code suggestions, GitLab Duo Chat, and the other features of Duo Enterprise.',
      agent_platform: 'Agents, flows, and the other features of the Agent Platform.',
    } satisfies Record<Schemas['GrantedEntitlement']['id'], string>,
    entitled: 'Entitled',
    notEntitled: 'Not entitled',
    inGrace: 'In grace period',
  },
  reasons: {
    entitled: 'The plan and the add-ons include it.',
    never_synced: 'The subscription has never been synchronized.',
    plan_not_eligible: 'The plan is neither Premium nor Ultimate.',
    expired: 'The subscription has expired, and so has the grace period.',
    in_grace: 'The subscription has expired. Features keep working during the grace period.',
    add_on_missing: 'The subscription does not have the add-on.',
    add_on_inactive: 'The add-on has no seats or has expired.',
    not_started: 'The subscription or the add-on has not started yet.',
  } satisfies Record<Reason, string>,
  addOns: {
    title: 'Add-ons',
    none: 'The subscription has no add-ons.',
    name: 'Add-on',
    names: {
      duo_enterprise: 'GitLab Duo Enterprise',
      duo_pro: 'GitLab Duo Pro',
      duo_core: 'GitLab Duo Core',
      duo_amazon_q: 'GitLab Duo with Amazon Q',
      self_hosted_dap: 'Self-hosted Agent Platform',
    } as Record<string, string>,
    seats: 'Seats',
    starts: 'Starts',
    ends: 'Inactive from',
    state: 'State',
    active: 'Active',
    inactive: 'Inactive',
  },
}

/** The name of a plan, which the service has in lower case. */
export function planName(plan: string): string {
  return plan.charAt(0).toUpperCase() + plan.slice(1)
}
