import { describe, expect, it } from 'vitest'
import {
  changedFields,
  formOf,
  lineOfEntry,
  localErrors,
  patchOf,
  rebase,
  sentencesOf,
  type Gateway,
} from './gatewayForm'

const gateway: Gateway = {
  url: 'https://aigw.example.com',
  url_source: 'database',
  request_timeout_seconds: 60,
  beta_features_enabled: false,
  testing_agreement: null,
  outbound_allowlist: ['10.0.0.0/8', 'gw.internal:5052'],
  agent_platform_url: null,
  agent_platform_tls: true,
  vendored_models_allowed: true,
  last_check: null,
  warnings: [],
  updated_at: null,
  updated_by: null,
}

describe('the form of the gateway settings', () => {
  it('sends what has changed only', () => {
    const stored = formOf(gateway)
    expect(patchOf({ ...stored, outbound_allowlist: '10.0.0.0/8\n\n gw.internal:5052 \n' }, stored)).toEqual({})
    expect(
      patchOf({ ...stored, url: ' ', request_timeout_seconds: '120', outbound_allowlist: 'a\n\nb' }, stored),
    ).toEqual({ url: null, request_timeout_seconds: 120, outbound_allowlist: ['a', 'b'] })
  })

  it('does not store a URL from the environment', () => {
    const stored = formOf({ ...gateway, url_source: 'environment' })
    expect(stored.url).toBe('')
    expect(changedFields(stored, stored)).toEqual([])
  })

  it('rejects a timeout that is not a number, which would otherwise reset it', () => {
    const stored = formOf(gateway)
    expect(localErrors({ ...stored, request_timeout_seconds: '' })).toHaveProperty('/request_timeout_seconds')
    expect(localErrors({ ...stored, request_timeout_seconds: '5' })).toEqual({})
  })

  it('finds the line of an entry among blank lines', () => {
    expect(lineOfEntry('a\n\n  \nb', 1)).toBe(4)
  })

  it('keeps the input, takes the changes of others, and names the fields that both changed', () => {
    const before = formOf(gateway)
    const now = formOf({ ...gateway, url: 'https://new.example.com', request_timeout_seconds: 90 })
    const mine = { ...before, url: 'https://mine.example.com', agent_platform_url: 'dap:50052' }
    expect(rebase(mine, before, now)).toEqual({
      form: { ...mine, request_timeout_seconds: '90' },
      conflicts: ['url'],
    })
    expect(rebase(before, before, now)).toEqual({ form: now, conflicts: [] })
  })

  it('describes a change', () => {
    const before = {
      url: gateway.url,
      request_timeout_seconds: 60,
      beta_features_enabled: false,
      outbound_allowlist: gateway.outbound_allowlist,
      agent_platform_url: null,
      agent_platform_tls: true,
      vendored_models_allowed: true,
    }
    const after = { ...before, url: null, outbound_allowlist: ['gw.internal:5052', 'x'] }
    expect(sentencesOf({ before, after })).toEqual([
      'AI gateway URL: https://aigw.example.com → None',
      'Outbound allowlist: adds x',
      'Outbound allowlist: removes 10.0.0.0/8',
    ])
  })
})
