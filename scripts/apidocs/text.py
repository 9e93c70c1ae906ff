"""The little Markdown that the descriptions use: paragraphs, `code`, **bold**."""

import html
import re


def inline(text):
    escaped = html.escape(" ".join(str(text).split()), quote=False)
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", escaped)


def paragraphs(text):
    return "\n".join(f"<p>{inline(part)}</p>" for part in str(text).strip().split("\n\n") if part.strip())


def anchor(text):
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()
