// First, so that the styles of components come after it, and win.
import './styles/base.css'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { asApiError } from './api/problem'
import { onUserChange, session, type ConsoleConfiguration } from './api/session'
import App from './App.vue'
import { createConsoleRouter } from './router'

const ATTEMPTS = 2

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) =>
        failures < ATTEMPTS && asApiError(error).transient && asApiError(error).retryAfter === null,
      refetchOnWindowFocus: true,
      staleTime: 2_000,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

onUserChange(() => {
  if (session.token === null) {
    queries.clear()
  } else {
    queries.removeQueries({ type: 'inactive' })
    void queries.resetQueries()
  }
})

async function start() {
  const response = await fetch('config.json', { cache: 'no-store' }).catch(() => null)
  session.configuration = response?.ok ? ((await response.json()) as ConsoleConfiguration) : null
  if (new URLSearchParams(location.search).has('state')) {
    const { completeSignIn } = await import('./api/oidc')
    await completeSignIn()
  }
  const router = createConsoleRouter()
  const app = createApp(App).use(VueQueryPlugin, { queryClient: queries }).use(router)
  // Until the route is known, a page that needs no token would be shown as one that does.
  await router.isReady()
  app.mount('#app')
}

void start()
