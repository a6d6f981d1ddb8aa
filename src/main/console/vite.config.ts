import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const SERVICE = process.env.DUO_CONFIG_URL ?? 'http://127.0.0.1:8080'

/** The licenses of all packages of which the built page contains code. */
function licenses(): Plugin {
  return {
    name: 'licenses',
    generateBundle(_options, bundle) {
      const packages = new Map<string, string>()
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
          const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0/, ''))?.[1]
          if (folder !== undefined && !packages.has(folder)) {
            packages.set(folder, licenseOf(folder))
          }
        }
      }
      const tokens = readFileSync(join(import.meta.dirname, 'src/styles/LICENSE-gitlab-ui.txt'), 'utf8')
      const source = [...packages.values(), `Design tokens and icons of GitLab UI\n\n${tokens}`]
        .sort()
        .join(`\n${'-'.repeat(80)}\n\n`)
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source })
    },
  }
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', '../LICENSE']) {
    try {
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    } catch {
      // The next name.
    }
  }
  return `${name} ${version} (${license})\n`
}

/** Without hashes in the names: the service lets browsers ask for each file by its entity tag. */
export default defineConfig({
  base: './',
  plugins: [vue(), licenses()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: join(dirname(import.meta.dirname), 'resources/META-INF/resources/console'),
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        entryFileNames: 'app.js',
        chunkFileNames: '[name].js',
        // The styles of all pages are one file, which belongs to app.js.
        assetFileNames: (asset) => (asset.names.includes('style.css') ? 'app.css' : '[name][extname]'),
      },
    },
  },
  server: {
    proxy: {
      '^/(?!console/|@|src/|node_modules/|icon.svg|$|\\?)': { target: SERVICE },
      '/console/config.json': { target: SERVICE },
    },
  },
  // One environment for all files, which takes a tenth of the time of one for each.
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], pool: 'threads', isolate: false },
})
