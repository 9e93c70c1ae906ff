// Consent before anything is recorded: agree and go on, or learn what else there is.
import { CallFailed, api, insist } from "./api.js";
import { byId, setText, show, showStage } from "./page.js";
import { showRefusal } from "./problem.js";

/** Resolves when the server has noted the candidate's consent. */
export function consent(version) {
  showStage("consent");
  return new Promise((resolve) => {
    const agree = byId("consent-agree");
    agree.onclick = async () => {
      agree.setAttribute("aria-disabled", "true");
      agree.onclick = null;
      try {
        await insist(() => api.consent(version), ({ kind }) => setText("consent-state", kind === "offline"
          ? "No connection. We go on as soon as it is back." : "Our server does not answer right now. We keep trying."));
        resolve();
      } catch (failure) {
        showRefusal(failure instanceof CallFailed ? failure : new CallFailed("refused"));
        if (!(failure instanceof CallFailed)) throw failure;
      }
    };
    byId("consent-decline").onclick = () => {
      show("consent-declined");
      byId("consent-declined-title").focus();
    };
  });
}
