// Where a draft ballot lies: on this device only, one entry a poll. A browser that keeps nothing is no fault.

const PREFIX = "moothill-draft:";

export function readDraft(poll, owner) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + poll));
    return draft && draft.owner === owner && Array.isArray(draft.values) ? draft.values : [];
  } catch {
    return [];
  }
}

export function keepDraft(poll, owner, values) {
  try {
    localStorage.setItem(PREFIX + poll, JSON.stringify({ owner, values }));
  } catch {
    // Private windows may refuse; the choices then travel in the form alone.
  }
}

export function wipeDraft(poll) {
  try {
    localStorage.removeItem(PREFIX + poll);
  } catch {
    // Nothing was kept.
  }
}

export function wipeAllDrafts() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept.
  }
}
