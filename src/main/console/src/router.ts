import { nextTick } from 'vue'
import { createRouter, createWebHashHistory, type RouteRecordRaw, type Router } from 'vue-router'
import { session } from './api/session'
import { focusTitle } from './app/focus'
import { toast } from './app/toasts'
import { copy } from './copy/en'

declare module 'vue-router' {
  interface RouteMeta {
    /** Whether the page is shown without a token. */
    open?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'overview', component: () => import('./pages/overview/OverviewPage.vue') },
  { path: '/features/:feature?', name: 'features', component: () => import('./pages/features/FeaturesPage.vue') },
  { path: '/models', name: 'models', component: () => import('./pages/models/ModelsPage.vue') },
  { path: '/models/new', name: 'new-model', component: () => import('./pages/models/ModelFormPage.vue') },
  { path: '/models/:id(\\d+)', name: 'model', component: () => import('./pages/models/ModelFormPage.vue') },
  {
    path: '/configuration',
    name: 'configuration',
    component: () => import('./pages/configuration/ConfigurationPage.vue'),
  },
  { path: '/subscription', name: 'subscription', component: () => import('./pages/subscription/SubscriptionPage.vue') },
  { path: '/gitlab-instances', name: 'instances', component: () => import('./pages/instances/InstancesPage.vue') },
  {
    path: '/gitlab-instances/new',
    name: 'new-instance',
    component: () => import('./pages/instances/InstancePage.vue'),
  },
  {
    path: '/gitlab-instances/:id(\\d+)',
    name: 'instance',
    component: () => import('./pages/instances/InstancePage.vue'),
  },
  { path: '/diagnostics', name: 'diagnostics', component: () => import('./pages/diagnostics/DiagnosticsPage.vue') },
  { path: '/history', name: 'history', component: () => import('./pages/history/HistoryPage.vue') },
  { path: '/history/:revision(\\d+)', name: 'revision', component: () => import('./pages/history/RevisionPage.vue') },
  { path: '/documents', name: 'documents', component: () => import('./pages/documents/DocumentsPage.vue') },
  {
    path: '/sign-in/:code?',
    name: 'sign-in',
    component: () => import('./pages/signIn/SignInPage.vue'),
    meta: { open: true },
  },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./pages/NotFoundPage.vue') },
]

/**
 * Makes the router, after the address has lost what an issuer appended to it. Routes are in the fragment: the service needs no rule for
 * them, and they work below the path of any proxy.
 */
export function createConsoleRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes,
    // A filter or a drawer of the same page leaves it where it is.
    scrollBehavior: (to, from, saved) => saved ?? (to.name === from.name ? false : { top: 0 }),
  })
  router.beforeEach((to) =>
    session.token === null && !to.meta.open
      ? { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } }
      : true,
  )
  // The file of a page did not come.
  router.onError(() => toast(copy.noResponse, 'danger'))
  // The title of a new page gets the focus, so that screen readers begin there.
  router.afterEach((to, from) => {
    if (from.name !== undefined && to.name !== from.name) {
      document.title = copy.product
      // The title of the old page is still there.
      void nextTick(() => focusTitleOnceShown())
    }
  })
  return router
}

function focusTitleOnceShown(tries = 20): void {
  if (!focusTitle() && tries > 0) {
    requestAnimationFrame(() => focusTitleOnceShown(tries - 1))
  }
}
