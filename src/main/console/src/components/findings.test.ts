import { describe, expect, it } from 'vitest'
import { fixOf, isShown, modelCount, remedyOf, withChecks, type Finding } from './findings'

const finding = (subject: string, code: string, severity: Finding['severity'] = 'ok'): Finding => ({
  severity,
  code,
  subject,
  detail: code,
  remedy: severity === 'ok' ? null : 'Call POST /something.',
})

describe('findings', () => {
  const stored = [
    finding('/subscription', 'subscription_entitled'),
    finding('/gateway', 'gateway_configured'),
    finding('/models/1', 'model_in_use'),
    finding('/models/2', 'endpoint_without_v1', 'warning'),
    finding('/models/2', 'endpoint_with_query', 'warning'),
    finding('/features/duo_chat', 'feature_blocked_gateway_not_configured', 'error'),
  ]

  it('puts earlier checks behind what they are about, and leaves out what is gone', () => {
    const checked = [
      ...stored,
      finding('/models/9', 'model_check_failed', 'error'),
      finding('/models/1', 'model_check_passed'),
      finding('/gateway', 'gateway_check_failed', 'error'),
    ]
    expect(withChecks(stored, checked).map((each) => `${each.subject} ${each.code}`)).toEqual([
      '/subscription subscription_entitled',
      '/gateway gateway_configured',
      '/gateway gateway_check_failed',
      '/models/1 model_in_use',
      '/models/2 endpoint_without_v1',
      '/models/2 endpoint_with_query',
      '/models/1 model_check_passed',
      '/features/duo_chat feature_blocked_gateway_not_configured',
    ])
  })

  it('leads to the page that fixes the cause, not to the one that shows the symptom', () => {
    expect(fixOf(stored[5]!)?.to).toBe('/configuration')
    expect(fixOf(stored[3]!)?.to).toBe('/models/2')
    expect(fixOf(finding('/models', 'no_models', 'warning'))?.to).toBe('/models/new')
    expect(fixOf(finding('/', 'issuer_unavailable', 'warning'))).toBeNull()
  })

  it('says what to do without naming API operations, if it can', () => {
    expect(remedyOf(finding('/models', 'no_models', 'warning'))).toBe('Add a self-hosted model.')
    expect(remedyOf(finding('/', 'unknown_to_the_console', 'warning'))).toBe('Call POST /something.')
    expect(remedyOf(finding('/gateway', 'gateway_not_configured'))).toBeNull()
  })

  it('counts models once, and filters by severity', () => {
    expect(modelCount(stored)).toBe(2)
    expect(stored.filter((each) => isShown(each, 'problems'))).toHaveLength(3)
  })
})
