import { reactive } from 'vue'
import type { Schemas } from '../../api/client'
import { asApiError, type ApiError } from '../../api/problem'

export interface CheckOptions {
  via: 'direct' | 'gateway'
  completion: boolean
  tools: boolean
}

/** The query of a check: options at their defaults are left out. */
export function checkQuery({ via, completion, tools }: CheckOptions) {
  return {
    ...(via === 'gateway' && { via }),
    ...(completion && via === 'direct' && { completion }),
    ...(tools && via === 'direct' && { tools }),
  }
}

/** Whether the console can apply a suggestion for a model. */
export function isApplicable(suggestion: Schemas['CheckSuggestion']): boolean {
  return ['endpoint', 'identifier', 'outbound_allowlist'].includes(suggestion.field)
}

/** Whether features of the Agent Platform, which need tool calls, can use models of a family. */
export function servesAgents(
  family: string | undefined,
  families: Pick<Schemas['ModelFamily'], 'id' | 'features'>[],
  agentFeatures: Set<string>,
): boolean {
  return families.find((each) => each.id === family)?.features.some((each) => agentFeatures.has(each)) ?? false
}

/** The steps that a check of a model takes if none fails. */
export function expectedSteps({ via, completion, tools }: CheckOptions): Schemas['StepName'][] {
  return via === 'gateway'
    ? ['outbound_policy', 'connect', 'tls', 'gateway_health', 'gateway_prompt']
    : [
        'outbound_policy',
        'connect',
        'tls',
        'list_models',
        ...(completion ? (['completion'] as const) : []),
        ...(tools ? (['tool_call'] as const) : []),
      ]
}

export interface RowCheck {
  state: 'waiting' | 'running' | 'done' | 'error'
  report: Schemas['CheckReport'] | null
  error: ApiError | null
  at: string | null
}

/** How many checks run at once: fewer than the service allows, so that another one can be started by hand. */
const AT_ONCE = 2
/** How often a check is repeated that the service had no place for. */
const TRIES = 5

/**
 * Checks of stored models, a few at a time, with their results by the ids of the models.
 *
 * @param check runs one check
 * @param pause waits so many seconds before a check is repeated
 */
export function useModelChecks(
  check: (id: number) => Promise<Schemas['CheckReport']>,
  pause: (seconds: number) => Promise<void> = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000)),
) {
  const rows = reactive(new Map<number, RowCheck>())
  const progress = reactive({ running: false, stopping: false, done: 0, total: 0, failed: 0 })

  async function one(id: number): Promise<void> {
    rows.set(id, { state: 'running', report: null, error: null, at: null })
    for (let tries = 1; ; tries++) {
      try {
        const report = await check(id)
        rows.set(id, { state: 'done', report, error: null, at: new Date().toISOString() })
        return
      } catch (failure) {
        const error = asApiError(failure)
        if (error.status !== 429 || tries === TRIES || progress.stopping) {
          rows.set(id, { state: 'error', report: null, error, at: new Date().toISOString() })
          return
        }
        await pause(error.retryAfter ?? 1)
      }
    }
  }

  async function all(ids: number[]): Promise<void> {
    if (progress.running) {
      return
    }
    Object.assign(progress, { running: true, stopping: false, done: 0, total: ids.length, failed: 0 })
    for (const id of ids) {
      rows.set(id, { state: 'waiting', report: null, error: null, at: null })
    }
    const left = [...ids]
    const worker = async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        if (progress.stopping) {
          rows.delete(id)
          continue
        }
        await one(id)
        progress.done++
        const row = rows.get(id)
        if (row?.state === 'error' || row?.report?.status === 'failed') {
          progress.failed++
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    progress.running = false
  }

  function stop(): void {
    progress.stopping = true
  }

  /** Takes the result of a check that ran elsewhere. */
  function keep(id: number, report: Schemas['CheckReport']): void {
    rows.set(id, { state: 'done', report, error: null, at: new Date().toISOString() })
  }

  return { rows, progress, one, all, stop, keep }
}
