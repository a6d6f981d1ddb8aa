import type { Schemas } from '../api/client'

/** The words of connection checks. */
export const checkCopy = {
  steps: {
    outbound_policy: 'Outbound rules',
    connect: 'Connection',
    tls: 'TLS',
    list_models: 'List of models',
    completion: 'Answer',
    tool_call: 'Tool call',
    gateway_health: 'AI gateway',
    gateway_prompt: 'Answer through the AI gateway',
    agent_platform_connect: 'Connection to the Agent Platform',
    agent_platform_tls: 'TLS to the Agent Platform',
  } satisfies Record<Schemas['StepName'], string>,
  stepsOf: 'Steps of the test',
  notReached: 'Not reached',
  running: 'Testing the connection',
  duration: (milliseconds: number) =>
    milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`,
  serverSays: 'The server says:',
  fields: {
    endpoint: 'Endpoint',
    identifier: 'Model identifier',
    url: 'AI gateway URL',
    outbound_allowlist: 'Outbound allowlist',
  } as Record<string, string>,
  suggestions: 'Suggestions',
  apply: 'Apply',
  applyTo: (value: string, field: string) => `Apply ${value} to ${field}`,
}
