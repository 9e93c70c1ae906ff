// The elements of the question stage: everything the candidate sees between two presses of "Next question".
import { byId, setText, show, showConnection, showStage } from "./page.js";

export function showQuestion({ text, number, count, typed, picture, recorded, retakes }) {
  setText("progress-text", `Question ${number} of ${count}`);
  byId("progress").max = count;
  byId("progress").value = number;
  setText("question", text);
  byId("answer").value = typed;
  document.body.dataset.question = number;
  show("self-empty", !picture);
  setText("self-empty", recorded ? "Sound only" : "Typed answers");
  setText("answer-label", recorded ? "Type your answer / notes (optional)" : "Type your answer");
  showAnswering(retakes);
  show("question-problem", false);
  showHint("");
  showSaving(null, number === count);
  showStage("question");
}

/** How often the answer may still be begun anew. */
export function showRetakes(left) {
  show("retake", left > 0);
  setText("retake-left", left > 1 ? `You can start this answer over ${left} times.` : "You can start this answer over once.");
  show("retake-left", left > 0);
}

/** What goes with an answer has no meaning before one. */
export function showAnswering(retakes) {
  show("skip");
  showRetakes(retakes);
}

/** The main button while the candidate thinks before an answer. */
export function showThinking() {
  show("skip", false);
  showRetakes(0);
  byId("next").setAttribute("aria-disabled", "false");
  byId("next").textContent = "Start my answer";
  setText("dock-text", "Time to think. Nothing is recorded yet.");
}

/** A calm sentence below the question, or none. */
export function showHint(text) {
  setText("hint", text);
  show("hint", Boolean(text));
}

/** The main button: ready (null), or busy with a sentence beside it. */
export function showSaving(text, last) {
  const button = byId("next");
  button.setAttribute("aria-disabled", String(text !== null));
  button.textContent = text === null ? (last ? "Finish interview" : "Next question") : "Saving…";
  setText("dock-text", text ?? "");
}

/** The second button: hear the question, hear it again, or stop the voice. */
export function showVoice(state) {
  const labels = { speaking: "Stop reading", blocked: "Play the question", quiet: "Repeat the question" };
  const button = byId("repeat");
  button.textContent = labels[state];
  button.classList.toggle("button-quiet", state !== "blocked");
  button.dataset.voice = state;
}

export function showRecording(state, text) {
  byId("recording").dataset.state = state;
  setText("recording-text", text);
}

/** A device was lost in the middle of an answer. */
export function showDeviceProblem(problem, retry) {
  setText("question-problem-title", problem.title);
  setText("question-problem-text", `${problem.text} What you said before is saved.`);
  byId("question-retry").onclick = retry;
  show("question-problem");
}

export function hideDeviceProblem() {
  show("question-problem", false);
}

/** What has reached the server, in the header and below the candidate's picture. */
export function showUpload({ state, refusal, waiting }, recording) {
  const amount = waiting.pieces === 1 ? "1 part" : `${waiting.pieces} parts`;
  switch (state) {
    case "offline":
      showConnection("offline", "No connection");
      setText("upload-text", `No connection. Your answer is kept on this device (${amount} waiting) and sent as soon as it is back.`);
      break;
    case "away":
      showConnection("trouble", "Server is busy");
      setText("upload-text", `Our server does not answer right now. Your answer is kept on this device (${amount} waiting); we keep trying.`);
      break;
    case "refused":
      showConnection("trouble", "Recording not saved");
      setText("upload-text", `The recording cannot be saved${refusal?.detail ? `: ${refusal.detail}` : "."} Typed answers still arrive.`);
      break;
    default:
      showConnection(waiting.pieces > 2 ? "saving" : "online", waiting.pieces > 2 ? "Saving" : "Connected");
      setText("upload-text", waiting.pieces > 2 ? `Saving: ${amount} to go` : recording ? "Saved while you speak" : "Everything is saved");
  }
}
