// Sends recorded pieces to the server one after the other until each is acknowledged.
import { CallFailed, api, backOff, pause } from "./api.js";
import { PieceStore } from "./store.js";

const PIECE_BYTES = 1024 * 1024;
// Another open page of the same interview keeps what is left over: it is not waited for longer than this.
const LEFTOVERS_WITHIN = 5_000;
// Refusals that need not be for good: another device has the interview, another link was opened here, the door is closed.
const MAY_PASS = [403, 404, 409, 410];

/**
 * The queue of recordings. Pieces of one recording are sent in order; nothing is forgotten before the server has it.
 * Fires "change" whenever `state` ("idle", "sending", "offline", "away" or "refused") or the number of waiting pieces changes.
 */
export class Uploader extends EventTarget {
  state = "idle";
  refusal = null;
  #session;
  #pageId = crypto.randomUUID();
  #store = new PieceStore();
  #recordings = [];
  #pieceBytes;
  #running = false;
  #adopted;

  constructor(session, pieceBytes = PIECE_BYTES) {
    super();
    this.#session = session;
    this.#pieceBytes = Math.min(pieceBytes, PIECE_BYTES);
    this.#adopted = new Promise((resolve) => this.#adoptLeftovers(resolve));
  }

  /** What the server has not acknowledged yet. */
  get waiting() {
    const pieces = this.#recordings.flatMap((recording) => recording.pieces);
    return { pieces: pieces.length, bytes: pieces.reduce((sum, piece) => sum + piece.blob.size, 0) };
  }

  get finished() {
    return this.#recordings.length === 0;
  }

  /** A new recording of an answer; the server hears of it when the line is free. */
  begin(questionNumber, mimeType, attempt) {
    const recording = {
      key: crypto.randomUUID(), session: this.#session, pageId: this.#pageId, createdAt: Date.now(),
      questionNumber, mimeType, attempt, id: null, count: 0, duration: null, closed: false, pieces: [],
    };
    this.#recordings.push(recording);
    this.#remember(recording);
    this.#work();
    return recording;
  }

  /** Appends bytes, cut so that no piece is larger than the server takes (after sleep a browser may hand over very much at once). */
  add(recording, blob, duration) {
    recording.duration = duration;
    for (let offset = 0; offset < blob.size; offset += this.#pieceBytes) {
      const isLast = offset + this.#pieceBytes >= blob.size;
      const piece = { index: recording.count++, blob: blob.slice(offset, offset + this.#pieceBytes), end: isLast ? duration : null };
      if (!recording.kept) recording.pieces.push(piece);
      piece.blob.arrayBuffer().then((bytes) => (recording.kept || recording.pieces.includes(piece)) && this.#store.savePiece(recording.key, piece.index, bytes, piece.end));
    }
    this.#remember(recording);
    this.#changed();
    this.#work();
  }

  /** No more bytes will come. */
  close(recording, duration) {
    Object.assign(recording, { closed: true, duration });
    this.#remember(recording);
    this.#work();
  }

  /** Resolves when the recording (or, without one, everything) is with the server, or was refused for good. */
  async drained(recording = null) {
    if (!recording) await Promise.race([this.#adopted, pause(LEFTOVERS_WITHIN)]);
    const done = () => (recording ? !this.#recordings.includes(recording) : this.finished);
    return new Promise((resolve) => {
      const look = () => {
        if (!done()) return;
        this.removeEventListener("change", look);
        resolve();
      };
      this.addEventListener("change", look);
      look();
    });
  }

  async #work() {
    if (this.#running) return;
    this.#running = true;
    for (let attempt = 0; ; ) {
      // A recording is announced before older ones are sent: so it belongs to the attempt that it was made for.
      const recording = this.#recordings.find((one) => !one.id) ?? this.#recordings.find((one) => one.pieces.length || one.closed);
      if (!recording) break;
      try {
        this.#enter(attempt ? this.state : "sending");
        await this.#step(recording);
        attempt = 0;
        this.#enter("sending");
      } catch (failure) {
        if (!(failure instanceof CallFailed) || failure.kind === "refused") { // Anything else: bytes this device cannot read back.
          this.#giveUp(recording, failure);
          continue;
        }
        this.#enter(failure.kind);
        await pause(backOff(attempt, failure.retryAfter));
        attempt += 1;
      }
    }
    this.#running = false;
    this.#enter(this.refusal ? "refused" : "idle");
  }

  /** The next single call for a recording: register it, send its oldest piece, or finish it. */
  async #step(recording) {
    if (!recording.id) {
      const { recording_id: id, chunk_limit_bytes: limit } = await api.newRecording(recording.questionNumber, recording.mimeType, recording.attempt);
      recording.id = id;
      if (limit > 0) this.#pieceBytes = Math.min(this.#pieceBytes, limit);
      this.#remember(recording);
    } else if (recording.pieces.length) {
      const [piece] = recording.pieces;
      await this.#send(recording, piece);
      recording.pieces.shift();
      this.#store.dropPiece(recording.key, piece.index);
    } else {
      await api.finishRecording(recording.id, recording.count, recording.duration ?? 0);
      this.#forget(recording);
    }
  }

  async #send(recording, piece) {
    const bytes = await piece.blob.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      await api.putChunk(recording.id, piece.index, bytes, hash, piece.end);
    } catch (failure) {
      if (failure.status === 409) return; // The server holds this number already and keeps what it has.
      piece.damaged = (piece.damaged ?? 0) + (failure.status === 400 ? 1 : 0);
      if (failure.status === 400 && piece.damaged < 4) throw new CallFailed("away", failure); // Damaged on the way: once more.
      throw failure;
    }
  }

  /**
   * The server does not take this recording: the interview goes on, and the page says so. Where that may change, the
   * recording is kept on this device, and the next page of this interview tries again.
   */
  #giveUp(recording, failure) {
    this.refusal = failure;
    if (failure instanceof CallFailed && MAY_PASS.includes(failure.status)) {
      recording.kept = true;
      this.#remember(recording);
      this.#leaveQueue(recording);
    } else {
      this.#forget(recording);
    }
    this.#enter("refused");
  }

  #forget(recording) {
    this.#store.dropRecording(recording.key);
    this.#leaveQueue(recording);
  }

  #leaveQueue(recording) {
    this.#recordings = this.#recordings.filter((one) => one !== recording);
    this.#changed();
  }

  /** Takes over what an earlier page (before a reload or crash) could not send; a page still open keeps its own. */
  async #adoptLeftovers(adopted) {
    const adopt = async () => {
      for (const { recording, pieces } of await this.#store.leftovers(this.#session, this.#pageId)) {
        const waiting = pieces.map(({ index, bytes, end }) => ({ index, end, blob: new Blob([bytes]) }));
        const count = Math.max(recording.count, ...waiting.map(({ index }) => index + 1));
        this.#recordings.unshift({ ...recording, pageId: this.#pageId, count, pieces: waiting, closed: true, kept: false });
      }
      adopted();
      this.#changed();
      this.#work();
    };
    if (!navigator.locks) return adopt();
    await navigator.locks.request(`interview-portal-${this.#session}`, async () => {
      await adopt();
      await new Promise(() => {}); // Held until this page is gone.
    });
  }

  #remember({ pieces, ...row }) {
    this.#store.saveRecording(row);
  }

  #enter(state) {
    this.state = state;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
