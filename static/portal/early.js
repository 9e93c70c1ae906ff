// The waiting page: a countdown by the server's clock, and a device check that can be done beforehand.
import { DeviceCheck } from "./check.js";
import { ServerClock, countdownText, localText } from "./clock.js";
import { announce, byId, pageData, setText, show, showLocalTime } from "./page.js";
import { Rehearsal } from "./rehearsal.js";
import { StateWatch } from "./watch.js";

const data = pageData();
const clock = new ServerClock(data.server_now);
const start = Date.parse(data.starts_at);

// Minutes before the start at which a screen reader is told the time left; every second would be noise.
const milestones = [60, 30, 10, 5, 1];

const watch = new StateWatch(data, clock, () => {
  const left = start - clock.now();
  if (left > 90_000) return 60_000;
  if (left > 35_000) return left - 35_000 + 250;
  return left > 2_000 ? Math.min(5_000, left) : 1_000;
});

let askedAtZero = false;
let announced = Math.ceil((start - clock.now()) / 60_000);

function tick() {
  const left = start - clock.now();
  setText("countdown", countdownText(left));
  if (left <= 0) {
    setText("countdown-label", "It is time");
    setText("countdown-note", "Opening your interview…");
    if (!askedAtZero) watch.ask();
    askedAtZero = true;
  }
  const minutes = Math.ceil(left / 60_000);
  if (minutes < announced && milestones.includes(minutes)) {
    announce(minutes === 1 ? "One minute until your interview starts." : `${minutes} minutes until your interview starts.`);
  }
  announced = Math.min(announced, minutes);
  setTimeout(tick, (((left % 1000) + 1000) % 1000) + 15);
}

showLocalTime(localText);
tick();

if (navigator.mediaDevices?.getUserMedia) {
  show("rehearsal");
  let check, rehearsal;
  byId("rehearse").addEventListener("click", () => {
    show("rehearse", false);
    show("rehearsal-check");
    check ??= new DeviceCheck();
    rehearsal ??= new Rehearsal(check, data.language ?? "en-IN");
    check.open();
    byId("rehearsal-title").focus();
  });
  byId("rehearse-end").addEventListener("click", () => {
    rehearsal?.close();
    check?.close();
    show("rehearsal-check", false);
    show("rehearse");
    byId("rehearse").focus();
  });
}
