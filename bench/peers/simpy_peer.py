#!/usr/bin/env python3
"""Outputs of the SimPy peer with their standard errors, and its speed:

simpy_peer.py mm1|procurement_toy [replications]     (README.md; seeds 1, 2, ...)

Needs SimPy, 3.0.11 or later. Processes, a resource and timeouts, as its tutorial teaches; model
events are counted here, SimPy's own are not.
"""

import math
import random
import sys
import time

import simpy

HORIZON = 120


class Mm1:
    """A source, a server, a store between them. A process per customer took 1.7 times as long."""

    def __init__(self, seed, customers=1_000_000, utilisation=0.9):
        self.rng = random.Random(seed)
        self.env = simpy.Environment()
        self.queue = simpy.Store(self.env)
        self.customers, self.utilisation = customers, utilisation
        self.events = self.in_system = 0
        self.total_time = self.area = self.last_change = 0.0

    def run(self):
        self.env.process(self.arrivals())
        self.env.process(self.server())
        self.env.run()
        return {
            "mean time in system": self.total_time / self.customers,
            "mean number in system": self.area / self.env.now,
            "events": self.events,
        }

    def arrivals(self):
        for _ in range(self.customers):
            yield self.env.timeout(self.rng.expovariate(self.utilisation))
            self.change(+1)
            self.queue.put(self.env.now)

    def server(self):
        for _ in range(self.customers):
            arrival = yield self.queue.get()
            yield self.env.timeout(self.rng.expovariate(1.0))
            self.change(-1)
            self.total_time += self.env.now - arrival

    def change(self, by):
        self.events += 1
        self.area += self.in_system * (self.env.now - self.last_change)
        self.last_change = self.env.now
        self.in_system += by


class Startup:
    def __init__(self):
        self.cash = 18
        self.active = True


class ProcurementToy:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.env = simpy.Environment()
        self.laboratory = simpy.Resource(self.env, capacity=1)
        self.budget = 300
        self.paid = self.dead = self.events = 0
        self.last_payment = HORIZON

    def run(self):
        for _ in range(12):
            startup = Startup()
            self.env.process(self.ticks(startup))
            self.env.process(self.product(startup))
            self.env.process(self.funding(startup))
        self.env.run(until=HORIZON)
        return {
            "paid": self.paid,
            "dead": self.dead,
            "last payment": self.last_payment,
            "events": self.events,
        }

    def ticks(self, startup):
        while True:
            yield self.env.timeout(1)
            if not startup.active:
                return
            self.events += 1
            startup.cash -= 1
            if startup.cash < 0:
                startup.active = False
                self.dead += 1
                return

    def funding(self, startup):
        for _ in range(2):
            yield self.env.timeout(self.rng.expovariate(1 / 24))
            if not startup.active:
                return
            self.events += 1
            startup.cash += 10

    def product(self, startup):
        yield self.env.timeout(self.rng.expovariate(1 / 12))
        if not startup.active:
            return
        self.events += 1
        for _ in range(4):
            startup.cash -= 2
            yield self.env.timeout(self.rng.lognormvariate(math.log(5), 0.4))
            if not startup.active:
                return
            self.events += 1
            if self.rng.random() < 0.4:
                yield from self.test(startup)
                return

    def test(self, startup):
        with self.laboratory.request() as turn:
            yield turn
            if not startup.active:
                return
            yield self.env.timeout(self.rng.expovariate(1 / 3))
        if not startup.active:
            return
        self.events += 1
        if self.budget >= 100:
            self.budget -= 100
            startup.active = False
            self.paid += 1
            self.last_payment = self.env.now


def main(arguments):
    workloads = {"mm1": (Mm1, 3), "procurement_toy": (ProcurementToy, 20_000)}
    if not arguments or arguments[0] not in workloads:
        sys.exit("usage: simpy_peer.py mm1|procurement_toy [replications]")
    model, replications = workloads[arguments[0]]
    if len(arguments) > 1:
        replications = int(arguments[1])
    start = time.perf_counter()
    samples = [model(seed).run() for seed in range(1, replications + 1)]
    seconds = time.perf_counter() - start
    for name in samples[0]:
        mean = sum(s[name] for s in samples) / replications
        variance = sum((s[name] - mean) ** 2 for s in samples) / replications
        print(f"{name:<22} {mean:.4f} ({math.sqrt(variance / replications):.4f})")
    events = sum(s["events"] for s in samples)
    print(
        f"seconds={seconds:.3f} replications/s={replications / seconds:.1f} "
        f"events/s={events / seconds:.0f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
