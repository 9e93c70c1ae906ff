// Records one answer with MediaRecorder and hands its bytes over in small pieces, in order.

const PICTURE_TYPES = ["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const SOUND_TYPES = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];

/** The first container and codecs this browser can write, or null if it cannot record at all. */
export function recordingType(stream) {
  if (typeof MediaRecorder === "undefined") return null;
  const types = stream.getVideoTracks().length ? PICTURE_TYPES : SOUND_TYPES;
  return types.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/**
 * One recording. The pieces are numbered bytes of one stream: only together are they a file.
 * `onPiece(blob)` gets each piece; `onLost()` is called when the recording ends by itself (an unplugged camera).
 */
export class AnswerRecorder {
  #recorder;
  #startedAt = 0;
  #stopped;
  #stopping = false;

  constructor(stream, type, { onPiece, onLost }) {
    this.#recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 600_000, audioBitsPerSecond: 64_000 });
    this.#recorder.addEventListener("dataavailable", ({ data }) => data.size && onPiece(data)); // Safari sends empty pieces.
    this.#stopped = new Promise((resolve) => {
      this.#recorder.addEventListener("stop", () => {
        resolve();
        if (!this.#stopping) onLost();
      });
    });
  }

  get mimeType() {
    return this.#recorder.mimeType;
  }

  get running() {
    return this.#recorder.state !== "inactive";
  }

  get duration() {
    return Math.round(performance.now() - this.#startedAt);
  }

  start(seconds) {
    this.#startedAt = performance.now();
    this.#recorder.start(seconds * 1000);
  }

  /** Hands over what was recorded since the last piece, before the page may go to sleep. */
  flush() {
    if (this.#recorder.state === "recording") this.#recorder.requestData();
  }

  /** Ends the recording; resolves when its last piece was handed over. */
  async stop() {
    this.#stopping = true;
    if (this.running) this.#recorder.stop();
    await this.#stopped;
  }
}
