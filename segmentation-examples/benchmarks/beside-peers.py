#!/usr/bin/env python3
"""Every algorithm and its peers in turn, A B A B, on the same bytes; results are compared before a time counts.

    segmentation-examples/benchmarks/beside-peers.py [--jobs ...] [--threads 1 2] [--out beside.json] [options]

Every contender is a process of its own that stays warm and works when asked: ours (dev.segmentation.benchmarks.BesideJob),
other JVM libraries (BesidePeerJob, in a jar built with -Ppeers) and Python's (python_peers.py, each by the first Python
that has it). Medians over the rounds; who is slow takes fewer (--patience). Ends with an error if results differ by more than
the job allows, or ours depend on the number of threads. Who is not here is said and left out.
"""

import argparse
import array
import functools
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

from turns import java_version, observed, process_cpu_seconds

HERE = os.path.dirname(os.path.abspath(__file__))
MAIN = "dev.segmentation.benchmarks."
EQUAL = 1e-9

# Of each job: its contenders beside ours, and how far apart the numbers that come out may be. Where there are many local
# optima, as text: how much worse our objective may be; "binds", that it must be worse. None: another objective.
JOBS = {
    "ward": {"fastclusterWard": EQUAL, "fastclusterVectorWard": EQUAL, "scipyWard": EQUAL, "elkiWard": EQUAL, "smileWard": 1e-4},
    "complete": {"fastclusterComplete": EQUAL, "scipyComplete": EQUAL, "elkiComplete": EQUAL},
    "average": {"fastclusterAverage": EQUAL, "scipyAverage": EQUAL, "elkiAverage": EQUAL},
    "single": {"fastclusterVectorSingle": EQUAL, "scipySingle": EQUAL, "elkiSingle": EQUAL},
    "bisecting": {"sklearnBisecting": "0.03"},
    "fasterPam": {"elkiFasterPam": "0.03"},
    "clara": {"elkiFasterClara": "0.03"},
    "medoidSilhouette": {"elkiFasterMsc": "0.03"},
    "mixtureSpherical": {"sklearnMixtureSpherical": EQUAL, "elkiMixtureSpherical": 1e-6},
    "mixtureDiagonal": {"sklearnMixtureDiagonal": EQUAL, "elkiMixtureDiagonal": 1e-6},
    "mixtureTied": {"sklearnMixtureTied": EQUAL},
    "mixtureFull": {"sklearnMixtureFull": EQUAL, "elkiMixtureFull": 1e-6},
    "mixtureNoise": {"withoutNoise": None},
    "fuzzyCMeans": {"elkiFuzzyCMeans": EQUAL},
    "latentClass": {"wekaLatentClass": "0.001"},
    "kModes": {"smileKModes": "0.03"},
    "kPrototypes": {"kMeansPlain": None, "kMeansVector": None},
    "bounded": {"free": "binds"},
    "boundedOnce": {"free": "binds"},
    "mustLink": {"free": "binds", "sklearnHouseholds": "0.03"},
    "cannotLink": {"free": "binds"},
    "fixedSegments": {"free": "binds"},
    "chaid": {},
    "exhaustiveChaid": {},
    "cart": {"sklearnCart": "0.001"},
    "jenks": {"sklearnKMeans": "1e-9"},
    "gower": {"scipyGower": EQUAL},
    "quantileTiers": {"numpyQuantile": EQUAL},
    "abcTiers": {"numpyAbc": EQUAL},
    "rfm": {"pandasRfm": EQUAL, "numpyRfm": EQUAL},
    "rules": {"numpySelect": EQUAL},
}

OURS = {"ours", "kMeansPlain", "kMeansVector", "free", "withoutNoise"}

# Peers that use more than one thread.
THREADED = {"sklearnBisecting", "sklearnMixtureSpherical", "sklearnMixtureDiagonal", "sklearnMixtureTied",
            "sklearnMixtureFull", "sklearnKMeans", "sklearnHouseholds", "smileKModes", "wekaLatentClass"}

