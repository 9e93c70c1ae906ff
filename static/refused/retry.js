// Loads the page again as soon as the server answers.

async function look() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  // Not `reload`, which would send a form once more; the address that a form went to has no page.
  if (answer?.ok) location.replace(location.pathname.startsWith("/choose/") ? "/choose/" : location.href);
  else setTimeout(look, 4_000 + Math.random() * 2_000);
}

setTimeout(look, 3_000);
