// The interview is open on another device: it goes on there, or here if the candidate says so.
import { reloadToTakeOver } from "./device.js";
import { byId, showStage } from "./page.js";

/** Another device has the interview; resolves when the candidate wants to go on here. */
export function askToTakeOver() {
  showStage("elsewhere");
  return new Promise((resolve) => {
    byId("take-over").onclick = () => resolve();
  });
}

/** The interview was here and is elsewhere now; this page would have to be loaded anew to have it back. */
export function showElsewhere() {
  showStage("elsewhere");
  byId("take-over").onclick = reloadToTakeOver;
}
