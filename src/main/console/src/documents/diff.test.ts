import { describe, expect, it } from 'vitest'
import { diffLines, fold, inPairs, type DiffLine } from './diff'

const marks = (lines: DiffLine[]) =>
  lines.map((line) => ({ same: ' ', added: '+', removed: '-' })[line.kind] + line.text)

describe('the difference of two texts', () => {
  it('keeps a model that was added in one block', () => {
    const model = (name: string) => `- name: ${name}\n  family: gpt\n  iam_role: null\n  has_api_key: false\n`

    expect(marks(diffLines(model('A') + model('C'), model('A') + model('B') + model('C')))).toEqual([
      ' - name: A',
      '   family: gpt',
      '   iam_role: null',
      '   has_api_key: false',
      '+- name: B',
      '+  family: gpt',
      '+  iam_role: null',
      '+  has_api_key: false',
      ' - name: C',
      '   family: gpt',
      '   iam_role: null',
      '   has_api_key: false',
    ])
  })

  it('has what both texts say, in their order', () => {
    let seed = 7
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below
    for (let round = 0; round < 200; round++) {
      const [before, after] = [0, 1].map(() => Array.from({ length: random(12) }, () => 'abcdef'[random(6)]).join('\n'))
      const lines = diffLines(before!, after!)
      const side = (key: 'before' | 'after') => lines.filter((line) => line[key] !== null)

      expect(
        side('before')
          .map((line) => line.text)
          .join('\n'),
      ).toBe(before)
      expect(
        side('after')
          .map((line) => line.text)
          .join('\n'),
      ).toBe(after)
      expect(side('before').map((line) => line.before)).toEqual(side('before').map((_, index) => index + 1))
      expect(side('after').map((line) => line.after)).toEqual(side('after').map((_, index) => index + 1))
    }
  })

  it('compares 10,000 models exactly', () => {
    const models = Array.from({ length: 10_000 }, (_, i) => `- name: M${i}\n  family: gpt\n  has_api_key: false\n`)
    const changed = models.map((model, i) => (i % 100 === 0 ? model.replace('false', 'true') : model))

    expect(diffLines(models.join(''), changed.join('')).filter((line) => line.kind === 'added')).toHaveLength(100)
  })

  it('folds what is far from a difference', () => {
    const text = Array.from({ length: 20 }, (_, i) => `line ${i}`)
    const parts = fold(diffLines(text.join('\n'), text.with(10, 'new').join('\n')))

    expect(parts.map((part) => [part.folded, part.lines.length])).toEqual([
      [true, 7],
      [false, 8],
      [true, 6],
    ])
  })

  it('puts a line beside the one that replaces it', () => {
    expect(
      inPairs(diffLines('a\nb\nd', 'a\nc\nc2\nd')).map((pair) => [pair.left?.text ?? '', pair.right?.text ?? '']),
    ).toEqual([
      ['a', 'a'],
      ['b', 'c'],
      ['', 'c2'],
      ['d', 'd'],
    ])
  })
})
