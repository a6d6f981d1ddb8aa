import type { Ref } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { api, body, receive, type Received } from '../api/client'
import { asApiError } from '../api/problem'
import { isJson } from './locate'
import { nextCursor } from './filters'
import type { ConfigurationDocument, ConfigurationPlan } from './plan'

/** One page of a list that goes on with a cursor. */
export interface KeysetPage<T> {
  items: T[]
  /** The start of the next page; null on the last one. */
  next: string | null
}

export async function keysetPage<T>(call: Promise<{ data?: T[]; response: Response }>): Promise<KeysetPage<T>> {
  try {
    const { data, response } = await call
    return { items: data ?? [], next: nextCursor(response.headers.get('Link')) }
  } catch (error) {
    throw asApiError(error)
  }
}

/** The configuration as it was at a revision, or as it is. */
export function readDocument(revision?: number): Promise<Received<ConfigurationDocument>> {
  return receive(api.GET('/configuration', { params: { query: { at_revision: revision } } }))
}

/** The configuration at a revision, which never changes: it is read once. */
export function useDocument(revision: Ref<number>, enabled: Ref<boolean>) {
  return useQuery({
    queryKey: ['configuration', revision] as const,
    queryFn: async () => (await readDocument(revision.value)).data,
    enabled,
    staleTime: 'static',
  })
}

/** Plans a document, or makes the configuration equal to it if an entity tag is given, even a null one. */
export function putDocument(
  text: string,
  query: { dry_run?: boolean; restored_from?: number },
  etag: string | null = null,
): Promise<Received<ConfigurationPlan>> {
  return receive(
    api.PUT('/configuration', {
      params: { query, header: etag === null ? {} : { 'If-Match': etag } },
      headers: { 'Content-Type': contentTypeOf(text) },
      body: text as unknown as ConfigurationDocument,
      // The service reads the text itself, and so names its lines in errors.
      bodySerializer: (document) => document as unknown as string,
    }),
  )
}

export function contentTypeOf(text: string): string {
  return isJson(text) ? 'application/json' : 'application/yaml'
}

/** The number of the revision in an entity tag. */
export function revisionOf(etag: string | null): number {
  return Number(/\d+/.exec(etag ?? '')?.[0] ?? 0)
}

export async function currentYaml(): Promise<string> {
  return (await body(
    api.GET('/configuration', { headers: { Accept: 'application/yaml' }, parseAs: 'text' }),
  )) as unknown as string
}
