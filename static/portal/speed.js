// How fast this device can send.

const SMALL = 32 * 1024;
const LARGE = 512 * 1024;
const SLOW = 6_000;

/** Kilobits a second, measured by sending bytes that nobody keeps; `send(bytes)` resolves once they have arrived. */
export async function measureUpload(send) {
  // The first one pays for the connection; on a slow line it is also enough.
  const first = await timed(send, SMALL);
  const second = await timed(send, SMALL);
  const speed = kilobits(SMALL, Math.min(first, second));
  if (LARGE * 8 / speed > SLOW) return speed;
  return Math.max(speed, kilobits(LARGE, await timed(send, LARGE)));
}

async function timed(send, size) {
  const bytes = new Uint8Array(size);
  // Random bytes, which nothing on the way can make smaller; no more at once than the browser gives.
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  const begin = performance.now();
  await send(bytes);
  return performance.now() - begin;
}

function kilobits(size, milliseconds) {
  return size * 8 / Math.max(milliseconds, 1);
}
