// Which page of which browser this is: an interview is on one device at a time.

const NAME = "interview-device";
const WISH = "interview-take-over";

/** A name of this page alone, and the one of the page that had the interview in this browser before. */
export const device = { id: crypto.randomUUID(), previous: kept(localStorageOrNone(), NAME) };

/** The interview is here now: a later page of this browser may go on without asking. */
export function rememberDevice() {
  keep(localStorageOrNone(), NAME, device.id);
}

/** Loads the page again, to go on here although the interview is open elsewhere. */
export function reloadToTakeOver() {
  keep(sessionStorageOrNone(), WISH, "1");
  location.reload();
}

/** Whether this page was loaded to take over; true once. */
export function takesOver() {
  const storage = sessionStorageOrNone();
  const wish = kept(storage, WISH) !== null;
  try {
    storage?.removeItem(WISH);
  } catch {
    // Nothing was kept.
  }
  return wish;
}

// Browsers may refuse the very mention of storage.
function localStorageOrNone() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function sessionStorageOrNone() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

function kept(storage, name) {
  try {
    return storage?.getItem(name) ?? null;
  } catch {
    return null;
  }
}

function keep(storage, name, value) {
  try {
    storage?.setItem(name, value);
  } catch {
    // Then the candidate is asked.
  }
}
