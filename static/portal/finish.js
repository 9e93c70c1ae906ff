// After the last answer: the rest of the recording is sent, then the session is closed.
import { CallFailed, api } from "./api.js";
import { byId, setText, show, showStage } from "./page.js";
import { showUpload } from "./questionview.js";

// With no piece acknowledged for this long, the candidate may leave without waiting.
const STALLED = 90_000;

/** Resolves when the server has everything, or the candidate has decided not to wait. */
export async function finish({ uploader, message, insist }) {
  showStage("finishing");
  if (message) setText("finishing-title", message);
  let all = 1;
  let stalled;
  let fewest = Infinity;
  const left = new Promise((resolve) => {
    byId("finish-anyway").onclick = () => resolve();
  });
  const tell = () => {
    const { pieces } = uploader.waiting;
    all = Math.max(all, pieces); // What an earlier page left over comes in a moment later.
    byId("finishing-progress").max = all;
    byId("finishing-progress").value = Math.max(0, all - pieces);
    const trouble = { offline: "No connection. We go on as soon as it is back.", away: "Our server does not answer right now. We keep trying." };
    setText("finishing-detail", trouble[uploader.state] ?? (pieces ? `${pieces} to go` : ""));
    showUpload(uploader, false);
    if (pieces >= fewest) return;
    fewest = pieces;
    show("finish-anyway", false);
    clearTimeout(stalled);
    stalled = setTimeout(() => show("finish-anyway"), STALLED);
  };
  uploader.addEventListener("change", tell);
  tell();
  await Promise.race([uploader.drained(), left]);
  clearTimeout(stalled);
  uploader.removeEventListener("change", tell);
  try {
    await insist(() => api.end(), (text) => setText("finishing-detail", text));
  } catch (failure) {
    if (!(failure instanceof CallFailed)) throw failure; // Closed already: the closing page is right all the same.
  }
}
