import { computed, reactive } from 'vue'
import type { components } from './schema'

type Caller = components['schemas']['CallerDetails']
export type ConsoleConfiguration = components['schemas']['ConsoleConfiguration']

const STORED = 'duo-config.session'

interface Stored {
  token: string
}

/**
 * The signed-in user. The token is in the session storage of this tab, so a reload keeps it and closing the tab forgets it. Nothing
 * else of the console is stored.
 */
export const session = reactive({
  token: read(),
  caller: null as Caller | null,
  configuration: null as ConsoleConfiguration | null,
  /** Whether the service rejected the token while the console was in use: the sign-in dialog is over the page. */
  expired: false,
  /** Why signing in at the issuer failed, for the sign-in page; null if it did not. */
  failure: null as string | null,
})

export const isAdmin = computed(() => session.caller?.roles.includes('admin') ?? false)

export function signIn(token: string): void {
  session.token = token
  session.expired = false
  session.failure = null
  sessionStorage.setItem(STORED, JSON.stringify({ token } satisfies Stored))
}

export function signOut(): void {
  session.token = null
  session.caller = null
  session.expired = false
  sessionStorage.removeItem(STORED)
  forgetUser()
}

const forgetting: (() => void)[] = []

/** Registers how to forget what belongs to the user: what the console keeps for one must not be shown to the next. */
export function onUserChange(forget: () => void): void {
  forgetting.push(forget)
}

/** Forgets what belongs to the user, who has signed out, or in whose place somebody else has signed in. */
export function forgetUser(): void {
  session.caller = null
  forgetting.forEach((forget) => forget())
}

function read(): string | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Partial<Stored> | null
    return typeof stored?.token === 'string' ? stored.token : null
  } catch {
    return null
  }
}

/** Other tabs of this console, and not of another one at the same origin, which wait for a new token while the user signs in again in this one. */
const tabs = new BroadcastChannel(`duo-config ${new URL('.', document.baseURI).pathname}`)
tabs.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (session.expired && typeof event.data === 'string') {
    signIn(event.data)
  }
})

/** Gives a new token to the tabs whose session has ended. Only pages of the same origin can listen. */
export function shareToken(token: string): void {
  tabs.postMessage(token)
}
