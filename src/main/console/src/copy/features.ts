import type { Schemas } from '../api/client'

type Reason = Schemas['ResolutionReason']

const count = (number: number, one: string, many: string) =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString('en')} ${many}`

const betaOff = 'Beta models and features are off.'

/** The words of the features page. */
export const featuresCopy = {
  text: 'Choose the model that serves each GitLab Duo feature. Nothing changes until you save.',
  readOnlyText: 'The models that serve the GitLab Duo features.',
  noModels: {
    title: 'Add a self-hosted model first',
    text: 'There are no self-hosted models yet, so no feature can have one.',
    viewerText: 'There are no self-hosted models yet.',
  },
  addModel: 'Add self-hosted model',

  search: 'Search features',
  status: 'Status',
  allStatuses: (total: number) => `All (${total})`,
  statusCount: (status: string, total: number) => `${status} (${total})`,
  onlyProblems: (total: number) => `Only problems (${total})`,
  found: (shown: number, total: number) => (shown === total ? '' : `${shown} of ${total} features`),
  noMatch: {
    title: 'No features match',
    text: 'Try another search, or show all features.',
    clear: 'Show all features',
  },

  feature: 'Feature',
  model: 'Model',
  inEffect: 'In effect',
  notAvailable: 'Not available',
  explanation: 'Explanation',
  releaseStates: { ga: '', beta: 'Beta', experiment: 'Experiment' } as Record<Schemas['ReleaseState'], string>,

  setAll: 'Set all',
  setAllOf: (group: string) => `Set all of ${group}`,
  setShown: 'Set all shown',
  setShownOf: (group: string) => `Set all shown of ${group}`,
  setAllNote: (features: number) => `Applies to ${count(features, 'feature', 'features')}.`,
  setAllUnavailable: (features: number) =>
    `${count(features, 'unavailable feature', 'unavailable features')} can only be disabled.`,
  wasSet: (changed: number) =>
    changed === 0 ? 'All of them have this choice already.' : `${count(changed, 'change', 'changes')} to review.`,

  modelOf: (feature: string) => `Model for ${feature}`,
  as: (feature: string) => `As ${feature}`,
  noModel: 'No model',
  noChoice: 'No choice',
  noChoiceHint: 'Features that can fall back to another one use its model. All others have no model.',
  fallbackHint: (feature: string) => `Uses the model of ${feature}.`,
  disabled: 'Disabled',
  disabledHint: 'Users cannot use the feature.',
  vendored: 'GitLab managed model',
  vendoredNamed: (name: string) => `GitLab managed model ${name}`,
  vendoredHint: 'GitLab runs the model. Data leaves your network.',
  unknownModel: (id: number) => `Model ${id}`,

  searchModels: 'Search models',
  modelsGroup: 'Compatible self-hosted models',
  vendoredGroup: 'GitLab managed models',
  withoutGroup: 'Without a model',
  betaOff: 'Needs beta models and features, which are off.',
  familyUnknown: 'The model family is not in the catalogue.',
  noneCompatible: 'No self-hosted model supports this feature.',
  noneCompatibleAll: 'No self-hosted model supports all of these features.',
  noneFound: 'Nothing matches.',
  loadingModels: 'Searching models',
  shown: (shown: number) => count(shown, 'model', 'models'),
  narrow: (shown: number, total: number) =>
    `${shown.toLocaleString('en')} of ${total.toLocaleString('en')} models. Type to narrow down.`,
  narrowMany: (shown: number) => `The first ${count(shown, 'model', 'models')}. Type to narrow down.`,
  locked: 'While the feature is not available, it can only be disabled.',

  confirmVendored: (features: string) => ({
    title: 'Use a GitLab managed model?',
    text: `The data of ${features}, such as prompts and code, is sent to GitLab and to the providers of its models. It leaves your network.`,
    confirm: 'Use GitLab managed model',
  }),
  severalFeatures: (number: number) => count(number, 'feature', 'features'),

  now: 'Stored:',
  undo: 'Undo',
  undoOf: (feature: string) => `Undo the change of ${feature}`,
  afterSaving: 'After saving:',
  conflict: {
    to: 'set this to',
    yours: 'Yours:',
    somebody: 'Somebody',
    keepTheirs: 'Keep theirs',
    keepTheirsOf: (feature: string) => `Keep theirs for ${feature}`,
    useMine: 'Use mine',
    useMineOf: (feature: string) => `Use mine for ${feature}`,
  },

  reasons: {
    disabled: '',
    inherited_disabled: 'The feature that it falls back to is disabled.',
    not_configured: '',
    subscription_required: 'The subscription does not include this feature.',
    plan_excludes_feature: 'Needs the Ultimate plan.',
    beta_features_off: betaOff,
    vendored_not_allowed: 'GitLab managed models are not allowed.',
    vendored_needs_online_licence: 'GitLab managed models need an online license.',
    beta_models_off: `The model is in beta. ${betaOff}`,
    endpoint_too_long: 'The endpoint of the model is too long for the AI gateway.',
    gateway_not_configured: 'No AI gateway URL is set.',
    assigned: '',
    inherited: '',
  } satisfies Record<Reason, string>,
  goToConfiguration: 'Go to Configuration',
  goToModel: 'Open model',

  bar: {
    label: 'Unsaved changes',
    changes: (number: number) => count(number, 'change', 'changes'),
    affects: (number: number) =>
      number === 0
        ? 'No feature gets another model or status.'
        : `${count(number, 'feature gets', 'features get')} another model or status.`,
    conflicts: (number: number) =>
      number === 1
        ? 'Somebody changed 1 of the features in the meantime. Decide which choice to keep.'
        : `Somebody changed ${number} of the features in the meantime. Decide which choices to keep.`,
    invalid: (number: number) => `${count(number, 'change', 'changes')} cannot be saved.`,
    review: 'Review changes',
    discard: 'Discard changes',
  },
  review: {
    title: (number: number) => `Save ${count(number, 'change', 'changes')}?`,
    save: 'Save changes',
    change: (feature: string, before: string, after: string) => `${feature}: ${before} → ${after}`,
  },

  why: {
    button: 'Why',
    of: (feature: string) => `Why: ${feature}`,
    served: 'Served by',
    gateway: 'AI gateway',
    timeout: 'Request timeout',
    seconds: (seconds: number) => `${seconds} s`,
    steps: 'How this is decided',
    stepsText: 'The rules are checked in this order, until one decides.',
    passed: 'Passed:',
    matched: 'Decides:',
    decides: 'Decides',
    warnings: 'Warnings',
    changes: 'Last changes',
    becomes: 'becomes',
    noChanges: 'The setting of this feature has never been changed.',
    revision: (revision: number) => `Revision ${revision}`,
    effects: (number: number) => (number === 0 ? '' : `${count(number, 'feature', 'features')} affected`),
    allChanges: 'All changes of this feature',
    notFound: 'The catalogue has no such feature.',
  },
  outcomes: {
    disabled: 'An administrator disabled this feature.',
    inherited_disabled: 'This feature falls back to another feature, which is disabled.',
    not_configured: 'No model is chosen, and there is none to fall back to.',
    assigned: 'Requests go to the chosen model.',
    inherited: 'Requests go to the model of the feature that this one falls back to.',
  } as Partial<Record<Reason, string>>,
  steps: {
    own_disabled: 'Own setting',
    fallback_disabled: 'Setting to fall back to',
    not_configured: 'Model chosen',
    subscription: 'Subscription',
    plan: 'Plan',
    beta_features: 'Beta features',
    vendored_not_allowed: 'GitLab managed models allowed',
    vendored_licence: 'License',
    vendored: 'GitLab managed model',
    beta_models: 'Beta models',
    endpoint_length: 'Endpoint',
    gateway: 'AI gateway',
    ready: 'Ready',
  } as Record<string, string>,
}

/** The text of a choice in lists and buttons. */
export function choiceText(
  choice: {
    provider: Schemas['Provider']
    modelId: number | null
    vendoredModel: string | null
    modelName: string | null
  },
  fallbackTitle: string | null,
): string {
  switch (choice.provider) {
    case 'self_hosted':
      return choice.modelName ?? featuresCopy.unknownModel(choice.modelId ?? 0)
    case 'vendored':
      return choice.vendoredModel === null ? featuresCopy.vendored : featuresCopy.vendoredNamed(choice.vendoredModel)
    case 'disabled':
      return featuresCopy.disabled
    case 'unassigned':
      return fallbackTitle === null ? featuresCopy.noModel : featuresCopy.as(fallbackTitle)
  }
}
