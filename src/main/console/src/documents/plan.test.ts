import { describe, expect, it } from 'vitest'
import { afterPlan, asReview, inOrder, type ConfigurationDocument, type ConfigurationPlan } from './plan'

const model = (name: string, key = false) => ({
  name,
  family: 'gpt' as const,
  endpoint: null,
  identifier: 'azure/a',
  iam_role: null,
  has_api_key: key,
})
const document = {
  gateway: { url: 'https://a.example.com' },
  models: [model('A'), model('B', true), model('C')],
  features: [
    { feature: 'duo_chat', provider: 'self_hosted', model: 'A' },
    { feature: 'code_generations', provider: 'disabled', model: null },
  ],
} as ConfigurationDocument
const plan: ConfigurationPlan = {
  gateway: null,
  models: {
    create: [model('D')],
    update: [{ name: 'Z', before: model('A'), after: model('Z'), api_key_changed: false }],
    delete: [model('B', true)],
  },
  features: [
    {
      feature: 'duo_chat',
      before: { provider: 'self_hosted', model: 'A', vendored_model: null },
      after: { provider: 'unassigned', model: null, vendored_model: null },
    },
    {
      feature: 'review',
      before: { provider: 'unassigned', model: null, vendored_model: null },
      after: { provider: 'self_hosted', model: 'Z', vendored_model: null },
    },
  ],
  effective_changes: [],
  warnings: [
    { code: 'api_key_missing', pointer: '/models/1', detail: 'The model has none.' },
    { code: 'endpoint_without_v1', pointer: '/models/0/endpoint', detail: 'The endpoint is odd.' },
  ],
}

describe('a plan', () => {
  it('leads to a document in the order of the service', () => {
    const after = afterPlan(document, plan, ['review', 'duo_chat', 'code_generations'])

    expect(after.models.map((each) => each.name)).toEqual(['C', 'D', 'Z'])
    expect(after.features.map((each) => [each.feature, each.model])).toEqual([
      ['review', 'Z'],
      ['code_generations', null],
    ])
    expect(after.gateway).toEqual(document.gateway)
    expect(inOrder(document, ['code_generations', 'duo_chat']).features[0]?.feature).toBe('code_generations')
  })

  it('says what it does, and which models lose their keys', () => {
    const review = asReview(
      plan,
      (names) => `lost: ${names.join()}`,
      (index) => document.models[index]?.name,
    )

    expect(review.sentences).toEqual([
      'Adds 1 model: D.',
      'Changes 1 model: Z.',
      'Deletes 1 model: B (with its API key).',
      'Changes 2 choices.',
    ])
    expect(review.warnings).toEqual([
      { code: 'api_key_missing', detail: 'lost: B' },
      { code: 'endpoint_without_v1', detail: 'A: The endpoint is odd.' },
    ])
  })

  it('names only some of many models', () => {
    const many = {
      ...plan,
      models: { create: Array.from({ length: 200 }, (_, i) => model(`M${i}`)), update: [], delete: [] },
    }

    expect(
      asReview(
        many,
        () => '',
        () => undefined,
      ).sentences?.[0],
    ).toBe('Adds 200 models: M0, M1, M2, M3, M4, M5, M6, M7, M8, and 191 more.')
  })
})
