// The pages of an interview that cannot be entered: the time in the visitor's zone, and a look whether that changed.
import { localText } from "./clock.js";
import { showLocalTime } from "./page.js";
import { StateWatch } from "./watch.js";

showLocalTime(localText);
new StateWatch({ state: document.body.dataset.state }, null, () => 60_000);
