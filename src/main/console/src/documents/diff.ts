/** A line of a comparison, with its number on each side on which it is. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
  before: number | null
  after: number | null
}

/** Lines that are shown, or lines without a difference that are folded. */
interface DiffPart {
  folded: boolean
  lines: DiffLine[]
}

/** A row of two columns. */
interface DiffPair {
  left: DiffLine | null
  right: DiffLine | null
}

const CONTEXT = 3

/** Gaps between lines that match for sure are compared exactly up to this number of pairs of lines. */
const MOST_PAIRS = 1_000_000

/**
 * Compares two texts line by line. Lines that are unique on both sides, such as the name of a model, hold the comparison together, so
 * that a model that was added is one block, and so that thousands of models take milliseconds.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const left = linesOf(before)
  const right = linesOf(after)
  const result: DiffLine[] = []
  const emit = (line: DiffLine) => result.push(line)
  compare(left, right, 0, left.length, 0, right.length, emit)
  return result
}

/** Folds the lines that are far from any difference. */
export function fold(lines: DiffLine[], context = CONTEXT): DiffPart[] {
  const near = new Uint8Array(lines.length)
  lines.forEach((line, index) => {
    if (line.kind !== 'same') {
      near.fill(1, Math.max(0, index - context), Math.min(lines.length, index + context + 1))
    }
  })
  const parts: DiffPart[] = []
  lines.forEach((line, index) => {
    const folded = near[index] === 0
    if (parts.at(-1)?.folded !== folded) {
      parts.push({ folded, lines: [] })
    }
    parts.at(-1)?.lines.push(line)
  })
  return parts
}

/** Puts removed and added lines beside each other. */
export function inPairs(lines: DiffLine[]): DiffPair[] {
  const pairs: DiffPair[] = []
  let removed: DiffLine[] = []
  let added: DiffLine[] = []
  const flush = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) {
      pairs.push({ left: removed[i] ?? null, right: added[i] ?? null })
    }
    removed = []
    added = []
  }
  for (const line of lines) {
    if (line.kind === 'same') {
      flush()
      pairs.push({ left: line, right: line })
    } else {
      ;(line.kind === 'removed' ? removed : added).push(line)
    }
  }
  flush()
  return pairs
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function compare(
  left: string[],
  right: string[],
  leftStart: number,
  leftEnd: number,
  rightStart: number,
  rightEnd: number,
  emit: (line: DiffLine) => void,
): void {
  while (leftStart < leftEnd && rightStart < rightEnd && left[leftStart] === right[rightStart]) {
    emit({ kind: 'same', text: left[leftStart]!, before: ++leftStart, after: ++rightStart })
  }
  let tail = 0
  while (
    leftStart < leftEnd - tail &&
    rightStart < rightEnd - tail &&
    left[leftEnd - tail - 1] === right[rightEnd - tail - 1]
  ) {
    tail++
  }
  const anchors = uniqueMatches(left, right, leftStart, leftEnd - tail, rightStart, rightEnd - tail)
  if (anchors.length === 0) {
    compareExactly(left, right, leftStart, leftEnd - tail, rightStart, rightEnd - tail, emit)
  } else {
    let [l, r] = [leftStart, rightStart]
    for (const [anchorLeft, anchorRight] of anchors) {
      compare(left, right, l, anchorLeft, r, anchorRight, emit)
      emit({ kind: 'same', text: left[anchorLeft]!, before: anchorLeft + 1, after: anchorRight + 1 })
      l = anchorLeft + 1
      r = anchorRight + 1
    }
    compare(left, right, l, leftEnd - tail, r, rightEnd - tail, emit)
  }
  for (let i = tail; i > 0; i--) {
    emit({ kind: 'same', text: left[leftEnd - i]!, before: leftEnd - i + 1, after: rightEnd - i + 1 })
  }
}

/** Pairs of equal lines that occur once on each side, in an order that both sides have: the longest such sequence. */
function uniqueMatches(
  left: string[],
  right: string[],
  leftStart: number,
  leftEnd: number,
  rightStart: number,
  rightEnd: number,
): [number, number][] {
  const found = new Map<string, { left: number; right: number }>()
  for (let i = leftStart; i < leftEnd; i++) {
    found.set(left[i]!, { left: found.has(left[i]!) ? -1 : i, right: -1 })
  }
  for (let i = rightStart; i < rightEnd; i++) {
    const entry = found.get(right[i]!)
    if (entry !== undefined) {
      entry.right = entry.right === -1 ? i : -2
    }
  }
  const matches = [...found.values()].filter((each) => each.left >= 0 && each.right >= 0)
  return longestIncreasing(matches.map((each) => [each.left, each.right] as [number, number]))
}

function longestIncreasing(matches: [number, number][]): [number, number][] {
  const ends: number[] = []
  const previous = new Int32Array(matches.length).fill(-1)
  matches.forEach(([, right], index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (matches[ends[middle]!]![1] < right) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    previous[index] = low > 0 ? ends[low - 1]! : -1
    ends[low] = index
  })
  const result: [number, number][] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at]!) {
    result.push(matches[at]!)
  }
  return result.reverse()
}

/** The longest common subsequence of a gap; a gap that is too large for that counts as replaced. */
function compareExactly(
  left: string[],
  right: string[],
  leftStart: number,
  leftEnd: number,
  rightStart: number,
  rightEnd: number,
  emit: (line: DiffLine) => void,
): void {
  const height = leftEnd - leftStart
  const width = rightEnd - rightStart
  const exact = height * width <= MOST_PAIRS
  const lengths = new Uint16Array(exact ? (height + 1) * (width + 1) : 0)
  const at = (l: number, r: number) => lengths[l * (width + 1) + r] ?? 0
  for (let l = height - 1; exact && l >= 0; l--) {
    for (let r = width - 1; r >= 0; r--) {
      lengths[l * (width + 1) + r] =
        left[leftStart + l] === right[rightStart + r] ? at(l + 1, r + 1) + 1 : Math.max(at(l + 1, r), at(l, r + 1))
    }
  }
  let [l, r] = [0, 0]
  while (l < height || r < width) {
    const [leftLine, rightLine] = [left[leftStart + l], right[rightStart + r]]
    if (exact && l < height && r < width && leftLine === rightLine) {
      emit({ kind: 'same', text: leftLine!, before: leftStart + ++l, after: rightStart + ++r })
    } else if (l < height && (r >= width || at(l + 1, r) >= at(l, r + 1))) {
      emit({ kind: 'removed', text: leftLine!, before: leftStart + ++l, after: null })
    } else {
      emit({ kind: 'added', text: rightLine!, before: null, after: rightStart + ++r })
    }
  }
}
