// The open interview: consent first, then the device check, then the questions.
import { Beginning } from "./begin.js";
import { Captions, captionsOffered } from "./captions.js";
import { DeviceCheck } from "./check.js";
import { ServerClock } from "./clock.js";
import { consent } from "./consent.js";
import { Interview } from "./interview.js";
import { soundUnlocked } from "./meter.js";
import { Mode } from "./mode.js";
import { byId, pageData, setText, show, showConnection, showStage } from "./page.js";
import { showProblem } from "./problem.js";
import { StateWatch } from "./watch.js";

const data = pageData();
const clock = new ServerClock(data.server_now);
const language = data.language ?? "en-IN";
const check = new DeviceCheck();
const watch = new StateWatch(data, clock, () => 30_000);
let captionsLocal = false;

const beginning = new Beginning({
  seconds: data.auto_start_seconds ?? (data.has_started ? 8 : 20),
  begin() {
    if (mode.value === "text") return enter(null, false);
    if (check.stream) return enter(check.take(), check.picture);
    check.open(); // The device went this moment: an interview must not begin that records nothing.
    return false;
  },
});
const mode = new Mode({
  check,
  beginning,
  audioOnly: data.audio_only,
  text: data.text_answers_allowed,
  recording: recordingSupported(),
});
check.addEventListener("ready", () => beginning.ready());
check.addEventListener("problem", () => beginning.notReady());
check.addEventListener("changed", () => beginning.notReady());

async function offerCaptions() {
  const offer = await captionsOffered(language);
  if (offer === "none") return;
  captionsLocal = offer === "device";
  byId("captions").checked = captionsLocal;
  setText("captions-note", captionsLocal
    ? "Done on this device."
    : "Optional. Your browser’s maker (Google, Apple or Microsoft) would turn the sound into text.");
  show("captions-field");
}

async function enter(stream, picture) {
  watch.stop();
  soundUnlocked();
  keepAwake();
  const wanted = stream && byId("captions").checked;
  const captions = wanted ? (onText, onUnavailable) => new Captions({ language, local: captionsLocal, onText, onUnavailable }) : null;
  await new Interview({ data, clock, stream, picture, captions }).begin();
}

/** A phone that dims its screen would stop the camera. */
async function keepAwake() {
  const ask = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}

function showNetwork() {
  showConnection(navigator.onLine ? "online" : "offline", navigator.onLine ? "Connected" : "No connection");
}

function recordingSupported() {
  return Boolean(navigator.mediaDevices?.getUserMedia && typeof MediaRecorder !== "undefined" && window.crypto?.subtle);
}

async function run() {
  if (!recordingSupported() && !data.text_answers_allowed) {
    return showProblem({
      title: "This browser cannot record an interview",
      text: "Please open the link from your email in a current Chrome, Edge, Firefox or Safari. Inside mail or chat apps, choose “Open in browser”.",
    });
  }
  if (!data.consent_given) await consent(data.consent_version);
  showStage("check");
  if (recordingSupported()) offerCaptions();
  mode.open();
}

addEventListener("pageshow", (event) => event.persisted && location.reload());
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();
run();
