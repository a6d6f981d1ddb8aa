import { describe, expect, it } from 'vitest'
import type { Schemas } from '../api/client'
import { modelNames, propertyChanges, told, type Sentence } from './sentences'

const text = (sentence: Sentence) =>
  sentence.map((part) => (typeof part === 'string' ? part : `‹${part.value}›`)).join('')

const event = (fields: Partial<Record<keyof Schemas['AuditEntry'], unknown>>) =>
  ({
    id: 1,
    revision: 2,
    at: '2026-11-22T14:00:00.000Z',
    actor: 'root',
    actor_id: null,
    issuer: null,
    action: 'model.updated',
    object_type: 'model',
    object_id: '1',
    object_name: null,
    before: null,
    after: null,
    effective_changes: [],
    request_id: null,
    origin: 'request',
    hash: '',
    ...fields,
  }) as Schemas['AuditEntry']

describe('the sentences of an audit event', () => {
  it('say what changed in a model, and never the key', () => {
    const { headline, details } = told(
      event({
        object_name: 'GPT',
        before: {
          name: 'GPT-3.5',
          endpoint: null,
          identifier: 'azure/a',
          api_key: '[redacted]',
          api_key_changed: false,
        },
        after: { name: 'GPT', endpoint: null, identifier: 'azure/b', api_key: '[redacted]', api_key_changed: true },
      }),
      modelNames([], null, null),
    )

    expect(text(headline)).toBe('‹GPT› was changed.')
    expect(details.map(text)).toEqual([
      'Name changed from ‹GPT-3.5› to ‹GPT›.',
      'Model identifier changed from ‹azure/a› to ‹azure/b›.',
      'API key was replaced.',
    ])
  })

  it('name the model of a choice as the documents do', () => {
    const choice = event({
      action: 'feature.updated',
      object_type: 'feature',
      object_id: 'duo_chat',
      object_name: 'General Chat',
      before: { provider: 'unassigned', model_id: null, vendored_model: null },
      after: { provider: 'self_hosted', model_id: 7, vendored_model: null },
    })
    const document = {
      gateway: {},
      models: [],
      features: [{ feature: 'duo_chat', provider: 'self_hosted', model: 'Mixtral' }],
    } as unknown as Schemas['ConfigurationDocument']

    expect(text(told(choice, modelNames([choice], null, document)).headline)).toBe(
      '‹General Chat› changed from no choice to ‹Mixtral›.',
    )
    expect(text(told(choice, modelNames([choice], null, null)).headline)).toContain('to ‹model 7›.')
  })

  it('say what an allowlist gains and loses, and what was turned on', () => {
    expect(
      propertyChanges(
        { outbound_allowlist: ['10.0.0.0/8'], beta_features_enabled: false, request_timeout_seconds: 60 },
        { outbound_allowlist: ['127.0.0.0/8'], beta_features_enabled: true, request_timeout_seconds: 90 },
      ).map(text),
    ).toEqual([
      'Added to Outbound allowlist: ‹127.0.0.0/8›.',
      'Removed from Outbound allowlist: ‹10.0.0.0/8›.',
      'Beta models and features changed from off to on.',
      'Request timeout changed from 60 seconds to 90 seconds.',
    ])
  })

  it('describe actions that are not known yet', () => {
    const { headline, details } = told(
      event({ action: 'planet.moved', object_type: 'planet', before: { orbit: 1 }, after: { orbit: { name: 'x' } } }),
      modelNames([], null, null),
    )

    expect(text(headline)).toBe('Change planet.moved.')
    expect(details.map(text)).toEqual(['Orbit changed from 1 to ‹x›.'])
  })
})
