// Signing out leaves no draft ballot behind on the device.

import { wipeAllDrafts } from "./drafts.mjs";

export function start(form) {
  form.addEventListener("submit", wipeAllDrafts);
}
