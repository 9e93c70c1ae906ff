"""The figures as a picture: for each measure who answers how many requests in a second, as SVG."""

import html

from .peers import ANSWER, DJANGO, OURS, PHP, SQL

TITLES = {
    "list-32": "List of 20 slots",
    "book-32": "Interview and booking, many slots",
    "hot-32": "Interview and booking, one slot",
    "portal-32": "Portal page",
    "chunk-32": "Recording chunk of 256 KB",
}
BARS = [("Django", DJANGO), ("PHP-FPM", PHP), ("interviews", OURS), ("SQL and FastCGI allow", "limit")]
WIDTH, LABEL, NUMBER, BAR, GAP = 720, 170, 70, 18, 5
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1d262c; } .title { font-weight: 600; }
.peer { fill: #9fb1bd; } .ours { fill: #12557d; } .limit { fill: none; stroke: #12557d; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #eceff1; } .peer { fill: #56656f; } .ours { fill: #8fc7e8; } .limit { stroke: #8fc7e8; }
}"""


def rates(result):
    """The medians by name, and what the limits allow together where both were measured."""
    found = {name: run["rate"]["median"] for name, run in result["runs"].items()}
    if SQL in found and ANSWER in found:
        found["limit"] = 1 / (1 / found[SQL] + 1 / found[ANSWER])
    return found


def draw(measures):
    """Each measure has a scale of its own: bars compare within it."""
    lines, top = [], 8
    for name, title in TITLES.items():
        if name not in measures:
            continue
        found = rates(measures[name])
        longest = max(found[key] for _, key in BARS if key in found)
        lines.append(f'<text class="title" x="0" y="{top + 13}">{html.escape(title)}</text>')
        top += 22
        for label, key in BARS:
            if key not in found:
                continue
            width = max(1, (WIDTH - LABEL - NUMBER) * found[key] / longest)
            kind = key if key in (OURS, "limit") else "peer"
            middle = top + BAR - 5
            lines += [
                f'<text x="{LABEL - 8}" y="{middle}" text-anchor="end">{label}</text>',
                f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{width:.1f}" height="{BAR}"/>',
                f'<text x="{LABEL + width + 6:.1f}" y="{middle}">{found[key]:,.0f}/s</text>',
            ]
            top += BAR + GAP
        top += 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" role="img"'
        f' aria-label="Requests answered in a second">\n<style>{STYLE}</style>\n' + "\n".join(lines) + "\n</svg>\n"
    )
