import type { Schemas } from '../api/client'

type Severity = Schemas['Finding']['severity']

/** The words of Diagnostics, and of findings elsewhere. */
export const diagnosticsCopy = {
  text: 'Problems with the configuration, in the order in which to fix them.',
  run: 'Run checks',
  runHelp: 'Checks also connect to the AI gateway and to each model.',
  cancel: 'Cancel checks',
  running: (models: number) =>
    `Checking the AI gateway and ${models === 1 ? '1 model' : `${models} models`}. This takes up to a minute.`,
  elapsed: (seconds: number) => `${seconds} s`,
  ran: (failed: number, passed: number) =>
    failed > 0
      ? `Checks finished: ${failed} failed, ${passed} passed.`
      : `Checks finished: ${passed === 1 ? '1 passed' : `${passed} passed`}, none failed.`,
  changedSince: 'The configuration has changed since the last checks. Run them again.',
  lastChecks: 'Last checks',
  fixOf: (fix: string, problem: string) => `${fix}: ${problem}`,
  filter: 'Severity',
  filters: { problems: 'Problems', error: 'Errors', warning: 'Warnings', ok: 'OK', all: 'All' },
  severities: { ok: 'OK', warning: 'Warning', error: 'Error' } satisfies Record<Severity, string>,
  clear: { title: 'No problems found', text: 'The stored configuration is complete and consistent.' },
  none: { title: 'Nothing to show', text: 'No finding has this severity.', show: 'Show all findings' },
  more: (count: number) => `Show ${count} more`,
  areas: {
    subscription: 'Subscription',
    gateway: 'AI gateway',
    models: 'Self-hosted models',
    features: 'AI-native features',
    instances: 'GitLab instances',
    service: 'Service',
  },
  fixes: {
    subscription: 'Go to Subscription',
    configuration: 'Go to Configuration',
    addModel: 'Add self-hosted model',
    model: 'Open model',
    feature: 'Open feature',
    instance: 'Open GitLab instance',
  },
}

/** Remedies in terms of the console, by code. The service's own words, which name API operations, apply to all other codes. */
export const remedies: Record<string, string> = {
  subscription_ends_soon: 'Renew the subscription, then synchronize it.',
  subscription_sync_failed: 'Fix the source of the subscription, then synchronize it.',
  subscription_in_grace: 'Renew the subscription, then synchronize it.',
  subscription_never_synced: 'Synchronize the subscription.',
  subscription_expired: 'Renew the subscription, then synchronize it.',
  subscription_plan_not_eligible: 'Get GitLab Premium or Ultimate, then synchronize the subscription.',
  subscription_not_started:
    'Wait until it starts, or correct the start at the source of the subscription, then synchronize it.',
  subscription_add_on_missing: 'Get the add-on, then synchronize the subscription.',
  subscription_add_on_inactive: 'Renew the add-on, then synchronize the subscription.',
  gateway_not_configured: 'Set the AI gateway URL.',
  gateway_not_set_here: 'Find out who changed it in the database. Then set the right URL.',
  url_goes_too_far: 'Test the connection. If it fails, correct the URL.',
  gateway_timeout_shorter:
    'Set AIGW_DUO_CHAT__MODEL_REQUEST_TIMEOUT in the environment of the AI gateway to the request timeout or more; Duo Config cannot read it, so this finding stays. Or set the request timeout to 60.',
  no_models: 'Add a self-hosted model.',
  endpoint_not_needed: 'Remove the endpoint from the model.',
  api_key_not_needed: 'Remove the API key from the model.',
  endpoint_goes_too_far: 'Set the endpoint to the URL above, then test the connection.',
  identifier_arn_without_converse: 'Set the model identifier to bedrock/converse/ followed by the ARN.',
  identifier_prefix_uncommon: 'Test the connection through the gateway, or use a prefix that GitLab documents.',
  endpoint_too_long_for_gateway:
    'Set an endpoint of at most 255 characters. Until then, features with this model are blocked.',
  family_not_offered: 'Turn on beta models and features, or change the model family.',
  api_key_looks_like_a_placeholder: 'Replace the API key with the real one, or remove it.',
  api_key_unreadable:
    'If nobody changed the endpoint here, find out who changed it in the database. Then set the API key again, or configure the master key that it is encrypted with.',
  feature_without_model: 'Choose a model, or set the feature to Disabled.',
  feature_blocked_beta_features_off: 'Turn on beta models and features, or set the feature to Disabled.',
  feature_blocked_beta_models_off: 'Turn on beta models and features, or choose another model.',
  feature_blocked_vendored_not_allowed:
    'Choose a self-hosted model, set the feature to Disabled, or allow GitLab managed models.',
  feature_blocked_endpoint_too_long: 'Give the model a shorter endpoint, or choose another model.',
  feature_blocked_gateway_not_configured: 'Set the AI gateway URL.',
  family_not_supported: 'Test the feature, or choose a model of a compatible family.',
  family_not_supported_by_flow: 'Choose a model of a family that the flow accepts.',
  agents_not_self_hosted: 'Choose a self-hosted model for the feature that signs its flows, too.',
  gitlab_instance_failed: 'Fix the cause, then compare or apply again.',
  gitlab_instance_differs: 'Look at the plan, then apply it.',
  check_not_run: 'Run the checks again.',
}
