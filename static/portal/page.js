// What every portal page shares: its data, its elements, its announcements.

/** The values the server wrote into the page; empty where it wrote none. */
export function pageData() {
  const element = document.getElementById("portal-data");
  return element ? JSON.parse(element.textContent) : {};
}

export function byId(id) {
  return document.getElementById(id);
}

/** Writes only what differs, so that screen readers are not told the same twice. */
export function setText(id, text) {
  const element = byId(id);
  if (element && element.textContent !== text) element.textContent = text;
}

export function show(id, visible = true) {
  const element = byId(id);
  if (element) element.hidden = !visible;
}

/** Says something to screen readers when they are ready for it, also what was said before. */
export function announce(text) {
  setText("announcer", "");
  setTimeout(() => setText("announcer", text), 50);
}

/** Shows one stage of the interview page and moves the focus to its heading. */
export function showStage(name) {
  for (const stage of document.querySelectorAll(".stage")) stage.hidden = stage.dataset.stage !== name;
  document.body.dataset.stage = name;
  document.querySelector(`.stage[data-stage="${name}"] h1`)?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** The pill in the header: online, saving, offline or trouble. */
export function showConnection(state, text) {
  const pill = byId("connection");
  pill.hidden = false;
  pill.dataset.state = state;
  if (pill.textContent !== text) pill.textContent = text;
}

/** Shows the page's time in the visitor's zone, where the page has a place for it. */
export function showLocalTime(format) {
  const element = byId("local-time");
  if (!element) return;
  element.textContent = format(element.dateTime);
  show("local-time-row");
}
