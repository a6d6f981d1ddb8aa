/** The words of Overview. */
export const overviewCopy = {
  text: 'What is set up, what needs attention, and what changed last.',
  setup: {
    title: 'Set up GitLab Duo Self-Hosted',
    progress: (done: number, all: number) => `${done} of ${all} steps done`,
    done: 'Done',
    open: 'Not done yet',
    steps: {
      subscription: {
        title: 'Subscription',
        text: 'Your subscription determines which features you can use.',
        done: (plan: string) => `${plan} plan, includes GitLab Duo Self-Hosted`,
        button: 'Go to Subscription',
        sync: 'Synchronize subscription',
      },
      gateway: {
        title: 'AI gateway',
        text: 'All requests to self-hosted models go through your AI gateway.',
        done: 'The URL is set',
        button: 'Set AI gateway URL',
      },
      model: {
        title: 'Self-hosted model',
        text: 'Add a model that runs on your own server or in your cloud account.',
        done: (count: number) => (count === 1 ? '1 model' : `${count} models`),
        button: 'Add self-hosted model',
      },
      feature: {
        title: 'AI-native feature',
        text: 'Choose which model serves which feature.',
        done: (count: number) => (count === 1 ? '1 feature is ready' : `${count} features are ready`),
        button: 'Choose models for features',
      },
    },
  },
  problems: {
    title: 'Problems',
    none: 'No problems found.',
    errors: (count: number) => (count === 1 ? '1 error' : `${count} errors`),
    warnings: (count: number) => (count === 1 ? '1 warning' : `${count} warnings`),
    all: 'See all in Diagnostics',
    run: 'Go to Diagnostics',
  },
  features: {
    title: 'AI-native features',
    unavailable: (count: number) =>
      count === 1 ? '1 more feature is not available.' : `${count} more features are not available.`,
    link: 'See all features',
  },
  models: {
    title: 'Self-hosted models',
    count: (count: number) => (count === 1 ? 'model' : 'models'),
    none: 'No models yet.',
    unused: (count: number) => (count === 0 ? 'All are in use.' : `${count} not in use.`),
    link: 'See all models',
  },
  change: {
    title: 'Last change',
    none: 'Nothing has been changed yet.',
    effects: (count: number) =>
      count === 0 ? 'No features affected.' : count === 1 ? '1 feature affected.' : `${count} features affected.`,
    revision: (revision: number) => `Revision ${revision}`,
    link: 'See the history',
  },
  instances: {
    title: 'GitLab instances',
    none: 'No GitLab is connected. Add one to compare it with this configuration, or to keep it equal.',
    add: 'Add GitLab instance',
    link: (count: number) => `See all ${count} GitLab instances`,
    linkFew: 'See GitLab instances',
    differences: (count: number) => (count === 1 ? '1 difference' : `${count} differences`),
  },
}
