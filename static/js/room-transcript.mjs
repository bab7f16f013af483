// Puts the events of a room into its list, each once and in the room's own order. Holds no sentence itself.

import { fill } from "./words.mjs";

const MANY = 5;

export class Transcript {
  #waiting = new Map();
  #own = new Set();

  constructor(room, last, clock) {
    this.clock = clock;
    this.list = room.querySelector("#transcript");
    this.log = this.list.closest('[role="log"]');
    this.nothing = room.querySelector("[data-nothing]");
    this.hideLink = room.querySelector("template[data-hide]");
    this.last = last;
  }

  get hasGap() {
    return this.#waiting.size > 0;
  }

  // Shows an event as soon as every event before it is there; what was seen already is dropped.
  take(event) {
    if (event.seq <= this.last) return;
    this.#waiting.set(event.seq, event);
    while (this.#waiting.has(this.last + 1)) {
      this.last += 1;
      this.#show(this.#waiting.get(this.last));
      this.#waiting.delete(this.last);
    }
  }

  // Shows what was caught up on; many at once are not read aloud one by one.
  catchUp(events) {
    if (events.length > MANY) this.log.setAttribute("aria-live", "off");
    for (const event of events) this.take(event);
    setTimeout(() => this.log.setAttribute("aria-live", "polite"));
  }

  // Draws the line before what was missed; there is never more than one.
  divide(html) {
    this.list.querySelector(".mh-missed")?.remove();
    this.list.append(drawn(html));
    return this.list.lastElementChild.textContent.trim();
  }

  // Marks a message as the reader's own, whether it is there yet or not.
  own(seq) {
    this.#own.add(seq);
    document.getElementById(`message-${seq}`)?.classList.add("mh-message--mine");
  }

  #show(event) {
    const item = drawn(event.html);
    const before = document.getElementById(item.id);
    if (event.redraws && !before) return; // it stands on an earlier page
    if (event.mine || this.#own.has(event.message)) item.classList.add("mh-message--mine");
    this.#offerHiding(item, event.message);
    if (event.redraws) this.#quoteAnew(item, event.message);
    if (before) before.replaceWith(item);
    else this.list.append(item);
    this.nothing.hidden = true;
    this.clock.watch(item);
  }

  // What quotes a message says what stands there now: hidden words do not live on in quotations.
  #quoteAnew(item, seq) {
    const text = item.querySelector(".mh-message__text").textContent.trim();
    for (const words of this.list.querySelectorAll(`[data-quotes="${seq}"]`)) words.textContent = text;
  }

  #offerHiding(item, seq) {
    if (!this.hideLink || item.classList.contains("mh-message--hidden")) return;
    const actions = item.querySelector(".mh-message__actions") ?? document.createElement("div");
    actions.className = "mh-message__actions";
    actions.append(this.hideLink.content.cloneNode(true));
    const link = [...actions.querySelectorAll("a")].at(-1);
    const author = item.querySelector(".mh-message__author").textContent;
    link.setAttribute("href", link.getAttribute("href").replace("/messages/0/", `/messages/${seq}/`));
    link.querySelector("span").textContent = fill(link.querySelector("span").textContent, { author });
    item.append(actions);
  }
}

// The element that the server drew and escaped; nothing in it runs, the page's policy sees to that.
function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}
