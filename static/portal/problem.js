// The stage shown when the interview cannot go on: what happened, and the one thing that helps.
import { byId, setText, showStage } from "./page.js";

const reload = { label: "Load the page again", run: () => location.reload() };

const sentences = {
  403: ["This page is not signed in any more", "Please open the link in your email again. Anything you have answered is saved."],
  404: ["This interview was not found", "Please open the link in your newest email again."],
  409: ["The interview has changed, or is open somewhere else", "Close it in other windows and on other devices, then go on here. Anything you have answered is saved."],
  410: ["The time for this interview has passed", "Anything you have answered is saved. Load the page again: it says whom you can ask."],
};

/** Shows why the server refused; the server's own sentence, where it has one, is printed below ours. */
export function showRefusal(failure) {
  const [title, text] = sentences[failure.status]
    ?? ["Something went wrong", "Anything you have answered is saved. Please load the page again; if that does not help, tell your recruiter."];
  showProblem({ title, text, detail: failure.detail, action: reload });
}

export function showProblem({ title, text, detail = "", action = reload }) {
  setText("problem-title", title);
  setText("problem-text", text);
  setText("problem-detail", detail);
  const button = byId("problem-action");
  button.textContent = action.label;
  button.onclick = action.run;
  showStage("problem");
}
