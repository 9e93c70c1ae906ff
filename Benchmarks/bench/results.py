"""Results as they are kept: medians with their spread, ratios round by round, and the goals they are held against."""

import json
import statistics

from devstack.settings import CHECKOUT

from .peers import ANSWER, ANSWER_BESIDE, DJANGO, OURS, PHP, SQL, SQL_BESIDE

FILE = CHECKOUT / "docs" / "benchmarks" / "results.json"
# A measure's name to the goals of its ratios; "limit" is what both limits allow together.
GOALS = {
    "list-32": {DJANGO: 10, PHP: 1.5, "limit": 0.8},
    "book-32": {DJANGO: 8, PHP: 1.3, "limit": 0.8},
}
TAIL_GOAL = 4
START_GOAL = 100
MEMORY_GOAL = 100
# What is within the allocator's pages is no growth.
GROWTH_GOAL = 0.02
SIZES_GOAL = 0.2
NAMES = {
    OURS: "interviews",
    DJANGO: "Django",
    PHP: "PHP-FPM",
    ANSWER: "FastCGI, constant answer",
    SQL: "SQL alone, in C",
    ANSWER_BESIDE: "FastCGI while SQL runs",
    SQL_BESIDE: "SQL while FastCGI runs",
}


def spread(values):
    """The median with the lowest and the highest of a few values."""
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def summarize(runs):
    """What is kept of one measure's runs."""
    kept = {
        name: {
            "rate": spread([run.rate for run in own]),
            "p50": statistics.median(run.p50 for run in own),
            "p99": statistics.median(run.p99 for run in own),
            "tail": spread([run.p99 / max(run.p50, 1) for run in own]),
            "errors": sum(run.errors for run in own),
        }
        for name, own in runs.items()
    }
    return {"runs": kept, "ratios": ratios(runs)}


def ratios(runs):
    """How many times each other's rate ours is, each round for itself: what slows the machine slows a whole round."""
    found = {}
    for other in (DJANGO, PHP):
        if other in runs:
            found[other] = spread([a.rate / b.rate for a, b in zip(runs[OURS], runs[other], strict=True)])
    if SQL in runs and ANSWER in runs:
        pairs = zip(runs[OURS], runs[SQL], runs[ANSWER], strict=True)
        found["limit"] = spread([ours.rate * (1 / sql.rate + 1 / answer.rate) for ours, sql, answer in pairs])
    if SQL_BESIDE in runs:
        pairs = zip(runs[SQL], runs[ANSWER], runs[SQL_BESIDE], runs[ANSWER_BESIDE], strict=True)
        found["beside"] = spread([sql2.rate / sql.rate + answer2.rate / answer.rate for sql, answer, sql2, answer2 in pairs])
    return found


def summarize_sizes(runs):
    """Of each request, the rate at each size and by how much the slowest is behind the fastest."""
    kept = {}
    for name, sizes in runs.items():
        rates = {str(size): spread([run.rate for run in own]) for size, own in sizes.items()}
        medians = [rate["median"] for rate in rates.values()]
        errors = sum(run.errors for own in sizes.values() for run in own)
        kept[name] = {"rates": rates, "difference": 1 - min(medians) / max(medians), "errors": errors}
    return kept


def verdicts(results):
    """Each goal with what was found: (sentence, found, met)."""
    found = []
    for measure, result in results["measures"].items():
        found += of_ratios(measure, result["ratios"])
        ours = result["runs"][OURS]
        if measure.endswith("-256"):
            tail = ours["tail"]["median"]
            text = f"{measure}: p99 at most {TAIL_GOAL} times the median"
            found.append((text, f"{tail:.1f} times", tail <= TAIL_GOAL))
    errors = sum(result["runs"][OURS]["errors"] for result in results["measures"].values())
    errors += results.get("memory", {}).get("errors", 0)
    found.append(("no error in any of these runs", str(errors), errors == 0))
    if memory := results.get("memory"):
        found += of_memory(memory)
    if start := results.get("start"):
        milliseconds = start["median"]
        text = f"start to first answer under {START_GOAL} ms"
        found.append((text, f"{milliseconds:.0f} ms", milliseconds < START_GOAL))
    for name, size in results.get("sizes", {}).items():
        counts = " and ".join(f"{int(count):,}" for count in (min(size["rates"], key=int), max(size["rates"], key=int)))
        text = f"{name} between {counts} schedules: less than {SIZES_GOAL:.0%} apart"
        found.append((text, f"{size['difference']:.0%}", size["difference"] < SIZES_GOAL and size["errors"] == 0))
    return found


def of_ratios(measure, found):
    for other, goal in GOALS.get(measure, {}).items():
        if other not in found:
            continue
        ratio = found[other]["median"]
        if other == "limit":
            yield f"{measure}: at least {goal:.0%} of what the two limits allow", f"{ratio:.0%}", ratio >= goal
        else:
            yield f"{measure}: at least {goal} times {NAMES[other]}", f"{ratio:.2f} times", ratio >= goal


def of_memory(memory):
    megabytes = memory["end"] / 1e6
    text = f"memory with {memory['workers']} workers after {memory['requests']:,} requests under {MEMORY_GOAL} MB"
    yield text, f"{megabytes:.0f} MB", megabytes < MEMORY_GOAL
    # Before that, workers still meet their first request of a kind.
    if memory["requests"] < 100_000:
        return
    growth = memory["end"] / memory["half"] - 1
    yield f"no growth in the second half (at most {GROWTH_GOAL:.0%})", f"{growth:+.1%}", growth <= GROWTH_GOAL


def read():
    return json.loads(FILE.read_text()) if FILE.exists() else {"measures": {}}


def write(results):
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(results, indent=1) + "\n")
