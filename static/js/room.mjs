// Keeps a room live: joins where the page ended, catches up after a lost line, sends messages until they are kept.

import { Composer } from "./room-composer.mjs";
import { Clock } from "./room-clock.mjs";
import { Transcript } from "./room-transcript.mjs";

const PATIENCE = 8000;
const GAP = 400;
const RETURN = 500;

export async function start(room) {
  const { token, language, socket: address } = room.dataset;
  const { io } = await import(address);
  const socket = io("/rooms", {
    auth: { token, language },
    transports: ["websocket"],
    reconnectionDelay: RETURN,
    reconnectionDelayMax: 10 * RETURN,
  });
  new Line(room, socket).open();
}

class Line {
  #joining = false;
  #joinedBefore = false;

  constructor(room, socket) {
    this.socket = socket;
    this.number = Number(room.dataset.room);
    this.state = room.querySelector("#room-state");
    this.check = room.querySelector("[data-check]");
    this.clock = new Clock(room.dataset.now, this.state.dataset, (words) => this.#tell(words));
    this.transcript = new Transcript(room, Number(room.dataset.last), this.clock);
    const ends = [...this.transcript.list.querySelectorAll("[data-ends]")].at(-1);
    if (ends) this.clock.watch(ends);
    const form = room.querySelector("form[data-composer]");
    this.composer = form && new Composer(form, this.state.dataset, (message) => this.#post(message));
  }

  open() {
    this.socket.on("connect", () => this.#join());
    this.socket.on("event", (event) => this.#hear(event));
    this.socket.on("behind", ({ last }) => this.transcript.last < last && this.#repair());
    this.socket.on("disconnect", (reason) => this.#lost(reason));
    this.socket.on("connect_error", (fault) => this.#refused(fault));
  }

  #ask(name, data) {
    return this.socket.timeout(PATIENCE).emitWithAck(name, { room: this.number, ...data });
  }

  #say(words, live) {
    this.state.hidden = false;
    this.state.textContent = words;
    this.check.hidden = live;
    if (this.composer) this.composer.live = live;
  }

  // A word between times in the line that says whether the room is live.
  #tell(words) {
    this.state.hidden = false;
    this.state.textContent = words;
  }

  async #join() {
    if (this.#joining) return;
    this.#joining = true;
    try {
      await this.#catchUp();
    } catch {
      if (this.socket.connected) setTimeout(() => this.#join(), PATIENCE);
    } finally {
      this.#joining = false;
    }
  }

  async #catchUp() {
    let told = "";
    for (let more = true; more; ) {
      const answer = await this.#ask("join", { after: this.transcript.last });
      if (!answer.ok) {
        this.#say(answer.why, false);
        return;
      }
      if (this.#joinedBefore && !told && answer.missed) told = this.transcript.divide(answer.divider);
      this.transcript.catchUp(answer.events);
      more = answer.more;
    }
    this.#joinedBefore = true;
    this.#say(`${told} ${this.state.dataset.live}`.trim(), true);
    this.composer?.sendAgain();
  }

  #hear(event) {
    this.transcript.take(event);
    if (!this.transcript.hasGap) return;
    setTimeout(() => this.transcript.hasGap && this.#repair(), GAP);
  }

  // Asks for what is missing, without the line that says how long somebody was away.
  async #repair() {
    try {
      const answer = await this.#ask("join", { after: this.transcript.last });
      if (answer.ok) this.transcript.catchUp(answer.events);
    } catch {
      this.socket.disconnect().connect();
    }
  }

  async #post(message) {
    const answer = await this.#ask("post", message);
    if (answer.ok) {
      this.transcript.own(answer.seq);
      setTimeout(() => this.transcript.last < answer.seq && this.#repair(), GAP);
    }
    return answer;
  }

  #lost(reason) {
    this.#say(this.state.dataset.reconnecting, false);
    if (reason !== "io server disconnect") return;
    setTimeout(() => this.socket.connect(), RETURN * (1 + Math.random()));
  }

  // A refusal of the server's own is final and comes as a sentence; anything else is tried again.
  #refused(fault) {
    if (!this.socket.active) this.#say(fault.message, false);
    else if (this.#joinedBefore) this.#say(this.state.dataset.reconnecting, false);
    if (!this.socket.active) this.composer?.goPlain();
  }
}
