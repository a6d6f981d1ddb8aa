import { describe, expect, it } from 'vitest'
import { ApiError, type Problem } from '../../api/problem'
import {
  choiceOf,
  choiceOfModel,
  choiceWithout,
  commonFamilies,
  errorsByFeature,
  grouped,
  isProblem,
  matches,
  sameChoice,
  strictest,
  toItem,
  type Feature,
} from './choices'

function feature(id: string, changes: Partial<Feature> = {}, effective: Partial<Feature['effective']> = {}): Feature {
  return {
    feature: id,
    title: `Title of ${id}`,
    main_feature: 'GitLab Duo Chat',
    available: true,
    compatible_families: ['mistral', 'gpt'],
    provider: 'unassigned',
    vendored_model: null,
    model: null,
    ...changes,
    effective: { status: 'unassigned', model: null, warnings: [], ...effective },
  } as Feature
}

describe('a choice', () => {
  it('is the same whatever the model is called', () => {
    const stored = choiceOf(feature('duo_chat', { provider: 'self_hosted', model: { id: 7, name: 'Old' } as never }))

    expect(sameChoice(stored, choiceOfModel({ id: 7, name: 'New' }))).toBe(true)
    expect(sameChoice(stored, choiceOfModel({ id: 8, name: 'Old' }))).toBe(false)
    expect(sameChoice(choiceWithout('disabled'), choiceWithout('unassigned'))).toBe(false)
    expect(sameChoice(choiceWithout('vendored'), { ...choiceWithout('vendored'), vendoredModel: 'gpt_5' })).toBe(false)
  })

  it('is stored with a model only if it is one', () => {
    expect(toItem('duo_chat', choiceOfModel({ id: 7, name: 'Mixtral' }))).toEqual({
      feature: 'duo_chat',
      provider: 'self_hosted',
      model_id: 7,
    })
    expect(toItem('duo_chat', choiceWithout('disabled'))).toEqual({ feature: 'duo_chat', provider: 'disabled' })
  })
})

describe('the list', () => {
  it('has problems only where an administrator can act', () => {
    expect(isProblem(feature('no_model'))).toBe(true)
    expect(isProblem(feature('beta', { available: false }))).toBe(false)
    expect(isProblem(feature('off', {}, { status: 'disabled' }))).toBe(false)
    expect(isProblem(feature('warned', {}, { status: 'ready', warnings: [{} as never] }))).toBe(true)
  })

  it('is searched by title, id, and model', () => {
    const chat = feature('duo_chat', {}, { status: 'ready', model: { name: 'Mixtral on GCP' } as never })
    const filter = { search: '', status: null, problems: false }

    expect(matches(chat, { ...filter, search: ' mixtral' })).toBe(true)
    expect(matches(chat, { ...filter, search: 'duo_chat', status: 'ready' })).toBe(true)
    expect(matches(chat, { ...filter, status: 'blocked' })).toBe(false)
    expect(matches(chat, { ...filter, problems: true })).toBe(false)
    expect(matches(feature('beta', { available: false }), { ...filter, status: 'unassigned' })).toBe(false)
    expect(matches(feature('beta', { available: false }), { ...filter, status: 'unavailable' })).toBe(true)
  })

  it('has a group for each main feature, also for one that the catalogue does not describe', () => {
    const groups = grouped(
      [feature('a'), feature('b', { main_feature: 'Other' }), feature('c')],
      [{ title: 'GitLab Duo Chat', description: 'Answers questions.' }],
    )

    expect(groups.map((each) => [each.title, each.description, each.features.length])).toEqual([
      ['GitLab Duo Chat', 'Answers questions.', 2],
      ['Other', '', 1],
    ])
  })
})

describe('a choice for a group', () => {
  const features = [feature('a'), feature('b', { compatible_families: ['gpt'] })]

  it('offers what all of its features support', () => {
    expect(commonFamilies(features)).toEqual(['gpt'])
    expect(commonFamilies([])).toEqual([])
    expect(strictest(features)?.feature).toBe('b')
  })
})

describe('errors of the service', () => {
  it('go to the features of their items', () => {
    const problem = {
      errors: [
        { pointer: '/features/1/model_id', code: 'model-not-found', detail: 'There is no model with the id 9.' },
        { pointer: '/0', code: 'feature-not-available', detail: 'Turn on beta.' },
        { pointer: '', code: 'empty-list', detail: 'Empty.' },
      ],
    } as Problem

    expect(errorsByFeature(new ApiError(422, 'validation-failed', '', problem, null), ['a', 'b'])).toEqual({
      a: 'Turn on beta.',
      b: 'There is no model with the id 9.',
    })
  })
})
