// The time for one answer: it informs, and never cuts anybody off.
import { minutesText } from "./clock.js";
import { announce, byId, setText } from "./page.js";

/** Counts down from the limit, or up where there is none; before that, the time to think. */
export class AnswerTimer {
  #clock;
  #interval;
  #over = null;

  constructor(clock) {
    this.#clock = clock;
  }

  /** Shows the limit while the question is still being read. */
  prepare(limitSeconds) {
    this.stop();
    byId("timer").dataset.state = "ready";
    setText("timer", limitSeconds ? `${minutesText(limitSeconds * 1000)} for this answer` : "");
  }

  /** Shows the time to think while the question is still being read; resolves when it may not go on so. */
  waitToThink(seconds) {
    this.stop();
    byId("timer").dataset.state = "thinking";
    setText("timer", `${minutesText(seconds * 1000)} to prepare`);
    return new Promise((resolve) => {
      this.#over = resolve;
    });
  }

  /** Counts the time to think down from `startedAt`; resolves at its end, or when another count begins. */
  think(seconds, startedAt) {
    this.stop();
    return new Promise((resolve) => {
      this.#over = resolve;
      byId("timer").dataset.state = "thinking";
      const tick = () => {
        const left = seconds * 1000 - (this.#clock.now() - startedAt);
        if (left <= 0) return this.stop();
        setText("timer", `${minutesText(left)} to prepare`);
      };
      this.#interval = setInterval(tick, 250);
      tick();
    });
  }

  start(limitSeconds, startedAt) {
    this.stop();
    let last = Infinity;
    const tick = () => {
      const spent = this.#clock.now() - startedAt;
      if (!limitSeconds) return setText("timer", `${minutesText(spent)} so far`);
      const left = limitSeconds * 1000 - spent;
      byId("timer").dataset.state = left > 0 ? "running" : "over";
      setText("timer", left > 0 ? `${minutesText(left)} left` : "Time is up, please finish");
      if (last > 30_000 && left <= 30_000 && left > 0) announce("30 seconds left for this answer.");
      if (last > 0 && last !== Infinity && left <= 0) announce("Time is up. Finish your sentence, then go on.");
      last = left;
    };
    tick();
    this.#interval = setInterval(tick, 500);
  }

  stop() {
    clearInterval(this.#interval);
    this.#over?.();
    this.#over = null;
  }
}
