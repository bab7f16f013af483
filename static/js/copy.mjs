// Copies the words of another element, and says in the template's own sentence whether that worked.

export function start(element) {
  element.hidden = false;
  const button = element.matches("button") ? element : element.querySelector('[data-act="copy"]');
  const status = element.parentElement.querySelector("[data-copied]");
  button.addEventListener("click", async () => {
    const words = document.getElementById(element.dataset.copyFrom).textContent.trim();
    let outcome = "copied";
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      outcome = "notCopied";
    }
    if (status) status.textContent = status.dataset[outcome];
  });
}
