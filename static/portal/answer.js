// One answer in the making: its recording, its captions, its typed words.
import { AnswerRecorder, recordingType } from "./recorder.js";

/** From the moment a question is shown until its answer is sent; a lost device may split it into several recordings. */
export class Answer {
  draft;
  #uploader;
  #captions;
  #seconds;
  #number;
  #attempt;
  #recorder = null;
  #upload = null;
  #heardBefore;

  constructor({ number, attempt, draft, uploader, captions, chunkSeconds }) {
    Object.assign(this, { draft });
    this.#number = number;
    this.#attempt = attempt;
    this.#uploader = uploader;
    this.#captions = captions;
    this.#seconds = chunkSeconds;
    this.#heardBefore = draft.heard;
  }

  get recording() {
    return this.#recorder?.running ?? false;
  }

  /** Starts to record; `onLost` is called if the devices go away. False if this browser cannot record the stream. */
  record(stream, onLost) {
    const type = stream && recordingType(stream);
    if (!type) return false;
    const upload = this.#uploader.begin(this.#number, type, this.#attempt);
    const recorder = new AnswerRecorder(stream, type, {
      onPiece: (blob) => this.#uploader.add(upload, blob, recorder.duration),
      onLost: () => {
        this.#uploader.close(upload, recorder.duration);
        onLost();
      },
    });
    recorder.start(this.#seconds);
    this.#recorder = recorder;
    this.#upload = upload;
    return true;
  }

  listen() {
    this.#heardBefore = this.draft.heard;
    this.#captions?.start();
  }

  /** The captions' words since `listen`; returns all that was heard for this answer. */
  heard(text) {
    this.draft.change({ heard: [this.#heardBefore, text].filter(Boolean).join(" ") });
    return this.draft.heard;
  }

  typed(text) {
    this.draft.change({ typed: text });
  }

  flush() {
    this.#recorder?.flush();
  }

  /** Ends captions and recording; resolves when the last piece stands in the queue. */
  async stop() {
    this.#captions?.stop();
    if (!this.recording) return;
    const { duration } = this.#recorder;
    await this.#recorder.stop();
    this.#uploader.close(this.#upload, duration);
  }

  /** Resolves when the server has the recording. */
  saved() {
    return this.#upload ? this.#uploader.drained(this.#upload) : Promise.resolve();
  }
}
