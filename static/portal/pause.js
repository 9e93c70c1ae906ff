// A rest between two questions, where the question set allows one.
import { localTimeText } from "./clock.js";
import { byId, setText, showStage } from "./page.js";

/** Shows the rest until the candidate wants to go on. */
export class Pause {
  #until;

  constructor(until) {
    this.#until = until;
  }

  over() {
    showStage("pause");
    setText("pause-until", this.#until ? `The interview can be finished until ${localTimeText(this.#until)}, your time.` : "");
    return new Promise((resolve) => {
      byId("pause-over").onclick = () => resolve();
    });
  }
}
