// Says in time that the interview can be finished until a moment only, and calls just before it.

const WARNINGS = [300_000, 60_000];
const LAST_CALL = 20_000;

/** Calls `onWarning(minutes)` five minutes and one before the door closes, and `onLast()` some seconds before, by the server's clock. */
export class ClosingTime {
  #timers = [];

  constructor(closesAt, clock, { onWarning, onLast }) {
    const left = Date.parse(closesAt) - clock.now();
    if (!(left > LAST_CALL)) return; // None is named, or it is too late for anything.
    const warn = (before) => onWarning(Math.ceil(before / 60_000));
    if (left < WARNINGS[0]) this.#in(0, () => warn(left));
    for (const before of WARNINGS) if (left >= before) this.#in(left - before, () => warn(before));
    this.#in(left - LAST_CALL, onLast);
  }

  stop() {
    this.#timers.forEach(clearTimeout);
  }

  #in(milliseconds, call) {
    this.#timers.push(setTimeout(call, milliseconds));
  }
}
