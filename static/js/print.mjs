// Opens the browser's print window, from which people also save a page as PDF.

export function start(element) {
  element.hidden = false;
  const button = element.matches("button") ? element : element.querySelector('[data-act="print"]');
  button.addEventListener("click", () => window.print());
}
