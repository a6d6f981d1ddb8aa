import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../api/client'
import type { Finding } from '../../components/findings'
import { countByStatus, setupSteps, unusedModels } from './overview'

const feature = (
  status: Schemas['ResolutionStatus'],
  available = true,
  model: number | null = null,
): Schemas['FeatureSetting'] =>
  ({
    available,
    provider: model === null ? 'unassigned' : 'self_hosted',
    model: model === null ? null : { id: model },
    effective: { status },
  }) as Schemas['FeatureSetting']

const finding = (subject: string, code: string) => ({ subject, code, severity: 'ok' }) as Finding
const subscription = { entitled: true } as Schemas['Subscription']

describe('the overview', () => {
  it('knows what the first setup still needs', () => {
    const fresh = setupSteps(
      { ...subscription, entitled: false },
      [finding('/gateway', 'gateway_not_configured'), finding('/models', 'no_models')],
      [feature('blocked')],
    )
    expect(fresh.map((each) => each.done)).toEqual([false, false, false, false])

    const complete = setupSteps(
      subscription,
      [finding('/gateway', 'url_goes_too_far'), finding('/models/3', 'model_in_use')],
      [feature('ready', true, 3), feature('unassigned')],
    )
    expect(complete.map((each) => each.done)).toEqual([true, true, true, true])
  })

  it('counts features that can be used, and those with a choice that is blocked', () => {
    const features = [feature('ready', true, 1), feature('blocked', false), feature('blocked', false, 2)]
    expect(countByStatus(features)).toEqual({ ready: 1, disabled: 0, unassigned: 0, blocked: 1 })
    expect(
      unusedModels(
        ['/models/1', '/models/2', '/models/2', '/models/7'].map((subject) => finding(subject, 'x')),
        features,
      ),
    ).toBe(1)
  })
})
