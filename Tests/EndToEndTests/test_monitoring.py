"""What is given to those who watch the server: its figures, and the alerts and the dashboard made of them."""

import json
import re

import yaml
from harness import CHECKOUT
from recruiting import Client

MONITORING = CHECKOUT / "docs/monitoring"
NAME = re.compile(r"\binterviews_[a-z_]+")
LINE = re.compile(r'^(interviews_[a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+0-9.e]+$')


def figures(stack):
    answer = Client(stack, stack.account("ADMIN")).ask("GET", "/metrics")
    assert answer.status_code == 200, answer.text
    return answer


def test_every_line_of_the_figures_is_as_prometheus_reads_it(stack):
    answer = figures(stack)

    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert [line for line in lines if not line.startswith("# ") and not LINE.match(line)] == []
    assert any(line.startswith("interviews_requests_total{") for line in lines)


def test_alerts_and_dashboard_ask_for_figures_that_there_are(stack):
    source = (CHECKOUT / "Sources/Observability/MetricsText.swift").read_text()
    families = set(re.findall(r'\("(interviews_[a-z_]+)", "', source))
    suffix = re.compile(r"_(total|bucket|sum|count)$")
    alerts = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
    panels = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
    asked = [rule["expr"] for rule in alerts] + [target["expr"] for panel in panels for target in panel["targets"]]

    named = {suffix.sub("", name) for each in asked for name in NAME.findall(each)}

    assert named <= families
    assert families <= named, "a family that neither an alert nor the dashboard shows"
