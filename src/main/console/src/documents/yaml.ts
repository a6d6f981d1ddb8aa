type Value = null | boolean | number | string | Value[] | { [name: string]: Value }

/** As the service decides: words, IDs, and URLs need no quotes, everything else gets them. */
const PLAIN = /^[A-Za-z](?:[\w./()+-]| (?=[\w./()+-])|:(?=[\w./()+-]))*$/
const RESERVED = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'])

/** A document in the YAML that the service writes, so that two documents can be compared line by line. */
export function toYaml(document: object): string {
  return lines(document as Value, '').join('\n') + '\n'
}

function lines(value: Value, indent: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) =>
      isScalar(item)
        ? [`${indent}- ${scalar(item)}`]
        : lines(item, `${indent}  `).map((line, index) =>
            index === 0 ? `${indent}- ${line.slice(indent.length + 2)}` : line,
          ),
    )
  }
  return Object.entries(value as object).flatMap(([name, each]: [string, Value]) =>
    isScalar(each)
      ? [`${indent}${text(name)}: ${scalar(each)}`]
      : [`${indent}${text(name)}:`, ...lines(each, Array.isArray(each) ? indent : `${indent}  `)],
  )
}

/** Whether a value is written on the line of its name. */
function isScalar(value: Value): boolean {
  return value === null || typeof value !== 'object' || Object.keys(value).length === 0
}

function scalar(value: Value): string {
  if (typeof value === 'string') {
    return text(value)
  }
  return value !== null && typeof value === 'object' ? (Array.isArray(value) ? '[]' : '{}') : String(value)
}

function text(value: string): string {
  return PLAIN.test(value) && !RESERVED.has(value.toLowerCase()) ? value : JSON.stringify(value)
}
