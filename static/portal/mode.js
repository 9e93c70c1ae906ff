// How the candidate answers: with picture and sound, with sound only, or by typing where that is allowed.
import { byId, show } from "./page.js";

const MODES = ["video", "audio", "text"];

/** The choice on the device check; `value` is "video", "audio" or "text". */
export class Mode {
  value;
  #check;
  #beginning;

  constructor({ check, beginning, audioOnly, text, recording }) {
    this.#check = check;
    this.#beginning = beginning;
    this.value = !recording ? "text" : audioOnly ? "audio" : "video";
    show("mode-audio-option", recording);
    show("mode-video-option", recording);
    show("mode-text-option", text);
    for (const mode of MODES) byId(`mode-${mode}`).onchange = () => this.#choose(mode);
    check.addEventListener("sound-only", () => {
      this.value = "audio";
      this.#show();
    });
    this.#show();
  }

  /** Opens the devices of the choice, or goes without any. */
  open() {
    const speaks = this.value !== "text";
    show("check", speaks);
    if (!speaks) {
      this.#check.close();
      show("captions-field", false);
      return this.#beginning.ready("You answer by typing. Camera and microphone are not used.");
    }
    this.#check.picture = this.value === "video";
    this.#check.open();
  }

  #choose(mode) {
    this.value = mode;
    this.#beginning.notReady();
    this.open();
  }

  #show() {
    byId(`mode-${this.value}`).checked = true;
  }
}
