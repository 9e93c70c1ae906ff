"""The figures in docs/BENCHMARKS.md, between two marks; what stands around them is written by people."""

from devstack.settings import CHECKOUT, StackError

from .picture import draw
from .results import NAMES, verdicts

FILE = CHECKOUT / "docs" / "BENCHMARKS.md"
PICTURE = CHECKOUT / "docs" / "benchmarks" / "rates.svg"
BEGIN, END = "<!-- Figures, written by make bench. -->", "<!-- End of the figures. -->"
TITLES = {
    "list": "Filtered list of 20 slots, with token",
    "book": "Create interview and `book_slot`, many slots",
    "hot": "Create interview and `book_slot`, one slot",
    "portal": "Portal page",
    "chunk": "Recording chunk of 256 KB, verified and synced",
    "login": "Login (Argon2id)",
}


def write(results):
    PICTURE.write_text(draw(results["measures"]))
    text = FILE.read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise StackError(f"{FILE} has lost the marks between which the figures stand.")
    FILE.write_text(f"{before}{BEGIN}\n\n{figures(results)}\n{END}{after}")


def figures(results):
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    parts = [
        f"`make bench`, {results['date']}, source {results['commit']}: {results['machine']}; {versions}.",
        "![Requests answered in a second](benchmarks/rates.svg)",
        "\n".join(["| Goal | Found | |", "|---|---|---|", *map(verdict, verdicts(results))]),
        measures(results["measures"]),
    ]
    if "sizes" in results:
        parts.append(sizes(results["sizes"]))
    if "memory" in results:
        parts.append(memory(results["memory"]))
    return "\n\n".join(parts) + "\n"


def verdict(line):
    text, found, is_met = line
    return f"| {text} | {found} | {'met' if is_met else '**not met**'} |"


def measures(found):
    lines = [
        "Requests in a second as the median of the rounds (lowest to highest); a booking is two requests. p50 and p99"
        " in milliseconds. Ratio: ours to theirs, the median of the rounds.",
        "",
        "| | Requests/s | p50 | p99 | Ratio | Errors |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, result in found.items():
        kind, connections = name.split("-")
        lines.append(f"| **{TITLES[kind]}, {connections} connections** | | | | | |")
        for who, run in result["runs"].items():
            rate, ratio = run["rate"], result["ratios"].get(who)
            lines.append(
                f"| {NAMES[who]} | {rate['median']:,.0f} ({rate['low']:,.0f} to {rate['high']:,.0f})"
                f" | {run['p50'] / 1000:.1f} | {run['p99'] / 1000:.1f} | {said(ratio)} | {run['errors']} |"
            )
        if "limit" in result["ratios"]:
            lines.append(f"| What SQL and FastCGI allow together | | | | {said(result['ratios']['limit'])} | |")
        if "beside" in result["ratios"]:
            lines.append(f"| Of that by the two at the same time | | | | {said(result['ratios']['beside'])} | |")
    return "\n".join(lines)


def said(ratio):
    return f"{ratio['median']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})" if ratio else ""


def sizes(found):
    lines = ["| Schedules in the database | " + " | ".join(f"{TITLES[name]}, requests/s" for name in found) + " |"]
    lines.append("|---:|" + "---:|" * len(found))
    counts = next(iter(found.values()))["rates"]
    for count in counts:
        rates = (size["rates"][count] for size in found.values())
        cells = (f"{rate['median']:,.0f} ({rate['low']:,.0f} to {rate['high']:,.0f})" for rate in rates)
        lines.append(f"| {int(count):,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def memory(found):
    end, half, most = (found[key] / 1e6 for key in ("end", "half", "most"))
    return (
        f"Memory: {end:.0f} MB resident with {found['workers']} workers after {found['requests']:,} requests (lists,"
        f" pages and bookings), {half:.0f} MB at half of them, {most:.0f} MB at most."
    )
