/** Lets the browser save a text as a file. The token is in a header, so a plain link to the service cannot do it. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not at once: the browser has to begin to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
