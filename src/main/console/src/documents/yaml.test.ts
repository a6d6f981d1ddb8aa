import { describe, expect, it } from 'vitest'
import { toYaml } from './yaml'

describe('a document as YAML', () => {
  it('is as the service writes it', () => {
    expect(
      toYaml({
        gateway: { url: 'https://aigw.example.com', outbound_allowlist: ['127.0.0.0/8'], agent_platform_url: null },
        models: [
          { name: '<img src=x>', family: 'llama3', has_api_key: true },
          { name: 'نموذج', identifier: 'bedrock/apac.claude-v2:0' },
        ],
        features: [],
      }),
    ).toBe(`gateway:
  url: https://aigw.example.com
  outbound_allowlist:
  - "127.0.0.0/8"
  agent_platform_url: null
models:
- name: "<img src=x>"
  family: llama3
  has_api_key: true
- name: "نموذج"
  identifier: bedrock/apac.claude-v2:0
features: []
`)
  })

  it('quotes texts that a reader of YAML would not take for texts', () => {
    expect(toYaml({ a: 'on', b: '12', c: 'ends: here', d: 'a b', e: 'a #b', f: ' a' })).toBe(
      'a: "on"\nb: "12"\nc: "ends: here"\nd: a b\ne: "a #b"\nf: " a"\n',
    )
  })
})
