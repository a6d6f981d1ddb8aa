import { onBeforeUnmount, onMounted } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { confirmed } from './confirm'
import { copy } from '../copy/en'

/**
 * Asks before the user leaves a page with changes that are not saved, by a link or by closing the tab. A page whose path only opens
 * something on it, such as a drawer, keeps its changes on every path.
 */
export function guardUnsaved(dirty: () => boolean, onEveryPath = false): void {
  const ask = async () => !dirty() || (await confirmed(copy.leaving))
  onBeforeRouteLeave(ask)
  onBeforeRouteUpdate((to, from) => onEveryPath || to.path === from.path || ask())
  const beforeUnload = (event: BeforeUnloadEvent) => {
    if (dirty()) {
      event.preventDefault()
    }
  }
  onMounted(() => window.addEventListener('beforeunload', beforeUnload))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', beforeUnload))
}
