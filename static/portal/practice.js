// A question to practise with: asked, recorded and played back on this device, and then thrown away.
import { announce, byId, setText, show } from "./page.js";
import { AnswerRecorder, recordingType } from "./recorder.js";

/** One practice answer at a time. `load()` resolves with the question; `check` has the camera and microphone. */
export class Practice {
  #check;
  #voice;
  #load;
  #recorder = null;
  #timer = null;
  #address = null;

  constructor({ check, voice, load }) {
    this.#check = check;
    this.#voice = voice;
    this.#load = load;
    byId("practice-start").onclick = () => this.#begin();
    byId("practice-again").onclick = () => this.#begin();
    byId("practice-stop").onclick = () => this.#end();
  }

  close() {
    this.#forget();
    show("practice", false);
  }

  async #begin() {
    this.#forget();
    const { stream } = this.#check;
    const type = stream && recordingType(stream);
    show("practice");
    byId("practice-title").focus();
    if (!type) return setText("practice-note", "The practice needs a microphone that works: see the test above.");
    let question;
    try {
      question = await this.#load();
    } catch {
      return setText("practice-note", "The question could not be loaded. Please try again in a moment.");
    }
    setText("practice-text", question.question);
    setText("practice-note", "Listen…");
    await this.#voice.say({ url: question.audio_url, text: question.question });
    if (byId("practice").hidden || this.#check.stream !== stream) return;
    this.#record(stream, type, question.time_limit_seconds);
  }

  #record(stream, type, seconds) {
    const pieces = [];
    const recorder = new AnswerRecorder(stream, type, { onPiece: (piece) => pieces.push(piece), onLost: () => this.#end() });
    this.#recorder = { recorder, pieces };
    recorder.start(1);
    show("practice-stop");
    byId("practice-stop").focus();
    announce(`Recording. You have ${seconds} seconds.`);
    let left = seconds;
    const tick = () => {
      setText("practice-note", `Recording on this device only. ${left} ${left === 1 ? "second" : "seconds"} left.`);
      if (left === 0) return this.#end();
      left -= 1;
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }

  async #end() {
    const { recorder, pieces } = this.#recorder ?? {};
    if (!recorder) return;
    this.#recorder = null;
    clearInterval(this.#timer);
    await recorder.stop();
    show("practice-stop", false);
    if (byId("practice").hidden) return;
    this.#address = URL.createObjectURL(new Blob(pieces, { type: recorder.mimeType }));
    const playback = byId("practice-playback");
    playback.src = this.#address;
    show("practice-playback");
    show("practice-again");
    setText("practice-note", "This is how you look and sound. It is on this device only and goes when you end the test.");
    playback.focus();
  }

  /** Nothing of the practice is left. */
  #forget() {
    clearInterval(this.#timer);
    this.#voice.stop();
    const { recorder } = this.#recorder ?? {};
    this.#recorder = null;
    recorder?.stop();
    const playback = byId("practice-playback");
    playback.removeAttribute("src");
    playback.load();
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
    for (const id of ["practice-playback", "practice-again", "practice-stop"]) show(id, false);
  }
}
