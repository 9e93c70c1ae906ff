"""How long and how often everything is measured, in the whole run and in the quick one."""

import dataclasses
import os

from devstack.settings import StackError


@dataclasses.dataclass(frozen=True)
class Plan:
    """The whole run's numbers; `quick()` has the short one's."""

    rounds: int = 5
    # Of the measures beside the list and the booking.
    other_rounds: int = 5
    seconds: int = 3
    # What serve has by default where there are two processors; the peers have as many, and are no faster with more.
    workers: int = 8
    # Those of the serve whose memory is looked at.
    memory_workers: int = 32
    connections: tuple = (32, 256)
    size: int = 100_000
    sizes: tuple = (1_000, 100_000, 10_000_000)
    memory_requests: int = 1_000_000
    buffer_pool: str = "4G"
    is_quick: bool = False

    @staticmethod
    def whole():
        (rounds,) = _numbers("BENCH_ROUNDS", [Plan.rounds])
        (requests,) = _numbers("BENCH_REQUESTS", [Plan.memory_requests])
        sizes = tuple(_numbers("BENCH_SIZES", Plan.sizes))
        return Plan(sizes=sizes, rounds=rounds, other_rounds=rounds, memory_requests=requests)

    @staticmethod
    def quick():
        return Plan(
            rounds=3, other_rounds=2, seconds=1, size=1_000, sizes=(), memory_requests=20_000, buffer_pool="1G",
            is_quick=True,
        )  # fmt: skip


def base_port():
    return _numbers("BENCH_PORT", [8460])[0]


def _numbers(name, default):
    text = os.environ.get(name, "").replace("_", "")
    if not text:
        return list(default)
    if not all(part.isascii() and part.isdigit() and int(part) > 0 for part in text.split(",")):
        raise StackError(f"{name} is one or more numbers with commas between, not {text!r}.")
    return [int(part) for part in text.split(",")]
