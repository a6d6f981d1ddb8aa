import { useRouter } from 'vue-router'
import { signOut } from '../api/session'

/** Leaves the page, which asks first if it has changes that are not saved, and signs out. */
export function useSignOut(): () => Promise<void> {
  const router = useRouter()
  return async () => {
    const stays = await router.push({ name: 'sign-in' })
    if (!stays) {
      signOut()
    }
  }
}
