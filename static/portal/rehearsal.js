// Trying things out before the interview: browser, loudspeaker, line, and a practice question. Nothing of it is kept.
import { api } from "./api.js";
import { byId, setText, show } from "./page.js";
import { Practice } from "./practice.js";
import { measureUpload } from "./speed.js";
import { Voice } from "./voice.js";

/** What a recording with picture needs, in kbit/s, with some room (see recorder.js). */
const PICTURE_NEEDS = 900;
const SOUND_NEEDS = 90;

/** The part of the waiting page below the device check; `check` is the one above it. */
export class Rehearsal {
  #voice;
  #practice;
  #question = null;

  constructor(check, language) {
    this.#voice = new Voice(byId("rehearsal-voice"), language);
    this.#practice = new Practice({ check, voice: this.#voice, load: () => this.#load() });
    byId("speaker-play").onclick = () => this.#play();
    byId("speaker-yes").onclick = () => this.#heard(true);
    byId("speaker-no").onclick = () => this.#heard(false);
    byId("speed-start").onclick = () => this.#measure();
    this.#showBrowser();
  }

  /** Stops everything that sounds or records, and throws away what was recorded. */
  close() {
    this.#voice.stop();
    this.#practice.close();
    show("speaker-question", false);
  }

  async #load() {
    this.#question ??= await api.practice();
    return this.#question;
  }

  #showBrowser() {
    const records = typeof MediaRecorder !== "undefined" && Boolean(window.crypto?.subtle) && Boolean(window.indexedDB);
    mark("browser", records ? "good" : "bad", records
      ? "Can record and keep your answers safe"
      : "Cannot record. Please use a current Chrome, Edge, Firefox or Safari");
  }

  async #play() {
    mark("speaker", "waiting", "Listen…");
    try {
      const { question, audio_url: url } = await this.#load();
      const outcome = await this.#voice.say({ url, text: question });
      if (outcome === "stopped") return;
      if (outcome !== "played") return mark("speaker", "bad", "Your browser played nothing. Allow sound for this page and try again");
      mark("speaker", "waiting", "Did you hear the sentence?");
      show("speaker-question");
      byId("speaker-yes").focus();
    } catch {
      mark("speaker", "bad", "The sentence could not be loaded. Please try again in a moment");
    }
  }

  #heard(well) {
    show("speaker-question", false);
    byId("speaker-play").focus();
    mark("speaker", well ? "good" : "bad", well
      ? "You can hear the questions"
      : "Turn the volume up, look which loudspeaker your system uses, and play it again. Every question is also shown as text");
  }

  async #measure() {
    const button = byId("speed-start");
    button.setAttribute("aria-disabled", "true");
    mark("speed", "waiting", "Measuring, a few seconds…");
    try {
      const speed = await measureUpload((bytes) => api.speed(bytes));
      mark("speed", speed >= SOUND_NEEDS ? "good" : "bad", verdict(speed));
    } catch {
      mark("speed", "bad", "The connection broke off while we measured. Please try again");
    }
    button.removeAttribute("aria-disabled");
  }
}

function verdict(speed) {
  const shown = speed >= 1000 ? `${(speed / 1000).toFixed(1)} Mbit/s` : `${Math.round(speed)} kbit/s`;
  if (speed >= PICTURE_NEEDS) return `${shown} up: good for video`;
  if (speed >= SOUND_NEEDS) {
    return `${shown} up: slow for video. Your answers are kept on your device and sent in their own time, or choose sound only`;
  }
  return `${shown} up: very slow. Come closer to the router or use another network if you can; typed answers always work`;
}

function mark(name, state, text) {
  byId(`check-${name}`).dataset.state = state;
  setText(`${name}-text`, text);
}
