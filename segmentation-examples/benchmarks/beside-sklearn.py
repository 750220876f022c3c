#!/usr/bin/env python3
"""k-means of scikit-learn and ours in turn, A B A B, on the same bytes from the same centers.

    segmentation-examples/benchmarks/beside-sklearn.py [--out sklearn.json] [options]

One JVM per JDK and kernel stays warm and fits when asked (dev.segmentation.benchmarks.Beside). Times of an iteration are
marginal, (T(25) - T(5)) / 20; fits run until nothing changes. Medians over the rounds. Sets OPENBLAS_CORETYPE=SKYLAKEX on
machines with AVX-512 unless it is set. Exit code 3: no scikit-learn here.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

from turns import java_version, observed, prepare_numpy, process_cpu_seconds

HERE = os.path.dirname(os.path.abspath(__file__))
FEW, MANY = 5, 25
SHORT, MORE = {"A"}, 3  # what takes milliseconds is disturbed most, and takes so many times as many turns
SHAPES = ["A", "B", "C", "D", "Csep", "Dsep"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shapes", nargs="+", default=SHAPES, choices=SHAPES)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5, help="turns per contender, the median counts")
    parser.add_argument("--warmup", type=float, default=5, help="seconds per contender and shape")
    parser.add_argument("--java", nargs="+", help="JDK homes; by default the java on the path")
    parser.add_argument("--kernels", nargs="+", default=["plain", "vector"], choices=["plain", "vector"])
    parser.add_argument("--jar", default=os.path.join(HERE, "target", "benchmarks.jar"))
    parser.add_argument("--fits", action=argparse.BooleanOptionalAction, default=True, help="also fits to convergence")
    parser.add_argument("--out", help="write JSON here")
    return parser.parse_args()


ARGS = arguments()


prepare_numpy(ARGS.threads)

try:
    import numpy
    import sklearn
    from sklearn.cluster import KMeans
except ImportError as missing:
    print(f"{sys.executable} has no scikit-learn ({missing}); nothing to compare with: pip install scikit-learn,"
          " or run this script by a Python that has it", file=sys.stderr)
    sys.exit(3)

warnings.filterwarnings("ignore")  # a fit stopped early warns that it has not converged


class Ours:
    """A warm JVM with one shape, one kernel."""

    def __init__(self, java, kernel, shape, data_file=None):
        binary = os.path.join(java, "bin", "java") if java else "java"
        command = [binary, "--add-modules=jdk.incubator.vector", "-cp", ARGS.jar, "dev.segmentation.benchmarks.Beside",
                   shape, kernel, str(ARGS.threads)]
        self.process = subprocess.Popen(command + ([data_file] if data_file else []), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.name = f"jdk{java_version(binary)}-{kernel}"
        self.matrix_ms = None

    def wait_until_ready(self):
        ready = self.process.stdout.readline().split()
        if not ready:
            sys.exit(f"{self.name}: the JVM has died; run it by hand: {' '.join(self.process.args)}")
        self.matrix_ms = int(ready[1]) / 1e6

    def fit(self, limit):
        """Seconds, iterations, objective; limit 0 is none."""
        self.process.stdin.write(f"{limit}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"{self.name}: the JVM has died")
        return int(answer[0]) / 1e9, int(answer[1]), float(answer[2])

    def cpu_seconds(self):
        return process_cpu_seconds(self.process.pid)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Sklearn:
    """scikit-learn's k-means by one of its algorithms."""

    def __init__(self, algorithm, data, centers):
        self.algorithm = algorithm
        self.name = f"sklearn-{algorithm}"
        self.data, self.centers = data, centers

    def fit(self, limit):
        start = time.perf_counter()
        model = KMeans(n_clusters=len(self.centers), init=self.centers, n_init=1, tol=0,
                       max_iter=limit or 100_000, algorithm=self.algorithm).fit(self.data)
        return time.perf_counter() - start, model.n_iter_, model.inertia_

    def cpu_seconds(self):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime


