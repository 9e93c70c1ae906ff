// The microphone's level, and the browser's permission to make sound (both are one AudioContext).

let shared;

function context() {
  shared ??= new (window.AudioContext ?? window.webkitAudioContext)();
  return shared;
}

/** True if the page may make sound now; false if the browser wants a press of a button first. */
export async function soundUnlocked() {
  try {
    if (context().state !== "running") {
      await Promise.race([context().resume(), new Promise((resolve) => setTimeout(resolve, 400))]);
    }
    return context().state === "running";
  } catch {
    return true; // No AudioContext at all: the audio element decides for itself.
  }
}

/** Shows how loud a stream is on an element, and calls `onHeard` once when somebody speaks. */
export class Meter {
  #element;
  #source;
  #timer;
  #analyser;

  constructor(element, stream, onHeard = () => {}) {
    this.#element = element;
    try {
      this.#analyser = context().createAnalyser();
      this.#analyser.fftSize = 1024;
      this.#source = context().createMediaStreamSource(new MediaStream(stream.getAudioTracks()));
      this.#source.connect(this.#analyser);
    } catch {
      return; // A missing meter must never keep anybody from an interview.
    }
    const samples = new Float32Array(this.#analyser.fftSize);
    let loud = 0;
    let turn = 0;
    this.#timer = setInterval(() => {
      this.#analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const level = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 50));
      this.#show(level, turn++ % 15 === 0);
      loud = level > 0.3 ? loud + 1 : 0;
      if (loud === 3) onHeard();
    }, 66);
  }

  #show(level, tellReaders) {
    this.#element.style.setProperty("--level", level.toFixed(3));
    if (tellReaders && this.#element.hasAttribute("aria-valuenow")) {
      this.#element.setAttribute("aria-valuenow", String(Math.round(level * 100)));
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    this.#show(0, true);
  }
}
