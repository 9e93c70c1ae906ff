// Reads a question aloud: the server's audio file, or else the browser's own voice.

const PATIENCE = 8_000;

/** One voice at a time. `say` resolves with "played", "stopped", "blocked" (a press is needed first) or "silent" (no voice at all). */
export class Voice {
  #audio;
  #language;
  #finish = null;

  constructor(audio, language) {
    this.#audio = audio;
    this.#language = language;
  }

  get speaking() {
    return this.#finish !== null;
  }

  async say({ url, text }) {
    this.stop();
    let outcome;
    const stopped = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const mine = this.#finish;
    if (url) outcome = await Promise.race([this.#play(url), stopped]);
    if (!url || outcome === "silent") outcome = await Promise.race([this.#speak(text), stopped]);
    if (this.#finish === mine) this.#finish = null;
    return outcome;
  }

  stop() {
    this.#audio.pause();
    window.speechSynthesis?.cancel();
    this.#finish?.("stopped");
    this.#finish = null;
  }

  async #play(url) {
    const audio = this.#audio;
    const ended = new Promise((resolve) => {
      audio.onended = () => resolve("played");
      audio.onerror = () => resolve("silent");
    });
    audio.src = url;
    const late = new Promise((resolve) => setTimeout(() => resolve("late"), PATIENCE));
    try {
      if ((await Promise.race([audio.play(), late])) === "late") {
        audio.removeAttribute("src");
        return "silent";
      }
    } catch (error) {
      return error.name === "NotAllowedError" ? "blocked" : "silent";
    }
    return ended;
  }

  #speak(text) {
    const synthesis = window.speechSynthesis;
    if (!synthesis?.getVoices().length) return Promise.resolve("silent");
    return new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = this.#language;
      utterance.onend = () => resolve("played");
      utterance.onerror = ({ error }) => resolve(error === "not-allowed" ? "blocked" : "silent");
      setTimeout(() => resolve("played"), 5_000 + text.length * 120); // Some engines never say that they have ended.
      synthesis.speak(utterance);
    });
  }
}
