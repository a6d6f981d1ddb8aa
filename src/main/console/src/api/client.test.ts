import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, body, receive, service } from './client'
import type { ApiError } from './problem'
import { forgetUser, session, signIn, signOut } from './session'

const answers = vi.fn<(request: Request) => Promise<Response>>()

beforeEach(() => {
  vi.stubGlobal('fetch', answers)
  service.revision = 0
  signIn('token-of-alice')
})

afterEach(() => {
  vi.unstubAllGlobals()
  answers.mockReset()
  signOut()
})

function json(value: unknown, status = 200, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json', ...headers } })
}

function requested(index = 0): Request {
  return answers.mock.calls[index]![0]
}

describe('calls of the API', () => {
  it('send the token in a header, and nothing else', async () => {
    answers.mockResolvedValue(json([]))

    await body(api.GET('/models/families'))

    expect(requested().headers.get('Authorization')).toBe('Bearer token-of-alice')
    expect(requested().url).not.toContain('token')
  })

  it('wait for the newest revision that the console knows, where the service can', async () => {
    answers.mockImplementation(async () => json([], 200, { 'Config-Revision': '42' }))

    await body(api.GET('/models'))
    await body(api.GET('/features'))
    await body(api.GET('/models'))

    expect(requested(0).url).not.toContain('min_revision')
    expect(new URL(requested(1).url).searchParams.get('min_revision')).toBe('42')
    expect(requested(2).url).not.toContain('min_revision')
  })

  it('return what the headers say', async () => {
    answers.mockResolvedValue(json([], 200, { ETag: '"42"', 'X-Total': '7' }))

    expect(await receive(api.GET('/models'))).toMatchObject({ etag: '"42"', total: 7, effectiveChanges: null })
  })

  it('fail with the problem, its fields by pointer, and the time to wait', async () => {
    const errors = [
      { pointer: '/name', code: 'required', detail: 'The name is missing.' },
      { pointer: '/name', code: 'too-long', detail: 'Second.' },
    ]
    answers.mockResolvedValue(
      json({ code: 'validation-failed', detail: 'Two errors.', request_id: 'r-1', errors }, 422, {
        'Retry-After': '3',
      }),
    )

    const error = await body(api.GET('/models')).catch((failure: ApiError) => failure)

    expect(error).toMatchObject({
      status: 422,
      code: 'validation-failed',
      requestId: 'r-1',
      retryAfter: 3,
      transient: false,
      fields: { '/name': 'The name is missing.' },
    })
  })

  it('fail with status 0 if there is no response', async () => {
    answers.mockRejectedValue(new TypeError('Failed to fetch'))

    await expect(body(api.GET('/models'))).rejects.toMatchObject({ status: 0, transient: true })
    expect(service.reachable).toBe(false)
  })

  it('ask for a new token when the service rejects the one in use, and keep the page', async () => {
    answers.mockResolvedValue(json({ code: 'unauthorized', detail: 'Expired.' }, 401))

    await expect(body(api.GET('/models'))).rejects.toMatchObject({ status: 401 })

    expect(session.expired).toBe(true)
    expect(session.token).toBe('token-of-alice')
  })

  it('are not sent with a token that the service has rejected', async () => {
    session.expired = true

    await expect(body(api.GET('/models'))).rejects.toMatchObject({ status: 401, code: 'session-ended' })
    expect(answers).not.toHaveBeenCalled()

    signIn('token-of-bob')
    answers.mockResolvedValue(json([]))
    await body(api.GET('/models'))
    expect(requested().headers.get('Authorization')).toBe('Bearer token-of-bob')
  })

  it('do not end the session that began while they were on their way', async () => {
    answers.mockImplementation(async () => {
      signIn('token-of-bob')
      return json({ code: 'unauthorized', detail: 'Expired.' }, 401)
    })

    await expect(body(api.GET('/models'))).rejects.toMatchObject({ status: 401 })

    expect(session.expired).toBe(false)
  })

  it.each([signOut, forgetUser])('end with the user who made them: %o', async (change) => {
    const signals: AbortSignal[] = []
    answers.mockImplementation(
      (...sent) =>
        new Promise((_resolve, reject) => {
          const { signal } = (sent as unknown as [Request, RequestInit])[1]
          signals.push(signal!)
          signal!.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
        }),
    )
    service.reachable = true
    const call = body(api.GET('/models'))
    await vi.waitFor(() => expect(signals).toHaveLength(1))

    change()

    await expect(call).rejects.toMatchObject({ status: 0 })
    expect(service.reachable).toBe(true)
  })
})
