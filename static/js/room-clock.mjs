// Says that a turn is about to end: the server's moment decides, this only tells of it.

const LATE = 10000; // milliseconds before the end: come to your end
const SOON = 20000; // milliseconds before the end: time can be added

export class Clock {
  #timers = [];

  constructor(now, words, say) {
    this.ahead = Date.parse(now) - Date.now(); // how far the server's clock is ahead of this one
    this.words = words;
    this.say = say;
  }

  // A line with an end takes the place of the end before it.
  watch(item) {
    if (!item.dataset.ends) return;
    for (const timer of this.#timers) clearTimeout(timer);
    const left = Date.parse(item.dataset.ends) - Date.now() - this.ahead;
    this.#timers = [
      [SOON, this.words.more],
      [LATE, this.words.wrapUp],
    ]
      .filter(([before]) => left > before)
      .map(([before, words]) => setTimeout(() => this.say(words), left - before));
  }
}
