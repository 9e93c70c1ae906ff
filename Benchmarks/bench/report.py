"""The figures for people: on the terminal while they come, and what became of them since the last that were kept."""

from .results import NAMES, verdicts

RATIOS = {
    "django": "times Django",
    "php": "times PHP-FPM",
    "limit": "of what the limits allow together",
    "beside": "of that by the two limits at the same time",
}


def measure(name, result):
    """One measure's lines."""
    lines = [f"\n{name} (requests)"]
    for who, run in result["runs"].items():
        rate = run["rate"]
        lines.append(
            f"  {NAMES[who]:<26} {rate['median']:>8.0f}/s  ({rate['low']:.0f} to {rate['high']:.0f})"
            f"   p50 {run['p50'] / 1000:>7.1f} ms   p99 {run['p99'] / 1000:>7.1f} ms   errors {run['errors']}"
        )
    for other, ratio in result["ratios"].items():
        lines.append(f"    {ratio['median']:>6.2f} {RATIOS[other]} ({ratio['low']:.2f} to {ratio['high']:.2f})")
    return "\n".join(lines)


def memory(found):
    return (
        f"\nmemory: {found['end'] / 1e6:.1f} MB after {found['requests']:,} requests with {found['workers']} workers"
        f" ({found['half'] / 1e6:.1f} MB at half, {found['most'] / 1e6:.1f} MB at most), errors {found['errors']}"
    )


def start(found):
    return f"\nstart to first answer: {found['median']:.0f} ms ({found['low']:.0f} to {found['high']:.0f})"


def sizes(found):
    lines = []
    for name, size in found.items():
        lines.append(f"\n{name} by the number of schedules: {size['difference']:.0%} apart")
        for count, rate in size["rates"].items():
            lines.append(f"  {int(count):>12,} {rate['median']:>8.0f}/s  ({rate['low']:.0f} to {rate['high']:.0f})")
    return "\n".join(lines)


def goals(results):
    lines = ["\nGoals"]
    for text, found, is_met in verdicts(results):
        lines.append(f"  {'met    ' if is_met else 'NOT MET'}  {text}: {found}")
    return "\n".join(lines)


def comparison(results, kept):
    """How the ratios moved since the results that are committed."""
    if not kept["measures"]:
        return "\nThere are no committed results to compare with."
    lines = [f"\nSince the committed results ({kept['commit']}, {kept['date']}): ratio now, then, change"]
    for name, result in results["measures"].items():
        for other, ratio in result["ratios"].items():
            before = kept["measures"].get(name, {}).get("ratios", {}).get(other)
            if before:
                change = ratio["median"] / before["median"] - 1
                lines.append(
                    f"  {name:<12} {RATIOS[other]:<36} {ratio['median']:>6.2f} {before['median']:>6.2f}  {change:+.0%}"
                )
    return "\n".join(lines)
