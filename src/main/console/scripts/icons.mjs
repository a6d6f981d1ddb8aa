// Writes src/components/icons.ts: the paths of the icons of GitLab (MIT) that the console uses. Run it after adding a name: npm run icons.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = '@gitlab/svgs@3.165.0'
const TARGET = join(import.meta.dirname, '../src/components/icons.ts')
const NAMES =
  `arrow-right audit-events check check-circle chevron-down chevron-left chevron-right clear close copy-to-clipboard dash
  dash-circle document download ellipsis_v error external-link hamburger history home import information-o key
  machine-learning pencil play plus remove retry search services settings license status-health sidebar upload user warning
  feature-flag`.split(/\s+/)

const folder = mkdtempSync(join(tmpdir(), 'icons-'))
try {
  const archive = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', archive], { cwd: folder })
  const entries = NAMES.sort().map((name) => {
    const svg = readFileSync(join(folder, `package/dist/sprite_icons/${name}.svg`), 'utf8')
    const path = [...svg.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]).join('')
    return `  '${name}': '${path}',\n`
  })
  writeFileSync(
    TARGET,
    `/** Paths of icons of ${PACKAGE} (MIT), 16 by 16. Made by scripts/icons.mjs. */\nexport const icons = {\n${entries.join('')}}\n\nexport type IconName = keyof typeof icons\n`,
  )
} finally {
  rmSync(folder, { recursive: true })
}
