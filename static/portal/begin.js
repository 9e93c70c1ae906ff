// Between the device check and the first question: the interview begins by itself, unless a press is needed or wanted.
import { soundUnlocked } from "./meter.js";
import { announce, byId, setText, show } from "./page.js";

/** Waits for the moment to begin. `begin` is called until it returns anything but false, and never again. */
export class Beginning {
  #seconds;
  #begin;
  #timer = null;
  #held = false;
  #begun = false;
  #left = 0;

  constructor({ seconds, begin }) {
    this.#seconds = seconds;
    this.#begin = begin;
    byId("start").onclick = () => this.#go();
    byId("wait").onclick = () => this.#hold();
  }

  /** The devices work: count down, or ask for the one press that some browsers want before they play sound. */
  async ready(lead = "All works. Nothing is recorded until the first question.") {
    show("begin");
    setText("check-lead", lead);
    this.#stop();
    const unlocked = await soundUnlocked();
    if (this.#begun) return; // Pressed meanwhile.
    if (!unlocked) {
      show("wait", false);
      this.#say("All set. Press the button to begin: your browser wants that before it plays sound.");
      return byId("start").focus();
    }
    if (this.#held) return;
    this.#left = this.#seconds;
    show("wait");
    announce(`All set. The interview begins by itself in ${this.#seconds} seconds, unless you press “I need a moment”.`);
    this.#timer = setInterval(() => document.hidden || this.#count(), 1000);
    this.#show();
  }

  /** The devices do not work (any more), or are being changed. */
  notReady() {
    this.#stop();
    show("begin", false);
  }

  #count() {
    this.#left -= 1;
    if (this.#left <= 0) return this.#go();
    this.#show();
  }

  #show() {
    this.#say(`All set. The interview begins by itself in ${this.#left} ${this.#left === 1 ? "second" : "seconds"}.`);
  }

  #hold() {
    this.#held = true;
    this.#stop();
    show("wait", false);
    this.#say("Take your time. Press the button when you are ready.");
    announce("Take your time. Press “Start now” when you are ready.");
    byId("start").focus();
  }

  #go() {
    this.#stop();
    if (!this.#begun) this.#begun = this.#begin() !== false;
  }

  #say(text) {
    setText("begin-text", text);
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }
}
