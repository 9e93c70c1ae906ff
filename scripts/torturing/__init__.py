"""The torture test's load and trouble, and what it writes down: scripts/torture runs it, torture_check.py judges."""
