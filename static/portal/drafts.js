// What the candidate has typed and said so far for a question, kept over a reload of this tab.

/** The unsent words of one question. */
export class Draft {
  #name;
  typed = "";
  heard = "";
  startedAt = null;
  thinkingSince = null;

  constructor(session, number) {
    this.#name = `interview-draft-${session}-${number}`;
    try {
      Object.assign(this, JSON.parse(sessionStorage.getItem(this.#name) ?? "{}"));
    } catch {
      // Nothing kept, or storage is switched off.
    }
  }

  /** What was said and typed, as one text. */
  get transcript() {
    return [this.heard.trim(), this.typed.trim()].filter(Boolean).join("\n\n");
  }

  change(part) {
    Object.assign(this, part);
    try {
      sessionStorage.setItem(this.#name, JSON.stringify({ typed: this.typed, heard: this.heard, startedAt: this.startedAt, thinkingSince: this.thinkingSince }));
    } catch {
      // Then it lives as long as the page.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.#name);
    } catch {
      // Nothing was kept.
    }
  }
}
