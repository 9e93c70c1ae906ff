// The camera and microphone check: preview, level, choice of devices, and words for what is wrong.
import { DeviceProblem, listDevices, openDevices } from "./devices.js";
import { Meter } from "./meter.js";
import { byId, setText, show } from "./page.js";

/** Fires "ready" when there is sound (and a picture, unless sound only was chosen), "problem" when not, "changed" on a new choice or a lost device. */
export class DeviceCheck extends EventTarget {
  stream = null;
  picture = true;
  #choice = {};
  #meter;
  #opening = 0;

  constructor() {
    super();
    byId("device-retry").onclick = () => this.open();
    byId("device-audio-only").onclick = () => {
      this.picture = false;
      this.dispatchEvent(new Event("sound-only"));
      this.open();
    };
    byId("camera-select").onchange = (event) => this.#choose({ cameraId: event.target.value });
    byId("microphone-select").onchange = (event) => this.#choose({ microphoneId: event.target.value });
    this.#retryWhenAllowed();
  }

  /** Asks for the devices. A newer call wins over one that still waits for the browser's question. */
  async open() {
    const opening = (this.#opening += 1);
    this.#release();
    show("device-problem", false);
    this.#mark("camera", "waiting", this.picture ? "Waiting for your permission" : "Not used");
    this.#mark("microphone", "waiting", "Waiting for your permission");
    try {
      const stream = await openDevices({ picture: this.picture, ...this.#choice });
      if (opening !== this.#opening) return stream.getTracks().forEach((track) => track.stop());
      await this.#use(stream);
    } catch (problem) {
      if (opening !== this.#opening) return;
      if (!(problem instanceof DeviceProblem)) throw problem;
      if (problem.code === "unsuitable") this.#choice = {};
      this.#explain(problem);
    }
  }

  /** Hands the stream over to the interview; the check lets go of it without switching it off. */
  take() {
    const { stream } = this;
    this.#meter?.stop();
    byId("preview").srcObject = null;
    this.stream = null;
    return stream;
  }

  /** Switches the devices off. */
  close() {
    this.#opening += 1;
    this.#release();
  }

  async #use(stream) {
    this.stream = stream;
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.stream === stream && this.#choose({}));
    byId("preview").srcObject = stream;
    byId("preview").play().catch(() => {});
    show("preview-empty", !this.picture);
    setText("preview-empty", this.picture ? "Your camera picture appears here" : "Sound only: no picture is recorded");
    this.#mark("camera", this.picture ? "good" : "waiting", this.picture ? "Works. Can you see yourself?" : "Not used, sound only");
    this.#mark("microphone", "good", "Works. Say a few words: the bar moves");
    this.#meter = new Meter(byId("meter"), stream, () => this.#mark("microphone", "good", "We can hear you"));
    await this.#offerChoice(stream);
    this.dispatchEvent(new Event("ready"));
  }

  #choose(choice) {
    Object.assign(this.#choice, choice);
    this.dispatchEvent(new Event("changed"));
    this.open();
  }

  async #offerChoice(stream) {
    const { cameras, microphones } = await listDevices();
    fill("camera", this.picture ? cameras : [], stream.getVideoTracks()[0]);
    fill("microphone", microphones, stream.getAudioTracks()[0]);
  }

  #explain(problem) {
    for (const device of ["camera", "microphone"]) {
      const blamed = problem.blames === "both" || problem.blames === device;
      if (device === "camera" && !this.picture) continue;
      this.#mark(device, blamed ? "bad" : "waiting", blamed ? "Not available" : "Waiting");
    }
    setText("device-problem-title", problem.title);
    setText("device-problem-text", problem.text);
    byId("device-problem").dataset.code = problem.code;
    show("device-audio-only", problem.soundOnlyHelps);
    show("device-problem");
    this.dispatchEvent(new Event("problem"));
  }

  #mark(device, state, text) {
    byId(`check-${device}`).dataset.state = state;
    setText(`${device}-text`, text);
  }

  #release() {
    this.#meter?.stop();
    const { stream } = this;
    this.stream = null;
    stream?.getTracks().forEach((track) => track.stop());
    byId("preview").srcObject = null;
    show("preview-empty");
  }

  /** Somebody who changes the permission in the address bar need not press a button as well. */
  async #retryWhenAllowed() {
    for (const name of ["camera", "microphone"]) {
      try {
        const status = await navigator.permissions.query({ name });
        status.addEventListener("change", () => !this.stream && !byId("device-problem").hidden && status.state !== "denied" && this.open());
      } catch {
        // The browser does not tell; the button is there.
      }
    }
  }
}

function fill(kind, devices, track) {
  const select = byId(`${kind}-select`);
  const current = track?.getSettings().deviceId;
  select.replaceChildren(...devices.map((device, index) =>
    new Option(device.label || `${kind === "camera" ? "Camera" : "Microphone"} ${index + 1}`, device.deviceId, false, device.deviceId === current)));
  show(`${kind}-field`, devices.length > 1);
}
