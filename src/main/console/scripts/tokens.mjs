// Writes src/styles/tokens.css: the design tokens of GitLab UI (MIT) that our styles use, and the tokens those refer to.
// Both themes are in one value with light-dark(). Run it after using a new token: npm run tokens.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = '@gitlab/ui@137.2.6'
const SOURCES = join(import.meta.dirname, '../src')
const TARGET = join(SOURCES, 'styles/tokens.css')

function filesBelow(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => /\.(vue|css|ts)$/.test(path) && path !== TARGET)
    .sort()
}

function declarations(css) {
  return new Map([...css.matchAll(/^\s+(--[a-z0-9-]+):\s*([^;]+);/gm)].map(([, name, value]) => [name, value.trim()]))
}

function references(text) {
  return [...text.matchAll(/var\((--gl-[a-z0-9-]+)/g)].map(([, name]) => name)
}

const folder = mkdtempSync(join(tmpdir(), 'tokens-'))
try {
  const archive = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', archive], { cwd: folder })
  const css = (name) => declarations(readFileSync(join(folder, 'package/src/tokens/build/css', name), 'utf8'))
  const light = css('tokens.css')
  const dark = css('tokens.dark.css')
  const used = new Set()
  const pending = filesBelow(SOURCES).flatMap((path) => references(readFileSync(path, 'utf8')))
  while (pending.length > 0) {
    const name = pending.pop()
    if (used.has(name)) continue
    if (!light.has(name)) throw new Error(`${PACKAGE} has no token ${name}`)
    used.add(name)
    pending.push(...references(light.get(name)), ...references(dark.get(name) ?? ''))
  }
  const lines = [...light.keys()]
    .filter((name) => used.has(name))
    .map((name) => {
      const [day, night] = [light.get(name), dark.get(name) ?? light.get(name)]
      // light-dark() takes colors only; other values are the same in both themes, or refer to colors that differ.
      return `  ${name}: ${day === night || /\s/.test(day.replace(/\([^)]*\)/g, '')) ? day : `light-dark(${day}, ${night})`};`
    })
  writeFileSync(
    TARGET,
    `/* Design tokens of ${PACKAGE} (MIT, see LICENSE-gitlab-ui.txt). Made by scripts/tokens.mjs. */\n:root {\n${lines.join('\n')}\n}\n`,
  )
  console.log(`${lines.length} tokens`)
} finally {
  rmSync(folder, { recursive: true })
}
