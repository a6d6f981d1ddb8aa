import { QueryClient } from '@tanstack/vue-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { service } from './client'
import { live } from './events'
import { watchService } from './outages'

const answers = vi.fn<() => Promise<Response>>()
const queries = new QueryClient()
const invalidate = vi.spyOn(queries, 'invalidateQueries')
let stop: AbortController

function revision(age: number): Response {
  return new Response('{"revision": 1}', {
    headers: { 'Content-Type': 'application/json', 'Snapshot-Age': String(age) },
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', answers)
  service.reachable = true
  service.snapshotAge = 0
  live.connected = true
  stop = new AbortController()
  void watchService(queries, stop.signal)
})

afterEach(() => {
  stop.abort()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

it('asks seldom while all is well, and reads nothing again', async () => {
  answers.mockImplementation(async () => revision(1))

  await vi.advanceTimersByTimeAsync(30_500)

  expect(answers).toHaveBeenCalledTimes(3)
  expect(invalidate).not.toHaveBeenCalled()
})

it('asks at once after the stream has broken off, and often until the service is back', async () => {
  answers.mockRejectedValue(new TypeError('Failed to fetch'))
  live.connected = false
  await vi.advanceTimersByTimeAsync(10)
  expect(service.reachable).toBe(false)

  answers.mockImplementation(async () => revision(0))
  await vi.advanceTimersByTimeAsync(2_500)

  expect(service.reachable).toBe(true)
  expect(invalidate).toHaveBeenCalledTimes(1)
})

it('reads everything again when the database is back', async () => {
  answers.mockImplementation(async () => revision(60))
  await vi.advanceTimersByTimeAsync(14_500)
  expect(service.snapshotAge).toBe(60)
  expect(invalidate).not.toHaveBeenCalled()

  answers.mockImplementation(async () => revision(0))
  await vi.advanceTimersByTimeAsync(2_000)

  expect(invalidate).toHaveBeenCalledTimes(1)
})

it('ends with the session', async () => {
  stop.abort()

  await vi.advanceTimersByTimeAsync(60_000)

  expect(answers).not.toHaveBeenCalled()
})
