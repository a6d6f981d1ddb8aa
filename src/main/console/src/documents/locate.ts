/** A fault in a document: what is wrong, and on which line of the text, counted from 1, if that is known. */
export interface TextFault {
  line: number | null
  detail: string
}

/** The largest document that the service takes. */
export const MOST_BYTES = 1_048_576

/** Whether a text is JSON and not YAML. A document in YAML can begin with a brace too, but hardly with one before a quote. */
export function isJson(text: string): boolean {
  return /^\s*\{\s*["}]/.test(text)
}

/** The line that the detail of a problem names, such as "The body is not well-formed YAML at line 3". */
export function lineIn(detail: string): number | null {
  const line = /\bat line (\d+)/.exec(detail)?.[1]
  return line === undefined ? null : Number(line)
}

/**
 * The line of what a JSON Pointer points to, or of the nearest thing around it that can be found: documents in block style, and JSON, are
 * followed to the property. Null for the document as a whole.
 */
export function lineOf(text: string, pointer: string): number | null {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (path.length === 0) {
    return null
  }
  return isJson(text) ? lineInJson(text, path) : lineInYaml(text.split('\n'), path)
}

function lineInYaml(lines: string[], path: string[]): number | null {
  let [start, end] = [0, lines.length]
  let found: number | null = null
  const indent = (line: string) => line.length - line.trimStart().length
  const blank = (line: string) => /^\s*(#|$)/.test(line) || /^---/.test(line)
  for (const part of path) {
    let first = start
    while (first < end && blank(lines[first]!)) {
      first++
    }
    if (first >= end) {
      return found
    }
    const depth = indent(lines[first]!)
    const starts = (line: string) =>
      !blank(line) &&
      indent(line) === depth &&
      (/^\d+$/.test(part) ? /^\s*-(\s|$)/.test(line) : nameOf(line.trimStart()) === part)
    let at = -1
    for (let line = first, index = 0; line < end; line++) {
      if (starts(lines[line]!) && (!/^\d+$/.test(part) || index++ === Number(part))) {
        at = line
        break
      }
    }
    if (at < 0) {
      return found
    }
    found = at + 1
    if (/^\d+$/.test(part)) {
      let next = at + 1
      while (next < end && (blank(lines[next]!) || indent(lines[next]!) > depth)) {
        next++
      }
      lines = lines.with(at, lines[at]!.replace(/-/, ' '))
      ;[start, end] = [at, next]
    } else {
      let next = at + 1
      while (
        next < end &&
        (blank(lines[next]!) ||
          indent(lines[next]!) > depth ||
          (indent(lines[next]!) === depth && /^\s*-(\s|$)/.test(lines[next]!)))
      ) {
        next++
      }
      ;[start, end] = [at + 1, next]
    }
  }
  return found
}

function nameOf(line: string): string | undefined {
  const [, quoted, single, plain] = /^(?:"([^"]*)"|'([^']*)'|([^\s:#{["'-][^:]*?))\s*:(?:\s|$)/.exec(line) ?? []
  return quoted ?? single ?? plain
}

function lineInJson(text: string, path: string[]): number | null {
  let at = 0
  let found: number | null = null
  const space = () => {
    while (/\s/.test(text[at] ?? '')) {
      at++
    }
  }
  const string = () => {
    const start = at++
    while (at < text.length && text[at] !== '"') {
      at += text[at] === '\\' ? 2 : 1
    }
    return text.slice(start, ++at)
  }
  /** Passes over a value. Notes where the part of the path is that begins at `depth`, if the value is on the path. */
  const value = (depth: number | null): void => {
    space()
    const open = text[at]
    if (open === '"') {
      string()
      return
    }
    if (open !== '{' && open !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) {
        at++
      }
      return
    }
    at++
    for (let index = 0; at < text.length; index++) {
      space()
      if (text[at] === '}' || text[at] === ']') {
        at++
        return
      }
      const start = at
      let name = String(index)
      if (open === '{') {
        if (text[at] !== '"') {
          at = text.length
          return
        }
        name = JSON.parse(string()) as string
        space()
        at++
      }
      const on = depth !== null && path[depth] === name
      if (on) {
        found = text.slice(0, start).split('\n').length
      }
      value(on ? depth + 1 : null)
      space()
      if (text[at] === ',') {
        at++
      }
    }
  }
  try {
    value(0)
  } catch {
    // What was found so far is near.
  }
  return found
}
