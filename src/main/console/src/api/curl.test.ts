import { describe, expect, it } from 'vitest'
import { curlOf } from './curl'

describe('the command for a request', () => {
  it('has the address of the service, and variables for secrets', () => {
    const command = curlOf({
      method: 'POST',
      path: '/models',
      body: { name: 'Mixtral', api_key: 'sk-secret' },
      ifMatch: '"42"',
    })

    expect(command).toContain("'http://localhost:3000/models'")
    expect(command).toContain('-H "Authorization: Bearer $ADMIN"')
    expect(command).toContain(`-H 'If-Match: "42"'`)
    expect(command).toContain(`"api_key": "'"$API_KEY"'"`)
    expect(command).not.toContain('sk-secret')
  })

  it('quotes what the shell would read', () => {
    expect(curlOf({ method: 'PATCH', path: 'models/1', body: { name: "O'Brien $(id)" } })).toContain(
      `"name": "O'\\''Brien $(id)"`,
    )
  })

  it('takes a name that looks like a variable for a name', () => {
    const command = curlOf({ method: 'POST', path: 'models', body: { name: '$API_KEY', api_key: 'sk-secret' } })

    expect(command).toContain(`"name": "$API_KEY"`)
    expect(command).toContain(`"api_key": "'"$API_KEY"'"`)
  })

  it('leaves a read as it is', () => {
    expect(curlOf({ method: 'GET', path: 'features' })).not.toMatch(/-X|Content-Type/)
  })

  it('sends a file, and writes the response into one', () => {
    expect(curlOf({ method: 'PUT', path: 'configuration', file: 'a.yaml', contentType: 'application/yaml' })).toContain(
      `-H 'Content-Type: application/yaml' \\\n  --data-binary '@a.yaml'`,
    )
    expect(curlOf({ method: 'GET', path: 'configuration', output: 'a.json' })).toContain(`-o 'a.json'`)
  })
})
