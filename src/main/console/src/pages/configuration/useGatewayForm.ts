import { computed, nextTick, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { api, receive } from '../../api/client'
import type { ApiError } from '../../api/problem'
import { focusInvalid } from '../../app/focus'
import { guardUnsaved } from '../../app/leaving'
import { reviewed } from '../../app/review'
import { configurationCopy as copy } from '../../copy/configuration'
import {
  changedFields,
  entriesOf,
  formOf,
  localErrors,
  patchOf,
  rebase,
  sentencesOf,
  type Gateway,
  type GatewayField,
  type GatewayForm,
} from './gatewayForm'

export type GatewayEditing = ReturnType<typeof useGatewayForm>

/** The editing of the gateway settings: what is entered, how it differs from what is stored, and saving it. */
export function useGatewayForm(gateway: Ref<Gateway>) {
  const stored = shallowRef(formOf(gateway.value))
  const form = reactive<GatewayForm>({ ...stored.value })
  const errors = ref<Record<string, string>>({})
  const problem = shallowRef<ApiError | null>(null)
  const conflicts = ref<GatewayField[]>([])
  const note = ref('')

  const changed = computed(() => changedFields(form, stored.value))
  const dirty = computed(() => changed.value.length > 0)
  guardUnsaved(() => dirty.value)

  watch(gateway, (now) => {
    const merged = rebase(form, stored.value, formOf(now))
    conflicts.value = [
      ...merged.conflicts,
      ...conflicts.value.filter((field) => !merged.conflicts.includes(field) && form[field] !== formOf(now)[field]),
    ]
    stored.value = formOf(now)
    Object.assign(form, merged.form)
  })

  function take(saved: GatewayForm) {
    stored.value = saved
    Object.assign(form, saved)
    errors.value = {}
    problem.value = null
    conflicts.value = []
    note.value = ''
  }

  async function save() {
    note.value = dirty.value ? '' : copy.nothing
    problem.value = null
    errors.value = localErrors(form)
    if (!dirty.value || Object.keys(errors.value).length > 0) {
      return showInvalid()
    }
    const patch = patchOf(form, stored.value)
    try {
      await reviewed({
        title: copy.reviewTitle,
        confirm: copy.save,
        plan: async () => {
          const { data, etag } = await receive(api.POST('/plan', { body: { gateway: patch } }))
          return { plan: { ...data, sentences: sentencesOf(data.gateway) }, etag }
        },
        apply: async (etag) => {
          const { data } = await receive(
            api.PATCH('/gateway', { params: { header: etag ? { 'If-Match': etag } : {} }, body: patch }),
          )
          take(formOf(data))
        },
        curl: (etag) => [{ method: 'PATCH', path: 'gateway', body: patch, ifMatch: etag }],
      })
    } catch (failure) {
      const error = failure as ApiError
      // A plan points into /gateway, the write into the settings themselves.
      errors.value = Object.fromEntries(
        Object.entries(error.fields).map(([pointer, detail]) => [pointer.replace(/^\/gateway/, ''), detail]),
      )
      const shown = Object.keys(errors.value).some((pointer) => pointer !== '')
      problem.value = shown ? null : error
      note.value = shown ? copy.invalid : ''
      await showInvalid()
    }
  }

  function discard() {
    take(formOf(gateway.value))
  }

  function useTheirs(field: GatewayField) {
    Object.assign(form, { [field]: stored.value[field] })
    conflicts.value = conflicts.value.filter((each) => each !== field)
  }

  const isListed = (entry: string) => entriesOf(form.outbound_allowlist).includes(entry)

  function list(entry: string) {
    if (!isListed(entry)) {
      form.outbound_allowlist = [form.outbound_allowlist.trimEnd(), entry].filter(Boolean).join('\n')
    }
  }

  function unlist(entry: string) {
    form.outbound_allowlist = form.outbound_allowlist
      .split('\n')
      .filter((line) => line.trim() !== entry)
      .join('\n')
  }

  return reactive({
    form,
    stored,
    errors,
    problem,
    conflicts,
    note,
    changed,
    dirty,
    save,
    discard,
    useTheirs,
    isListed,
    list,
    unlist,
  })
}

async function showInvalid(): Promise<void> {
  await nextTick()
  focusInvalid(document.querySelector('form.gateway-form'))
}
