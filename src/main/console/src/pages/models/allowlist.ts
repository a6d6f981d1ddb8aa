import { api, body, receive } from '../../api/client'
import { reviewed } from '../../app/review'
import { modelsCopy } from '../../copy/models'

/** Adds an entry to the outbound allowlist of the gateway, after a review. Returns whether it was added. */
export async function allowInOutboundRules(value: string): Promise<boolean> {
  const words = modelsCopy.test
  let allowlist: string[] = []
  return reviewed({
    title: words.allowTitle(value),
    confirm: words.allowConfirm,
    plan: async () => {
      const gateway = await receive(api.GET('/gateway'))
      allowlist = [...gateway.data.outbound_allowlist, value]
      const plan = await body(api.POST('/plan', { body: { gateway: { outbound_allowlist: allowlist } } }))
      // The tag of the list that was read: entries of others must not get lost.
      return { plan: { ...plan, sentences: [words.allows(value)] }, etag: gateway.etag }
    },
    apply: (etag) =>
      body(
        api.PATCH('/gateway', {
          params: { header: { 'If-Match': etag ?? undefined } },
          body: { outbound_allowlist: allowlist },
        }),
      ),
    curl: (etag) => [{ method: 'PATCH', path: 'gateway', body: { outbound_allowlist: allowlist }, ifMatch: etag }],
  })
}
