// Sends what is written in a room and keeps it until it is kept there; the same words sent again carry the same key.

const AGAIN = 2000; // milliseconds until what got no answer is sent again, under the same key

const MORE = 25; // characters more than when it was last asked what others wrote already

const REST = 1500; // milliseconds without a key until the draft is kept

export class Composer {
  #sending = false;
  #pending = null;
  #plain = true;
  #resting = 0;
  #asked = 0;

  constructor(form, words, post) {
    this.form = form;
    this.box = form.querySelector("textarea");
    this.delivery = form.querySelector("[data-delivery]");
    this.alike = form.querySelector("[data-alike]");
    this.doubt = document.querySelector("[data-doubt]");
    this.words = words;
    this.post = post;
    this.box.addEventListener("input", () => this.#keep());
    form.addEventListener("submit", (submitted) => {
      if (this.#plain) return; // never live: the form goes the ordinary way
      submitted.preventDefault();
      this.#send(submitted.submitter?.name === "sure");
    });
  }

  set live(live) {
    if (live) this.#plain = false;
    this.isLive = live;
  }

  goPlain() {
    this.#plain = true;
  }

  // After the line is back: what the writer had sent goes on its way by itself.
  sendAgain() {
    if (this.#pending?.body === this.box.value) this.#send();
  }

  // What is being written is kept on the server, for the writer alone, once the hand rests.
  #keep() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#save(), REST);
  }

  async #save() {
    const words = new FormData();
    words.append("csrf_token", this.form.elements.csrf_token.value);
    words.append("body", this.box.value);
    const asks = Math.abs(this.box.value.length - this.#asked) >= MORE;
    if (asks) words.append("alike", "1");
    if (asks) this.#asked = this.box.value.length;
    const answer = await fetch(this.form.dataset.drafts, { method: "POST", body: words }).catch(() => null);
    if (!asks || !answer?.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await answer.text(); // drawn and escaped by the server
    this.alike.replaceChildren(template.content);
  }

  // `sure` is said by whoever was asked whether they mean what they wrote.
  async #send(sure = false) {
    if (this.#sending) return;
    if (this.#pending?.body !== this.box.value) this.#pending = { key: newKey(), ...this.#written() };
    if (sure) this.#pending.sure = true;
    if (!this.isLive) {
      this.delivery.textContent = this.delivery.dataset.waiting;
      return;
    }
    this.#sending = true;
    this.delivery.textContent = this.words.sending;
    try {
      const answer = await this.post(this.#pending);
      if (answer.status >= 500) throw new Error(answer.why); // not refused: sent again under the same key
      this.#answer(answer);
    } catch {
      this.delivery.textContent = this.words.notSent;
      setTimeout(() => this.isLive && this.sendAgain(), AGAIN);
    } finally {
      this.#sending = false;
    }
  }

  // The message as it stands in the form: its words, and as what they are said.
  #written() {
    const field = (name) => this.form.elements[name]?.value ?? "";
    return {
      body: this.box.value,
      kind: field("kind"),
      headline: field("headline"),
      source: field("source"),
      reply_to: Number(field("reply_to")) || 0,
      quotes: Number(field("quotes")) || 0,
    };
  }

  #empty() {
    for (const name of ["kind", "headline", "source", "reply_to", "quotes"]) {
      if (this.form.elements[name]) this.form.elements[name].value = "";
    }
    for (const line of this.form.querySelectorAll(".mh-replying")) line.remove();
    this.alike.replaceChildren();
    this.#asked = 0;
    this.form.querySelector("[data-drafted]")?.remove();
  }

  #answer(answer) {
    this.delivery.textContent = answer.ok ? answer.told || this.words.sent : answer.why;
    this.doubt.hidden = !answer.asks;
    if (answer.ok) clearTimeout(this.#resting);
    if (answer.ok) this.#empty();
    const { body } = this.#pending;
    if (answer.ok && this.box.value.startsWith(body)) this.box.value = this.box.value.slice(body.length);
    this.#pending = null;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
