// Tells the server that this page is alive, and hears whether the interview is still here and still on.
import { CallFailed, api } from "./api.js";

const INTERVAL = 10_000;

/** Calls `onElsewhere` when another device has taken over, `onOver` when the interview was moved, cancelled or has run out. */
export class Presence {
  #timer;
  #startsAt;
  #onElsewhere;
  #onOver;
  #stopped = false;

  constructor({ startsAt, onElsewhere, onOver }) {
    this.#startsAt = Date.parse(startsAt);
    this.#onElsewhere = onElsewhere;
    this.#onOver = onOver;
    this.#plan();
    document.addEventListener("visibilitychange", () => document.hidden || this.#ask());
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #plan() {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => this.#ask(), INTERVAL);
  }

  async #ask() {
    if (this.#stopped) return;
    try {
      const reply = await api.presence();
      if (this.#stopped) return;
      const moved = Date.parse(reply.starts_at) !== this.#startsAt;
      if (moved || !["open", "completed"].includes(reply.state)) return this.#end(this.#onOver);
      if (reply.state === "open" && !reply.active) return this.#end(this.#onElsewhere);
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure; // No connection: the next time will tell.
    }
    this.#plan();
  }

  #end(tell) {
    this.stop();
    tell();
  }
}
