import { serviceUrl } from './client'

/** A request as a person would repeat it in a terminal. */
export interface CurlRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the service, such as `features?dry_run=true`. */
  path: string
  body?: unknown
  /** With a body that is already text, such as a document in YAML. */
  contentType?: string
  /** A file that is sent in place of a body: for bodies that are long, or that can contain secrets. */
  file?: string
  /** The file for the body of the response. */
  output?: string
  ifMatch?: string | null
}

/** Properties whose values are secrets, with the variable that stands for them. */
const SECRETS: Record<string, string> = { api_key: '$API_KEY', token: '$GITLAB_TOKEN', code: '$CODE' }

/** The command for a request, without any secret: the token is `$ADMIN`, and a key is `$API_KEY`. */
export function curlOf(request: CurlRequest): string {
  const parts = ['curl --fail-with-body -sS']
  if (request.method !== 'GET') {
    parts.push(`-X ${request.method}`)
  }
  parts.push('-H "Authorization: Bearer $ADMIN"')
  if (request.ifMatch) {
    parts.push(`-H ${quoted(`If-Match: ${request.ifMatch}`)}`)
  }
  if (request.body !== undefined || request.file !== undefined) {
    parts.push(`-H ${quoted(`Content-Type: ${request.contentType ?? 'application/json'}`)}`)
  }
  if (request.file !== undefined) {
    parts.push(`--data-binary ${quoted(`@${request.file}`)}`)
  } else if (request.body !== undefined) {
    parts.push(`-d ${typeof request.body === 'string' ? quoted(request.body) : json(request.body)}`)
  }
  if (request.output !== undefined) {
    parts.push(`-o ${quoted(request.output)}`)
  }
  parts.push(quoted(serviceUrl + request.path.replace(/^\//, '')))
  return parts.join(' \\\n  ')
}

function json(body: unknown): string {
  const secrets: [name: string, variable: string][] = []
  const text = JSON.stringify(
    body,
    (name, value: unknown) => {
      const variable = SECRETS[name]
      if (variable === undefined || typeof value !== 'string') {
        return value
      }
      secrets.push([name, variable])
      return variable
    },
    2,
  )
  // The shell fills the variables in between two quoted parts.
  return secrets.reduce(
    (quotedText, [name, variable]) =>
      quotedText.replace(`"${name}": "${variable}"`, () => `"${name}": "'"${variable}"'"`),
    quoted(text),
  )
}

/** In single quotes, in which the shell changes nothing. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
