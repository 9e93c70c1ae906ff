// Turns the candidate's speech into text while they speak, where the browser can and the candidate wants it.

// On phones and tablets only one of recorder and recognition gets the microphone: there the recording has it.
const handheld = matchMedia("(pointer: coarse)").matches;
const Recognition = handheld ? null : (window.SpeechRecognition ?? window.webkitSpeechRecognition);
const GIVE_UP_AFTER = 20;

/** "none", "device" (the sound stays on this computer) or "service" (the browser's maker does it elsewhere). */
export async function captionsOffered(language) {
  if (!Recognition) return "none";
  try {
    const local = await Recognition.available?.({ langs: [language], processLocally: true });
    return local === "available" ? "device" : "service";
  } catch {
    return "service";
  }
}

/** Listens from `start` to `stop`; `onText(text)` gets everything heard since `start`, again with each word. */
export class Captions {
  #language;
  #local;
  #onText;
  #onUnavailable;
  #recognition = null;
  #heard = "";
  #latest = "";
  #restarts = 0;

  constructor({ language, local, onText, onUnavailable }) {
    this.#language = language;
    this.#local = local;
    this.#onText = onText;
    this.#onUnavailable = onUnavailable;
  }

  start() {
    this.stop();
    this.#heard = "";
    this.#latest = "";
    this.#restarts = 0;
    this.#listen();
  }

  /** Stops listening and returns what was heard, unfinished words included. */
  stop() {
    const recognition = this.#recognition;
    this.#recognition = null;
    recognition?.abort();
    return this.#latest;
  }

  #listen() {
    const recognition = new Recognition();
    this.#recognition = recognition;
    recognition.lang = this.#language;
    recognition.continuous = true;
    recognition.interimResults = true;
    if (this.#local) recognition.processLocally = true;
    recognition.onresult = (event) => this.#recognition === recognition && this.#take(event.results);
    recognition.onerror = ({ error }) => {
      if (["not-allowed", "service-not-allowed", "language-not-supported", "audio-capture"].includes(error)) this.#fail(recognition);
      if (error === "network") this.#restarts += 5; // No service behind it, as in Chromium: do not keep trying for a minute.
    };
    recognition.onend = () => this.#again(recognition);
    try {
      recognition.start();
    } catch {
      this.#fail(recognition);
    }
  }

  #take(results) {
    const texts = Array.from(results, (result) => result[0].transcript.trim());
    this.#latest = [this.#heard, ...texts].filter(Boolean).join(" ");
    this.#restarts = 0;
    this.#onText(this.#latest);
  }

  /** Browsers end recognition after a silence; the candidate may only be thinking. */
  #again(recognition) {
    if (this.#recognition !== recognition) return;
    this.#heard = this.#latest;
    this.#restarts += 1;
    if (this.#restarts > GIVE_UP_AFTER) return this.#fail(recognition);
    setTimeout(() => this.#recognition === recognition && this.#listen(), 200 * Math.min(this.#restarts, 10));
  }

  #fail(recognition) {
    if (this.#recognition !== recognition) return;
    this.#recognition = null;
    this.#onUnavailable();
  }
}
