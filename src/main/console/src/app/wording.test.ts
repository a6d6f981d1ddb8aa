import { expect, it } from 'vitest'
import { inConsoleWords } from './wording'

it('leaves out operations of the API, and nothing else', () => {
  expect(inConsoleWords('If it is correct, add "gw.internal:5052" to outbound_allowlist with PATCH /gateway.')).toBe(
    'If it is correct, add "gw.internal:5052" to the outbound allowlist.',
  )
  expect(inConsoleWords('Correct the model with PATCH /models/{id}.')).toBe('Correct the model.')
  expect(inConsoleWords('GET https://gw.example.com/monitoring/healthz returned 404 with POST data.')).toBe(
    'GET https://gw.example.com/monitoring/healthz returned 404 with POST data.',
  )
})
