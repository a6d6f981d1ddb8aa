import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { api, body, service } from '../../api/client'
import { asApiError, type ApiError } from '../../api/problem'
import { onUserChange } from '../../api/session'
import type { Finding } from '../../components/findings'

interface Checked {
  findings: Finding[]
  at: string
  /** The revision of the configuration that was checked. */
  revision: number
}

/** Outlives the page, so that coming back from a fix still shows what the checks found. */
const result = shallowRef<Checked | null>(null)
onUserChange(() => {
  result.value = null
})

/** Runs the checks of all connections, which take up to a minute. */
export function useChecks() {
  const running = ref(false)
  const seconds = ref(0)
  const error = shallowRef<ApiError | null>(null)
  let abort: AbortController | null = null

  async function run() {
    if (running.value) {
      return
    }
    const started = Date.now()
    const timer = setInterval(() => {
      seconds.value = Math.floor((Date.now() - started) / 1000)
    }, 500)
    abort = new AbortController()
    running.value = true
    seconds.value = 0
    error.value = null
    try {
      const revision = service.revision
      const findings = await body(
        api.GET('/diagnostics', { params: { query: { checks: true } }, signal: abort.signal }),
      )
      result.value = { findings, at: new Date().toISOString(), revision }
    } catch (failure) {
      error.value = abort.signal.aborted ? null : asApiError(failure)
    } finally {
      clearInterval(timer)
      running.value = false
    }
  }

  const cancel = () => abort?.abort()
  onBeforeUnmount(cancel)
  return { running, seconds, error, result, run, cancel }
}
