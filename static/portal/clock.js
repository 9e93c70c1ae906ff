// The server's clock: what the candidate's own clock says never matters here.

/** Seconds since the epoch are counted by the browser's steady timer from a moment the server named. */
export class ServerClock {
  #serverAt;
  #steadyAt;

  constructor(serverNow, steadyAt = pageAnsweredAt()) {
    this.set(serverNow, steadyAt);
  }

  /** The server said `serverNow` when the steady timer stood at `steadyAt`. */
  set(serverNow, steadyAt = performance.now()) {
    this.#serverAt = Date.parse(serverNow);
    this.#steadyAt = steadyAt;
  }

  /** Milliseconds since the epoch, by the server. */
  now() {
    return this.#serverAt + performance.now() - this.#steadyAt;
  }
}

/** When the first byte of this page came in: the server had written its time just before. */
function pageAnsweredAt() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation?.responseStart || performance.now();
}

/** "01:02:03", with whole days in front from two days on: "3 days 01:02:03". */
export function countdownText(milliseconds) {
  let seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  let days = Math.floor(seconds / 86400);
  if (days < 2) days = 0;
  seconds -= days * 86400;
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0"));
  return (days ? `${days} days ` : "") + parts.join(":");
}

/** "2:05" */
export function minutesText(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The instant as the visitor's own wall clock would show it, with the zone's name, in the page's language. */
export function localText(instant) {
  const locale = navigator.languages?.find((language) => language.startsWith("en")) ?? "en-GB";
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
  const zone = format.resolvedOptions().timeZone.replaceAll("_", " ");
  const text = format.format(Date.parse(instant));
  return text.endsWith(` ${zone}`) ? text : `${text} (${zone})`;
}

/** The time of day on the visitor's own wall clock. */
export function localTimeText(instant) {
  return new Intl.DateTimeFormat(navigator.languages?.find((language) => language.startsWith("en")) ?? "en-GB", {
    hour: "numeric", minute: "2-digit",
  }).format(Date.parse(instant));
}
