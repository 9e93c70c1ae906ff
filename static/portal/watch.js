// Watches what the server says about the interview, and loads the page again when that has changed.
import { api, backOff } from "./api.js";

/**
 * Asks now and then, whenever the page comes back into view, and as often as `interval(now)` wants.
 * Every answer also sets the clock right, since a sleeping computer stops the steady timer.
 */
export class StateWatch {
  #known;
  #clock;
  #interval;
  #timer;
  #asking = false;
  #failures = 0;
  #stopped = false;

  constructor(known, clock, interval) {
    this.#known = known;
    this.#clock = clock;
    this.#interval = interval;
    addEventListener("pageshow", (event) => event.persisted && this.ask());
    addEventListener("online", () => this.ask());
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
    this.#plan();
  }

  /** Asks no more: the interview has begun, and its own calls say when something changes. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async ask() {
    if (this.#asking || this.#stopped) return;
    this.#asking = true;
    clearTimeout(this.#timer);
    try {
      const asked = performance.now();
      const answer = await api.state();
      this.#failures = 0;
      this.#clock?.set(answer.server_now, (asked + performance.now()) / 2);
      if (this.#stopped) return;
      if (answer.state !== this.#known.state || moved(answer.starts_at, this.#known.starts_at)) {
        location.reload();
        return;
      }
    } catch (failure) {
      this.#failures += 1;
      if (failure.kind === "refused" && !this.#stopped) return location.reload();
    } finally {
      this.#asking = false;
    }
    this.#plan();
  }

  #plan() {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const wait = this.#failures ? backOff(this.#failures) : this.#interval();
    this.#timer = setTimeout(() => this.ask(), wait);
  }
}

function moved(one, other) {
  return Boolean(one && other) && Date.parse(one) !== Date.parse(other);
}
