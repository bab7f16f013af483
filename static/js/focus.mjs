// Moves the focus to what answers the reader's act: an error summary or a confirmation.

export function start(element) {
  element.focus({ preventScroll: false });
}
