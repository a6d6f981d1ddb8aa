import { describe, expect, it } from 'vitest'
import { ApiError, type Problem } from '../../api/problem'
import {
  draftOf,
  fieldErrors,
  fieldsOf,
  identifierOn,
  inputOf,
  patchOf,
  platformOf,
  requestOf,
  sentencesOf,
  type Model,
  type Platform,
} from './modelForm'

const VLLM: Platform = {
  id: 'vllm',
  name: 'vLLM',
  prefix: 'custom_openai/',
  endpoint: 'required',
  api_key: 'optional',
  iam_role: false,
  examples: [],
}
const BEDROCK: Platform = {
  ...VLLM,
  id: 'bedrock',
  prefix: 'bedrock/',
  endpoint: 'none',
  api_key: 'none',
  iam_role: true,
}
const OTHER: Platform = { ...VLLM, id: 'other', prefix: null }
const PLATFORMS = [VLLM, BEDROCK, OTHER]

const STORED = {
  id: 7,
  name: 'Mixtral',
  family: 'mixtral',
  platform: 'vllm',
  endpoint: 'https://vllm.example.com/v1',
  identifier: 'custom_openai/mixtral',
  iam_role: null,
  has_api_key: true,
} as Model

describe('platform and identifier', () => {
  it('follows the prefix, once there is one', () => {
    expect(platformOf('bedrock/x', PLATFORMS)).toBe(BEDROCK)
    expect(platformOf('groq/x', PLATFORMS)).toBe(OTHER)
    expect(platformOf('bedrock', PLATFORMS)).toBeNull()
    expect(platformOf('groq/x', [VLLM])).toBeNull()
  })

  it('keeps the model id when the platform changes', () => {
    expect(identifierOn(BEDROCK, 'custom_openai/a/b', PLATFORMS)).toBe('bedrock/a/b')
    expect(identifierOn(BEDROCK, 'groq/a', PLATFORMS)).toBe('bedrock/a')
    expect(identifierOn(BEDROCK, '', PLATFORMS)).toBe('bedrock/')
    expect(identifierOn(OTHER, 'custom_openai/a', PLATFORMS)).toBe('a')
  })

  it('shows a stored value that its platform does not need', () => {
    expect(fieldsOf(BEDROCK, null)).toEqual({ endpoint: false, apiKey: false, iamRole: true })
    expect(fieldsOf(BEDROCK, { ...STORED, platform: 'bedrock' })).toMatchObject({ endpoint: true, apiKey: true })
    expect(fieldsOf(BEDROCK, STORED)).toMatchObject({ endpoint: false, apiKey: false })
  })
})

describe('bodies', () => {
  it('leaves out what a new model does not have', () => {
    const input = {
      ...inputOf(null),
      name: 'A',
      family: 'f',
      identifier: 'bedrock/a',
      endpoint: 'http://a',
      apiKey: 'k',
    }
    expect(requestOf(input, BEDROCK)).toEqual({ name: 'A', family: 'f', identifier: 'bedrock/a' })
  })

  it('sends only changes, and keeps the key unless told otherwise', () => {
    const input = inputOf(STORED)
    expect(patchOf(input, STORED, VLLM)).toEqual({})
    expect(patchOf({ ...input, name: 'B', apiKey: '' }, STORED, VLLM)).toEqual({ name: 'B' })
    expect(patchOf({ ...input, apiKey: null }, STORED, VLLM)).toEqual({ api_key: null })
    expect(patchOf({ ...input, apiKey: 'new' }, STORED, VLLM)).toEqual({ api_key: 'new' })
  })

  it('removes what another platform does not have', () => {
    const input = { ...inputOf(STORED), identifier: 'bedrock/mixtral' }
    expect(patchOf(input, STORED, BEDROCK)).toEqual({ identifier: 'bedrock/mixtral', endpoint: null, api_key: null })
  })

  it('borrows the stored key for a draft', () => {
    expect(draftOf(inputOf(STORED), STORED, VLLM)).toMatchObject({ id: 7 })
    expect(draftOf(inputOf(STORED), STORED, VLLM)).not.toHaveProperty('api_key')
    expect(draftOf({ ...inputOf(STORED), apiKey: null }, STORED, VLLM)).toMatchObject({ api_key: null })
  })
})

describe('errors and sentences', () => {
  const error = (code: string, errors?: { pointer: string; code: string; detail: string }[]) =>
    new ApiError(422, code, 'detail', { errors } as Problem, null)

  it('finds the fields of a plan and of a write', () => {
    expect(fieldErrors(error('x', [{ pointer: '/models/0/endpoint', code: 'y', detail: 'a' }]))).toEqual({
      endpoint: 'a',
    })
    expect(fieldErrors(error('x', [{ pointer: '/name', code: 'y', detail: 'b' }]))).toEqual({ name: 'b' })
    expect(fieldErrors(error('name-taken'))).toEqual({ name: 'detail' })
    expect(fieldErrors(error('conflict'))).toEqual({ '': 'detail' })
  })

  it('says what changes, and never the key', () => {
    const sentences = sentencesOf({ name: 'B', endpoint: null, api_key: 'sk-canary' }, STORED, [])
    expect(sentences).toHaveLength(3)
    expect(sentences.join()).not.toContain('sk-canary')
  })
})
