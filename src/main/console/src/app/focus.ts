/** Moves the focus to the first field with an error. */
export function focusInvalid(form: ParentNode | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

/** Moves the focus to the title of the page, where what had it is gone. Returns whether there is one. */
export function focusTitle(): boolean {
  const title = document.querySelector<HTMLElement>('[data-page-title]')
  title?.focus({ preventScroll: true })
  return title !== null
}
