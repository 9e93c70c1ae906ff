// The portal's calls to the server, with failures told apart: no connection, server away, refused.
import { device } from "./device.js";

const TIMEOUT = 120_000;

/** A call that did not succeed. `kind` is "offline", "away" (try again) or "refused" (trying again will not help). */
export class CallFailed extends Error {
  constructor(kind, { status = 0, detail = "", code = "", retryAfter = 0 } = {}) {
    super(detail || kind);
    Object.assign(this, { kind, status, detail, code, retryAfter });
  }
}

async function call(method, path, { body, headers = {}, keepalive = false, timeout = TIMEOUT } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method, body, keepalive, cache: "no-store", credentials: "same-origin", redirect: "error",
      headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-Portal-Device": device.id, ...headers },
      signal: AbortSignal.timeout(timeout),
    });
  } catch {
    throw new CallFailed("offline");
  }
  const text = await response.text().catch(() => { throw new CallFailed("offline"); });
  const answer = parsed(text);
  if (response.ok && answer) return answer;
  const away = response.ok || response.status >= 500 || response.status === 429 || response.status === 408;
  throw new CallFailed(away ? "away" : "refused", {
    status: response.status,
    detail: answer?.detail ?? answer?.error ?? "",
    code: answer?.code ?? "",
    retryAfter: Number(response.headers.get("Retry-After")) || 0,
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function post(path, value, options) {
  return call("POST", path, { body: JSON.stringify(value), headers: { "Content-Type": "application/json" }, ...options });
}

export const api = {
  state: () => call("GET", "/portal/state/", { timeout: 15_000 }),
  presence: () => post("/portal/presence/", {}, { timeout: 15_000 }),
  practice: () => call("GET", "/portal/practice/", { timeout: 15_000 }),
  speed: (bytes) => call("POST", "/portal/speed/", { body: bytes, headers: { "Content-Type": "application/octet-stream" }, timeout: 30_000 }),
  consent: (version) => post("/portal/consent/", { version }),
  start: (takeOver) => post("/ai/start", { previous_device: device.previous, take_over: takeOver }),
  answer: (session, number, transcript) => post("/ai/upload_answer", { session_id: session, question_number: number, transcript }),
  repeat: (session) => post("/ai/repeat", { session_id: session }, { timeout: 15_000 }),
  retake: (session, number, attempt) => post("/ai/retake", { session_id: session, question_number: number, attempt }),
  end: () => post("/end_session/", {}),
  newRecording: (number, mimeType, attempt) => post("/portal/recordings/", { question_number: number, mime_type: mimeType, attempt }),
  putChunk: (recording, index, bytes, hash, end) => call("PUT", `/portal/recordings/${encodeURIComponent(recording)}/chunks/${index}/`, {
    body: bytes, headers: { "Content-Type": "application/octet-stream", "X-Chunk-SHA256": hash, ...(end != null && { "X-Chunk-End-Ms": String(end) }) },
  }),
  finishRecording: (recording, chunks, duration) =>
    post(`/portal/recordings/${encodeURIComponent(recording)}/finish/`, { chunks, duration_ms: duration }),
};

/** How long to wait before the next attempt: 1 s, 2 s, 4 s, then 8 s, a little apart for each candidate. */
export function backOff(attempt, retryAfter = 0) {
  const seconds = Math.max(Math.min(2 ** attempt, 8), Math.min(retryAfter, 30));
  return seconds * (800 + Math.random() * 400);
}

/** Waits, but no longer than until the browser says that the network is back. */
export function pause(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
  });
}

/** Calls until it is answered or refused; `onTrouble` hears of every failed attempt, `onSuccess` of the end of trouble. */
export async function insist(attemptCall, onTrouble = () => {}, onSuccess = () => {}) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await attemptCall();
      onSuccess();
      return answer;
    } catch (failure) {
      if (!(failure instanceof CallFailed) || failure.kind === "refused") throw failure;
      onTrouble(failure);
      await pause(backOff(attempt, failure.retryAfter));
    }
  }
}
