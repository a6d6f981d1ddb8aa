import { reactive } from 'vue'
import { onUserChange } from '../api/session'

interface Toast {
  id: number
  text: string
  kind: 'success' | 'danger'
}

export const toasts = reactive<Toast[]>([])
onUserChange(() => toasts.splice(0))

let last = 0

/** Announces an outcome that the page itself does not show; screen readers read it too. */
export function toast(text: string, kind: Toast['kind'] = 'success'): void {
  toasts.push({ id: ++last, text, kind })
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((each) => each.id === id)
  if (index >= 0) {
    toasts.splice(index, 1)
  }
}
