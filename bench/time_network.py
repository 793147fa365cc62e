"""How long the network of time takes at 1,000, 10,000 and 100,000 occurrences with three relations each.

Prints for each size: making the graph, settling both directions, taking one more claim in, and the same shortest
paths by networkx on the same edges (Bellman-Ford from the origin, forwards and backwards), in seconds of processor
time. The ratio is the point; seconds depend on the machine.
Run: `python -m bench.time_network [--sizes 1000 10000 100000] [--without-networkx]`. networkx is needed for the
comparison only: `pip install networkx`.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
from collections.abc import Callable
from importlib import import_module
from time import process_time
from typing import Any

from domain.chronology.constraints import Claim, Gap, NotAfter, NotBefore, Point
from domain.chronology.graph import Graph
from domain.chronology.network import Network
from domain.chronology.order import ordered
from domain.chronology.propagation import UNREACHED

RELATIONS_EACH = 3
MORE_CLAIMS = 200


def true_claims(size: int, rng: random.Random) -> tuple[list[Claim], Callable[[], Claim]]:
    """Vague dates and relations that hold of one random history, and a maker of further ones."""
    days = [rng.randrange(-20_000, 20_000) for _ in range(size)]
    points = [Point(f"occurrence-{index:06d}", "start") for index in range(size)]
    made = 0

    def relation(one: int) -> Claim:
        nonlocal made
        made += 1
        other = (one + rng.randrange(1, size)) % size
        gap = days[one] - days[other]
        if rng.randrange(3) == 0:
            upper = Gap(points[other], points[one], gap + rng.randrange(30))
            return Claim(f"relation-{made:07d}", (upper, Gap(points[one], points[other], rng.randrange(30) - gap)))
        first, then = (other, one) if gap > 0 else (one, other)
        return Claim(f"relation-{made:07d}", (Gap(points[then], points[first], -1 if gap else 0),))

    claims = []
    for index, (day, point) in enumerate(zip(days, points, strict=True)):
        dated = (NotBefore(point, day - rng.randrange(200)), NotAfter(point, day + rng.randrange(200)))
        claims.append(Claim(f"date-{index:06d}", dated))
        claims += [relation(index) for _ in range(RELATIONS_EACH)]
    return claims, lambda: relation(rng.randrange(size))


def seconds(work: Callable[[], Any]) -> float:
    """How long one call takes, garbage collection aside."""
    gc.collect()
    gc.disable()
    started = process_time()
    work()
    taken = process_time() - started
    gc.enable()
    return taken


def by_networkx(graph: Graph) -> tuple[float, bool]:
    """Seconds that networkx takes for both directions, and whether it comes to the same days."""
    networkx = import_module("networkx")
    forwards, backwards = networkx.DiGraph(), networkx.DiGraph()
    for node, edges in enumerate(graph.edges_out):
        for other, weight, _ in edges:
            _add_edge(forwards, node, other, weight)
            _add_edge(backwards, other, node, weight)
    for node, ceilings in graph.ceilings.items():
        _add_edge(forwards, "origin", node, min(day for day, _ in ceilings))
    for node, floors in graph.floors.items():
        _add_edge(backwards, "origin", node, -max(day for day, _ in floors))
    found: list[dict[Any, int]] = []

    def both() -> None:
        paths = networkx.single_source_bellman_ford_path_length
        found.extend((paths(forwards, "origin"), paths(backwards, "origin")))

    taken = seconds(both)
    same = all(found[0].get(node, UNREACHED) == day for node, day in enumerate(graph.latest))
    return taken, same and all(found[1].get(node, UNREACHED) == day for node, day in enumerate(graph.negated_earliest))


def _add_edge(directed: Any, one: Any, other: Any, weight: int) -> None:
    known = directed.get_edge_data(one, other)
    if known is None or weight < known["weight"]:
        directed.add_edge(one, other, weight=weight)


def run(size: int, *, compare: bool) -> None:
    """Print one line of figures for one size."""
    claims, another = true_claims(size, random.Random(size))
    making = seconds(lambda: Graph.of(claims, ()))
    graph = Graph.of(claims, ())
    settling = seconds(graph.solve_ranges)
    network = Network(claims)
    assert not network.contradictions
    more = [another() for _ in range(MORE_CLAIMS)]
    adding = statistics.median([seconds_of_one(network, claim) for claim in more])
    occurrences = [point.owner for point in graph.points]
    ordering = seconds(lambda: ordered(network, occurrences))
    line = (
        f"{size:>7,} occurrences: graph {making:.3f} s, both directions {settling:.3f} s ({settling / 2:.3f} s each), "
    )
    line += f"one more claim {adding * 1e6:.0f} us, order {ordering:.3f} s"
    if compare:
        taken, same = by_networkx(graph)
        line += f"; networkx {taken:.3f} s, {taken / settling:.1f} times as long, days {'equal' if same else 'DIFFER'}"
    print(line)


def seconds_of_one(network: Network, claim: Claim) -> float:
    """How long a network that holds everything takes to take in one more claim."""
    started = process_time()
    network.add(claim)
    return process_time() - started


def main() -> None:
    """Read the arguments and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--without-networkx", action="store_true")
    arguments = parser.parse_args()
    for size in arguments.sizes:
        run(size, compare=not arguments.without_networkx)


if __name__ == "__main__":
    main()
