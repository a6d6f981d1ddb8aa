import { describe, expect, it } from 'vitest'
import { isJson, lineIn, lineOf } from './locate'

const YAML = `# Ours
gateway:
  url: https://a.example.com
  outbound_allowlist:
  - 10.0.0.0/8
  - nonsense

models:
- name: A
  family: mixtral
- {name: B, family: nix}
-
  name: C
  "family": nix
features:
  - feature: duo_chat
    model: Z
`

describe('the line of a property', () => {
  it.each([
    ['/gateway/url', 3],
    ['/gateway/outbound_allowlist/1', 6],
    ['/models/0/family', 10],
    ['/models/1/family', 11],
    ['/models/2/family', 14],
    ['/features/0/model', 17],
    ['/features/0/provider', 16],
    ['/models/9', 8],
    ['/nothing', null],
    ['', null],
  ])('is found in YAML: %s', (pointer, line) => {
    expect(lineOf(YAML, pointer)).toBe(line)
  })

  it.each([
    ['/gateway/url', 2],
    ['/models/1/family', 4],
    ['/models/1/endpoint', 4],
    ['/features/0', 5],
  ])('is found in JSON: %s', (pointer, line) => {
    const json =
      '{\n"gateway": {"url": "a\\"}"},\n"models": [{"name": "[", "family": "x"},\n{"family": 1}],\n"features": [true]}'
    expect(lineOf(json, pointer)).toBe(line)
  })

  it('is the one that the service names', () => {
    expect(lineIn('The body is not well-formed YAML at line 3 (expected)')).toBe(3)
    expect(lineIn('The request has 7 errors.')).toBeNull()
  })
})

it('tells JSON from YAML', () => {
  expect(isJson(' {\n "gateway": {}}')).toBe(true)
  expect(isJson('{gateway: {}}')).toBe(false)
  expect(isJson('gateway: {}')).toBe(false)
})