def iteration_ms(contender):
    """Marginal milliseconds; short fits are repeated for a third of a second."""
    spent, few, many, pairs = 0.0, 0.0, 0.0, 0
    while pairs == 0 or (spent < 0.35 and pairs < 200):
        few_seconds = contender.fit(FEW)[0]
        many_seconds, iterations, _ = contender.fit(MANY)
        if iterations < MANY:
            sys.exit(f"{contender.name} converged after {iterations} iterations: no marginal time")
        few, many, pairs = few + few_seconds, many + many_seconds, pairs + 1
        spent += few_seconds + many_seconds
    return (many - few) / (MANY - FEW) / pairs * 1e3


def load(file):
    n, d, k = (int(v) for v in numpy.fromfile(file, dtype="<i8", count=3))
    values = numpy.fromfile(file, dtype="<f8", offset=24)
    return values[:n * d].reshape(n, d), values[n * d:].reshape(k, d)


def compare(shape, folder):
    file = os.path.join(folder, "data")
    ours = []
    for java in ARGS.java or [None]:
        for kernel in ARGS.kernels:
            ours.append(Ours(java, kernel, shape, None if ours else file))
            ours[-1].wait_until_ready()
    data, centers = load(file)
    os.remove(file)
    algorithms = [Sklearn("lloyd", data, centers), Sklearn("elkan", data, centers)]
    contenders = ours + algorithms

    result = {c.name: {"iteration_ms": [], "iteration_foreign": [], "fit_ms": [], "fit_foreign": []}
              for c in contenders}
    for contender in contenders:
        start = time.perf_counter()
        while time.perf_counter() - start < ARGS.warmup:
            contender.fit(MANY)
    rounds = ARGS.rounds * (MORE if shape in SHORT else 1)
    for _ in range(rounds):
        for contender in contenders:
            value, foreign = observed(contender, lambda: iteration_ms(contender))
            result[contender.name]["iteration_ms"].append(value)
            result[contender.name]["iteration_foreign"].append(foreign)
    for _ in range(rounds if ARGS.fits else 0):
        for contender in contenders:
            (seconds, iterations, objective), foreign = observed(contender, lambda: contender.fit(0))
            result[contender.name]["fit_ms"].append(seconds * 1e3)
            result[contender.name]["fit_foreign"].append(foreign)
            result[contender.name]["iterations"] = int(iterations)
            result[contender.name]["objective"] = float(objective)
    for contender in ours:
        result[contender.name]["matrix_ms"] = contender.matrix_ms
        contender.close()
    return result


def show(shape, result):
    for name, r in result.items():
        line = f"{shape:5} {name:15} {statistics.median(r['iteration_ms']):10.3f} ms per iteration"
        if r["fit_ms"]:
            line += (f" {statistics.median(r['fit_ms']):10.1f} ms per fit of {r['iterations']} iterations,"
                     f" objective {r['objective']!r}")
        foreign = [f for f in r["iteration_foreign"] + r["fit_foreign"] if f is not None]
        if foreign:
            line += f"; others took {statistics.median(foreign):.0%}, at most {max(foreign):.0%} of the CPUs"
        print(line, flush=True)


def main():
    print(f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}, "
          f"{ARGS.threads} threads, OPENBLAS_CORETYPE={os.environ.get('OPENBLAS_CORETYPE', 'not set')}", flush=True)
    report = {"sklearn": sklearn.__version__, "numpy": numpy.__version__, "python": sys.version.split()[0],
              "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE", "not set"), "threads": ARGS.threads, "rounds": ARGS.rounds,
              "shapes": {}}
    with tempfile.TemporaryDirectory() as folder:
        for shape in ARGS.shapes:
            report["shapes"][shape] = compare(shape, folder)
            show(shape, report["shapes"][shape])
            if ARGS.out:
                with open(ARGS.out, "w") as out:
                    json.dump(report, out, indent=1)


if __name__ == "__main__":
    main()
