import { QueryClient } from '@tanstack/vue-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { service } from './client'
import { follow, live } from './events'
import { session, signIn, signOut } from './session'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  signOut()
})

/** A stream whose parts end anywhere, as those of a network do. */
function streamOf(...parts: string[]): Response {
  const encoder = new TextEncoder()
  return new Response(
    new ReadableStream({
      start(controller) {
        parts.forEach((part) => controller.enqueue(encoder.encode(part)))
      },
    }),
  )
}

describe('following changes', () => {
  it('reads everything again for each new revision, but not for the first', async () => {
    signIn('token')
    const event = (revision: number) =>
      `id: ${revision}\nevent: message\ndata: {"type":"configuration_changed","revision":${revision}}\n\n`
    const text = event(42) + ':\n\n' + event(43)
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => streamOf(text.slice(0, 30), text.slice(30, 80), text.slice(80))),
    )
    const queries = new QueryClient()
    const invalidate = vi.spyOn(queries, 'invalidateQueries')
    const stop = new AbortController()

    void follow(queries, stop.signal)

    await vi.waitFor(() => expect(service.revision).toBe(43))
    expect(invalidate).toHaveBeenCalledTimes(1)
    expect(live.connected).toBe(true)
    stop.abort()
  })

  it('connects again after a long silence, in which the connection was lost', async () => {
    signIn('token')
    vi.useFakeTimers()
    const fetched = vi.fn(async () => streamOf(':\n\n'))
    vi.stubGlobal('fetch', fetched)
    const stop = new AbortController()

    void follow(new QueryClient(), stop.signal)

    await vi.advanceTimersByTimeAsync(30_000)
    expect(fetched).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(fetched).toHaveBeenCalledTimes(2)
    stop.abort()
  })

  it('ends with the session, instead of asking again and again', async () => {
    signIn('token')
    const fetched = vi.fn(async () => new Response(null, { status: 401 }))
    vi.stubGlobal('fetch', fetched)
    vi.useFakeTimers()

    const ended = follow(new QueryClient(), new AbortController().signal)
    await vi.runAllTimersAsync()
    await ended

    expect(session.expired).toBe(true)
    expect(fetched).toHaveBeenCalledTimes(1)
  })
})
