const OPERATION = / with (?:PATCH|POST|PUT|DELETE) \/[\w/{}-]*(?: \([a-z_]+\))?/g

/** Names of properties, as the fields of the console are called. */
const PROPERTIES: [RegExp, string][] = [
  [/\boutbound_allowlist\b/g, 'the outbound allowlist'],
  [/\b(?:the )?agent_platform_url\b/g, 'the Agent Platform service'],
  [/\bset agent_platform_tls to false\b/g, 'turn off TLS for the Agent Platform service'],
  [/\b(its|the|right) url\b/g, '$1 URL'],
]

/**
 * A text of the service for the console: without the operation of the API that does what the console has a button for. Texts that the
 * service words in another way stay as they are.
 */
export function inConsoleWords(text: string): string {
  return PROPERTIES.reduce((words, [property, name]) => words.replace(property, name), text.replace(OPERATION, ''))
}
