// The time for one answer: it informs, and never cuts anybody off.
import { minutesText } from "./clock.js";
import { announce, byId, setText } from "./page.js";

/** Counts down from the limit, or up where there is none. */
export class AnswerTimer {
  #clock;
  #interval;

  constructor(clock) {
    this.#clock = clock;
  }

  /** Shows the limit while the question is still being read. */
  prepare(limitSeconds) {
    this.stop();
    byId("timer").dataset.state = "ready";
    setText("timer", limitSeconds ? `${minutesText(limitSeconds * 1000)} for this answer` : "");
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
  }
}
