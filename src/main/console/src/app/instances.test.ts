import { describe, expect, it } from 'vitest'
import { ApiError, type Problem } from '../api/problem'
import { draftOf, fieldErrors, movesFrom, patchOf, sentencesOf, type Draft } from '../pages/instances/instanceForm'
import { pollingPeriod, type Instance, type Step } from './instances'
import { placeOf } from '../pages/instances/places'
import { isolated } from './isolated'
import { changesOf, sentenceOf } from '../pages/instances/steps'

const TITLES = { duo_chat: 'General Chat', code_generations: 'Code Generation' }
const step = (values: object): Step =>
  ({ subject: '', before: null, after: null, api_key: null, outcome: null, reason: null, ...values }) as unknown as Step
const base: Draft = { ...draftOf(), name: 'production', url: 'https://gitlab.example.com' }

describe('the form of a GitLab instance', () => {
  it('sends what was changed, and the token only if one was entered', () => {
    expect(patchOf(base, { ...base })).toEqual({})
    expect(patchOf(base, { ...base, follow: 'enforce' })).toEqual({ follow: 'enforce' })
    expect(patchOf(base, { ...base, token: ' glpat-x ' })).toEqual({ token: 'glpat-x' })
  })

  it('takes a slash at the end of the URL for the same server', () => {
    expect(movesFrom(base, { ...base, url: ' https://gitlab.example.com// ' })).toBe(false)
    expect(movesFrom(base, { ...base, url: 'https://gitlab.example.com/sub' })).toBe(true)
  })

  it('never says a token', () => {
    const draft = { ...base, token: 'glpat-secret', url: 'https://other.example.com' }
    expect([...sentencesOf(base, draft, false), ...sentencesOf(base, draft, true)].join()).not.toContain('glpat')
  })

  it('shows a taken name at the name', () => {
    const taken = new ApiError(409, 'name-taken', 'The name is already taken.', {} as Problem, null)
    expect(fieldErrors(taken)).toEqual({ '/name': 'The name is already taken.' })
  })
})

describe('the steps of a plan', () => {
  it('shows each feature with its choice before and after', () => {
    const features = step({
      action: 'set_features',
      subject: 'duo_chat, new_feature',
      before: { duo_chat: { provider: 'unassigned', model: null }, new_feature: { provider: 'vendored', model: null } },
      after: { provider: 'self_hosted', model: 'Mixtral', features: ['duo_chat', 'new_feature'] },
    })
    expect(changesOf(features, TITLES)).toEqual([
      { label: 'General Chat', before: 'No model', after: 'Mixtral' },
      { label: 'new_feature', before: 'GitLab managed model', after: 'Mixtral' },
    ])
    expect(sentenceOf(features, TITLES)).toBe(
      'Changes General Chat from No model to Mixtral, new_feature from GitLab managed model to Mixtral.',
    )
  })

  it('shows only what changes, and what happens to the key', () => {
    const moved = step({
      action: 'update_model',
      subject: 'Mixtral',
      before: { name: 'Mixtral', family: 'mixtral', endpoint: 'https://old.example.com' },
      after: { name: 'Mixtral', family: 'mixtral', endpoint: 'https://new.example.com' },
      api_key: 'removed',
    })
    expect(changesOf(moved, TITLES).map((change) => change.label)).toEqual(['Endpoint'])
    expect(sentenceOf(moved, TITLES)).toBe(
      'Updates the model Mixtral: Endpoint from https://old.example.com to https://new.example.com. Removes the API key in GitLab.',
    )
  })

  it('has a sentence for an update of the key alone', () => {
    const same = { name: 'Mixtral' }
    const key = step({ action: 'update_model', subject: 'Mixtral', before: same, after: same, api_key: 'sent' })
    expect(sentenceOf(key, TITLES)).toBe('Sends the API key of the model Mixtral.')
  })

  it('isolates names that run from right to left', () => {
    expect(isolated('Mixtral')).toBe('Mixtral')
    expect(isolated('نموذج')).toBe('\u2068نموذج\u2069')
  })
})

it('asks for the status more often while something goes on', () => {
  const instance = (state: string, follow: string) => ({ follow, status: { state } }) as Instance
  const [applying, following, still] = [
    pollingPeriod([instance('in_sync', 'off'), instance('applying', 'off')]),
    pollingPeriod([instance('in_sync', 'report')]),
    pollingPeriod([instance('in_sync', 'off')]),
  ]
  expect(applying).toBeLessThan(following)
  expect(following).toBeLessThan(still)
})

it('leads from a manual step to where it can be fixed here', () => {
  const entry = (code: string, subject: string) => ({ code, subject, detail: '', remedy: '' })
  expect(placeOf(entry('api_key_unknown_here', 'Mixtral'), TITLES)?.to).toEqual({
    path: '/models',
    query: { search: 'Mixtral' },
  })
  expect(placeOf(entry('sends_to_gitlab', 'duo_chat'), TITLES)?.to).toBe('/features/duo_chat')
  expect(placeOf(entry('model_in_use_there', 'Mixtral'), TITLES)).toBeNull()
})
