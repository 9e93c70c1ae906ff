"""Results as they are kept: medians with their spread, ratios round by round, and the goals they are held against."""

import json
import statistics

from devstack.settings import CHECKOUT

from .peers import ANSWER, DJANGO, OURS, PHP, SQL

FILE = CHECKOUT / "docs" / "benchmarks" / "results.json"
# A measure's name to the goals of its ratios; "limit" is what both limits allow together.
GOALS = {
    "list-32": {DJANGO: 10, PHP: 1.5, "limit": 0.8},
    "book-32": {DJANGO: 8, PHP: 1.3, "limit": 0.8},
}
TAIL_GOAL = 4


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
    return found


def verdicts(results):
    """Each goal with what was found: (sentence, found, met)."""
    found = []
    measures = results["measures"]
    for measure, goals in GOALS.items():
        for other, goal in goals.items():
            if measure in measures and other in measures[measure]["ratios"]:
                ratio = measures[measure]["ratios"][other]["median"]
                if other == "limit":
                    text = f"{measure}: at least {goal:.0%} of what the two limits allow"
                    found.append((text, f"{ratio:.0%}", ratio >= goal))
                else:
                    found.append((f"{measure}: at least {goal} times {other}", f"{ratio:.2f}", ratio >= goal))
    for measure, result in measures.items():
        ours = result["runs"][OURS]
        if measure.endswith("-256"):
            tail = ours["tail"]["median"]
            text = f"{measure}: p99 at most {TAIL_GOAL} times the median"
            found.append((text, f"{tail:.1f}", tail <= TAIL_GOAL))
        found.append((f"{measure}: no error", str(ours["errors"]), ours["errors"] == 0))
    return found


def read():
    return json.loads(FILE.read_text()) if FILE.exists() else None


def write(results):
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(results, indent=1) + "\n")
