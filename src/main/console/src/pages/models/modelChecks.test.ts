import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../api/client'
import { ApiError } from '../../api/problem'
import { useModelChecks } from './modelChecks'

const REPORT = (status: Schemas['CheckStatus']) => ({ status, summary: '', duration_ms: 1, steps: [], suggestions: [] })

describe('useModelChecks', () => {
  it('runs two at a time, and counts failures', async () => {
    let running = 0
    let most = 0
    const checks = useModelChecks(async (id) => {
      most = Math.max(most, ++running)
      await new Promise((done) => setTimeout(done, 1))
      running--
      return REPORT(id % 2 === 0 ? 'failed' : 'passed')
    })
    await checks.all([1, 2, 3, 4, 5])
    expect(most).toBe(2)
    expect(checks.progress).toMatchObject({ running: false, done: 5, total: 5, failed: 2 })
    expect(checks.rows.get(4)?.report?.status).toBe('failed')
  })

  it('waits when the service has no place for a check', async () => {
    let calls = 0
    const pauses: number[] = []
    const checks = useModelChecks(
      async () => {
        if (++calls < 3) {
          throw new ApiError(429, 'too-many-checks', '', null, 2)
        }
        return REPORT('passed')
      },
      async (seconds) => void pauses.push(seconds),
    )
    await checks.one(1)
    expect(pauses).toEqual([2, 2])
    expect(checks.rows.get(1)?.state).toBe('done')
  })

  it('stops, and leaves the rest as it was', async () => {
    const checks = useModelChecks(async () => {
      checks.stop()
      return REPORT('passed')
    })
    await checks.all([1, 2, 3, 4])
    expect(checks.progress.done).toBeLessThan(4)
    expect(checks.rows.has(4)).toBe(false)
  })
})