# Where Python's are, by what their names begin with.
LIBRARIES = {"fastcluster": "fastcluster", "scipy": "scipy", "sklearn": "sklearn", "numpy": "numpy", "pandas": "pandas"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", nargs="+", default=list(JOBS), choices=list(JOBS))
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--limit", type=int, default=2**31 - 1, help="the most rows")
    parser.add_argument("--rounds", type=int, default=5, help="turns per contender, the median counts")
    parser.add_argument("--warmup", type=float, default=1.5, help="seconds per contender, at least one run")
    parser.add_argument("--patience", type=float, default=2.5, help="seconds after which a contender takes no more turns")
    parser.add_argument("--java", help="JDK home; by default the java on the path")
    parser.add_argument("--python", nargs="+", default=[sys.executable, "/usr/bin/python3"],
                        help="for each library the first that has it counts")
    parser.add_argument("--heap", default="3g", help="of each JVM")
    parser.add_argument("--jar", default=os.path.join(HERE, "target", "benchmarks.jar"))
    parser.add_argument("--out", help="write JSON here")
    return parser.parse_args()


ARGS = arguments()
JAVA = os.path.join(ARGS.java, "bin", "java") if ARGS.java else "java"


@functools.cache
def python_with(library):
    """The first Python that has a library, and the library's version."""
    for python in ARGS.python:
        try:
            found = subprocess.run([python, "-c", f"import {library}; print({library}.__version__)"], capture_output=True, text=True)
        except OSError:
            continue
        if found.returncode == 0:
            return python, f"{library} {found.stdout.strip()}"
    return None, None


class Contender:
    """A warm process."""

    def __init__(self, name, threads, job, folder, data):
        self.name, self.threads, self.nanos, self.foreign = name, threads, [], []
        self.result_file = os.path.join(folder, f"{name}-{threads}")
        library = next((library for prefix, library in LIBRARIES.items() if name.startswith(prefix)), None)
        java = [JAVA, f"-Xmx{ARGS.heap}", "--add-modules=jdk.incubator.vector", "-cp", ARGS.jar]
        if name.startswith(("elki", "smile", "weka")):
            if name in THREADED:  # they take all processors that they see
                java.insert(1, f"-XX:ActiveProcessorCount={threads}")
            command = java + [MAIN + "peers.BesidePeerJob", name, str(ARGS.limit), self.result_file]
        elif library:
            command = [python_with(library)[0] or sys.executable, os.path.join(HERE, "python_peers.py"), name, str(threads), data, self.result_file]
        else:
            command = java + [MAIN + "BesideJob", job, name, str(threads), str(ARGS.limit), self.result_file]
            command += [] if os.path.exists(data) else [data]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @functools.cached_property
    def ready(self):
        """Waits until it has its data, or has ended."""
        return self.process.stdout.readline().strip() == "ready"

    def missing(self):
        return self.process.stderr.read().strip().splitlines()[-1:] or ["it has died"]

    def run(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} has died: {self.process.stderr.read()[-2000:]}\nby hand: {' '.join(self.process.args)}")
        return float(answer)

    def turn(self):
        nanos, foreign = observed(self, self.run)
        self.nanos.append(nanos)
        self.foreign.append(foreign)

    def result(self):
        values = array.array("d")
        with open(self.result_file, "rb") as file:
            values.frombytes(file.read())
        return values

    def cpu_seconds(self):
        return process_cpu_seconds(self.process.pid)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compared(job, ours, other, allowed):
    """How much worse we are, or how far apart at most; ends the program if that is too much."""
    a, b = ours.result(), other.result()
    if allowed is None:
        return None
    if isinstance(allowed, str):
        difference = a[0] / b[0] - 1
        if not (difference > 0 if allowed == "binds" else difference <= float(allowed)):
            sys.exit(f"{job}: our objective is {a[0]!r}, that of {other.name} {b[0]!r}")
        return difference
    if len(a) != len(b):
        sys.exit(f"{job}: {other.name} gives {len(b)} numbers, ours {len(a)}")
    differences = [abs(x - y) / max(abs(x), abs(y), 1e-300) if x != y else 0.0 for x, y in zip(a, b)]
    difference = math.nan if any(map(math.isnan, differences)) else max(differences)
    if not difference <= allowed:
        sys.exit(f"{job}: {other.name} differs by {difference:.1e}: {list(b[:5])}, ours {list(a[:5])}")
    return difference


def started(job, folder):
    """The contenders, and who is missing and why; all start side by side but for the first, which writes the data."""
    data = os.path.join(folder, "data")
    wanted = [(name, threads) for name in ["ours"] + list(JOBS[job])
              for threads in (ARGS.threads if name in THREADED | OURS else ARGS.threads[:1])]
    first = Contender(*wanted[0], job, folder, data)
    others = [Contender(*who, job, folder, data) for who in wanted[1:]] if first.ready else []
    contenders, missing = [], {}
    for contender in [first] + others:
        if contender.ready:
            contenders.append(contender)
        elif contender.name in OURS:
            sys.exit(f"{job}: {contender.missing()[0]}; by hand: {' '.join(contender.process.args)}")
        else:
            missing[contender.name] = contender.missing()[0]
    return contenders, missing


def measure(job, folder):
    """By number of threads; who runs on one thread anyway takes one turn and stands beside all of ours."""
    contenders, missing = started(job, folder)
    for contender in contenders:
        start = time.perf_counter()
        contender.run()
        while time.perf_counter() - start < ARGS.warmup:
            contender.run()
    ours = contenders[0]
    for other in contenders[1:]:
        if other.name == "ours" and other.result() != ours.result():
            sys.exit(f"{job}: ours depends on the number of threads: {ours.result()[:3]}, {other.result()[:3]}")
    differences = {c.name: compared(job, ours, c, JOBS[job][c.name]) for c in contenders if c.name != "ours"}
    for _ in range(ARGS.rounds):
        for contender in contenders:
            if not contender.nanos or len(contender.nanos) * statistics.median(contender.nanos) < ARGS.patience * 1e9:
                contender.turn()
    for contender in contenders:
        contender.close()
    return {str(threads): {"missing": missing, "contenders": {c.name: {
        "ms": [n / 1e6 for n in c.nanos], "foreign": c.foreign, "difference": differences.get(c.name)}
        for c in contenders if c.threads == threads or c.name not in THREADED | OURS}} for threads in ARGS.threads}


def show(job, threads, measured):
    ours = statistics.median(measured["contenders"]["ours"]["ms"])
    for name, r in measured["contenders"].items():
        ms = statistics.median(r["ms"])
        line = f"{job:17} {threads} {name:24} {ms:10.3f} ms"
        if name != "ours":
            line += f", ours {ours / ms:.3f} times that"
        if r["difference"] is not None:
            line += f", results differ by {r['difference']:.1e}"
        foreign = [f for f in r["foreign"] if f is not None]
        if foreign:
            line += f"; others took {max(foreign):.0%} of the CPUs at most"
        print(line, flush=True)
    for name, why in measured["missing"].items():
        print(f"{job:17} {threads} {name:24} is not here: {why}", flush=True)


def main():
    versions = ", ".join(python_with(library)[1] or f"no {library}" for library in LIBRARIES.values())
    report = {"java": java_version(JAVA), "python": versions, "rounds": ARGS.rounds, "limit": ARGS.limit, "jobs": {}}
    print(f"JDK {report['java']}, {versions}", flush=True)
    for job in ARGS.jobs:
        with tempfile.TemporaryDirectory() as folder:
            report["jobs"][job] = measure(job, folder)
        for threads, measured in report["jobs"][job].items():
            show(job, threads, measured)
        if ARGS.out:
            with open(ARGS.out, "w") as out:
                json.dump({"beside": report}, out, indent=1)


if __name__ == "__main__":
    main()
