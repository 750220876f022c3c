#!/usr/bin/env python3
"""Migration by pandas, numpy and ours in turn, A B A B, on the same bytes.

    segmentation-examples/benchmarks/beside-pandas.py [--tasks ...] [--out pandas.json] [options]

numbers, texts   two dates joined on ids of that kind, who went where, entrants and leavers
bootstrap        every mobility index with its interval, 1000 replicates drawn from the counts of 10 segments
history          24 dates: the matrices of all 276 pairs, and the sizes of the next 12 months with bands

One JVM stays warm and works when asked (dev.segmentation.benchmarks.BesideMigration). Before a time counts, results are
compared: counts must be equal, indices equal but for rounding, ends of bootstrap intervals but for chance. Medians over the
rounds; one who is slow takes fewer (--patience). Memory: how far the process grew beyond its data, the most in the first run.
Needs a Python with pandas, uses pyarrow (texts) and polars (its join) if they are there. Exit code 3: no pandas here.
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

from turns import java_version, observed, prepare_numpy, process_cpu_seconds

HERE = os.path.dirname(os.path.abspath(__file__))
TASKS = ["numbers", "texts", "bootstrap", "history"]
SEGMENTS, STEPS, REPLICATES, LEVEL = 8, 12, 1000, 0.95
INDICES = ["PRAIS_SHORROCKS", "IMMOBILITY_RATIO", "SHARE_MOVED", "DETERMINANT", "DETERMINANT_ROOT", "SECOND_EIGENVALUE",
           "EIGENVALUE_SUM", "UNCONDITIONAL_LEAVING", "GROUP_MOBILITY", "JAFRY_SCHUERMANN", "ENTROPY_RATE", "HALF_LIFE"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    parser.add_argument("--customers", type=int, default=10_000_000, help="of each of the two dates")
    parser.add_argument("--history-customers", type=int, default=1_000_000, help="of each of the 24 dates")
    parser.add_argument("--segments", type=int, default=10, help="of the bootstrap")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5, help="turns per contender, the median counts")
    parser.add_argument("--warmup", type=float, default=5, help="seconds per contender and task, at least one run")
    parser.add_argument("--patience", type=float, default=120, help="seconds after which a contender takes no more turns")
    parser.add_argument("--java", nargs="+", help="JDK homes; by default the java on the path")
    parser.add_argument("--heap", default="6g", help="of each JVM")
    parser.add_argument("--jar", default=os.path.join(HERE, "target", "benchmarks.jar"))
    parser.add_argument("--out", help="write JSON here")
    return parser.parse_args()


ARGS = arguments()
prepare_numpy(ARGS.threads)
os.environ["POLARS_MAX_THREADS"] = str(ARGS.threads)

try:
    import numpy
    import pandas
except ImportError as missing:
    print(f"{sys.executable} has no pandas ({missing}); nothing to compare with: pip install pandas pyarrow polars,"
          " or run this script by a Python that has it", file=sys.stderr)
    sys.exit(3)
try:
    import polars
except ImportError:
    polars = None
try:
    import pyarrow
    pyarrow.set_cpu_count(ARGS.threads)
except ImportError:
    pyarrow = None


class Ours:
    """A warm JVM with the data of one task."""

    def __init__(self, java, task, size, data_file, folder):
        binary = os.path.join(java, "bin", "java") if java else "java"
        self.name = f"jdk{java_version(binary)}"
        self.result_file = os.path.join(folder, self.name)
        self.process = subprocess.Popen(
            [binary, f"-Xmx{ARGS.heap}", "-cp", ARGS.jar, "dev.segmentation.benchmarks.BesideMigration", task, str(size),
             str(ARGS.threads), data_file, self.result_file],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.process.stdout.readline().strip() != "ready":
            sys.exit(f"{self.name}: the JVM has died; run it by hand: {' '.join(self.process.args)}")

    def run(self):
        """Seconds of each part."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"{self.name}: the JVM has died")
        return [int(nanos) / 1e9 for nanos in answer]

    def result(self):
        return numpy.fromfile(self.result_file, dtype="<f8")

    def cpu_seconds(self):
        return process_cpu_seconds(self.process.pid)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Theirs:
    """Parts, each a function of what the one before it returned; the last one's result is compared."""

    def __init__(self, name, *parts):
        self.name, self.parts, self.last, self.grown = name, parts, None, None

    def run(self):
        if self.grown is None:
            with open("/proc/self/clear_refs", "w") as peak:
                peak.write("5")  # the most that was resident is counted anew
            before = resident("VmRSS")
            seconds = self.timed()
            self.grown = resident("VmHWM") - before
            return seconds
        return self.timed()

    def timed(self):
        value, seconds = None, []
        for number, part in enumerate(self.parts):
            start = time.perf_counter()
            value = part() if number == 0 else part(value)
            seconds.append(time.perf_counter() - start)
        self.last = value
        return seconds

    def result(self):
        return self.last

    def cpu_seconds(self):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    def close(self):
        pass


def resident(what):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(what + ":"))


def dates_of(file):
    """Ids and labels of each date."""
    count, n = (int(v) for v in numpy.fromfile(file, dtype="<i8", count=2))
    dates, at = [], 16
    for _ in range(count):
        ids = numpy.fromfile(file, dtype="<i8", count=n, offset=at)
        labels = numpy.fromfile(file, dtype="<i1", count=n, offset=at + 8 * n)
        dates.append((ids, labels))
        at += 9 * n
    return dates


def flat(table):
    """Counts with absence as the last row and column, as ours gives them: cells, entrants, leavers."""
    k = SEGMENTS
    return numpy.concatenate([table[:k, :k].ravel(), table[k, :k], table[:k, k]]).astype(float)


def crosstab(before, after):
    """By pandas, of codes where k is absence."""
    found = pandas.crosstab(before, after)
    return flat(found.reindex(index=range(SEGMENTS + 1), columns=range(SEGMENTS + 1), fill_value=0).to_numpy())


def bincount(before, after):
    """By numpy, the same."""
    width = SEGMENTS + 1
    cells = numpy.bincount(before.astype(numpy.int16) * width + after, minlength=width * width)
    return flat(cells.reshape(width, width))


# --- two dates


def two_dates(file, texts):
    frames = []
    for ids, labels in dates_of(file):
        if texts:
            ids = "C" + pandas.Series(ids + 1_000_000_000_000).astype("str")
        frames.append(pandas.DataFrame({"id": ids, "segment": labels}))
    before, after = frames

    def merged():
        both = before.merge(after, on="id", how="outer", suffixes=("_before", "_after"), sort=False)
        return both["segment_before"].fillna(SEGMENTS).astype("int8"), both["segment_after"].fillna(SEGMENTS).astype("int8")

    contenders = [Theirs("pandas merge, crosstab", merged, lambda both: crosstab(*both)),
                  Theirs("pandas merge, bincount", merged, lambda both: bincount(*(c.to_numpy() for c in both)))]
    if not texts:
        contenders.append(Theirs("numpy intersect1d, bincount", lambda: intersected(before, after)))
    if polars:
        contenders.append(with_polars(before, after))
    return contenders


def intersected(before, after):
    segment_before, segment_after = before["segment"].to_numpy(), after["segment"].to_numpy()
    _, rows, there = numpy.intersect1d(before["id"].to_numpy(), after["id"].to_numpy(), assume_unique=True,
                                       return_indices=True)
    k = SEGMENTS
    cells = numpy.bincount(segment_before[rows].astype(numpy.int16) * k + segment_after[there], minlength=k * k)
    cells = cells.reshape(k, k)
    entrants = numpy.bincount(segment_after, minlength=k) - cells.sum(axis=0)
    leavers = numpy.bincount(segment_before, minlength=k) - cells.sum(axis=1)
    return numpy.concatenate([cells.ravel(), entrants, leavers]).astype(float)


def with_polars(before, after):
    first, second = polars.from_pandas(before), polars.from_pandas(after)

    def counted():
        groups = first.lazy().join(second.lazy(), on="id", how="full").group_by("segment", "segment_right").len().collect()
        table = numpy.zeros((SEGMENTS + 1, SEGMENTS + 1))
        for row, column, count in groups.iter_rows():
            table[SEGMENTS if row is None else row, SEGMENTS if column is None else column] = count
        return flat(table)

    return Theirs("polars join, group_by", counted)


# --- bootstrap


def indices(counts):
    """Of matrices on the last two axes; a column per index."""
    k = counts.shape[-1]
    rows = counts.sum(axis=-1)
    everybody = rows.sum(axis=-1)
    p = counts / rows[..., None]
    stay = numpy.diagonal(p, axis1=-2, axis2=-1)
    ends_elsewhere = 1 - counts.sum(axis=-2) / everybody[..., None]
    determinant = numpy.abs(numpy.linalg.det(p))
    moduli = numpy.sort(numpy.abs(numpy.linalg.eigvals(p)), axis=-1)
    second = moduli[..., -2]
    equations = numpy.swapaxes(p, -1, -2) - numpy.eye(k)
    equations[..., -1, :] = 1
    share = numpy.linalg.solve(equations, numpy.broadcast_to(numpy.eye(k)[-1], counts.shape[:-1])[..., None])[..., 0]
    surprise = -numpy.where(p > 0, p * numpy.log(numpy.where(p > 0, p, 1)), 0).sum(axis=-1)
    return numpy.stack([
        (1 - stay).sum(axis=-1) / (k - 1),
        stay.mean(axis=-1),
        1 - numpy.trace(counts, axis1=-2, axis2=-1) / everybody,
        1 - determinant,
        1 - determinant ** (1 / (k - 1)),
        1 - second,
        (k - moduli.sum(axis=-1)) / (k - 1),
        k * (share * (1 - stay)).sum(axis=-1) / (k - 1),
        ((1 - stay) / ends_elsewhere).mean(axis=-1),
        numpy.linalg.svd(p - numpy.eye(k), compute_uv=False).sum(axis=-1) / k,
        (share * surprise).sum(axis=-1),
        numpy.log(0.5) / numpy.log(second)], axis=-1)


def percentile(ordered, share):
    at = numpy.clip(share * (len(ordered) + 1) - 1, 0, len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def bootstrap(file):
    k = ARGS.segments
    counts = numpy.fromfile(file, dtype="<i8").reshape(k, k)
    random = numpy.random.default_rng(1)
    normal = statistics.NormalDist()

    def estimates():
        everybody = counts.sum()
        found = indices(counts)
        drawn = random.multinomial(everybody, counts.ravel() / everybody, size=REPLICATES).reshape(-1, k, k)
        replicates = numpy.sort(indices(drawn), axis=0)
        below = (replicates < found).sum(axis=0) + 0.5 * (replicates == found).sum(axis=0) + 0.5
        z = normal.inv_cdf((1 + LEVEL) / 2)
        result = []
        for index, value in enumerate(found):
            bias = normal.inv_cdf(below[index] / (REPLICATES + 1))
            result += [value] + [percentile(replicates[:, index], normal.cdf(2 * bias + side * z)) for side in (-1, 1)]
        return numpy.array(result)

    return [Theirs("numpy, all replicates at once", estimates)]


# --- history


def history(file):
    dates = dates_of(file)
    frames = [pandas.Series(labels, index=ids, name=month) for month, (ids, labels) in enumerate(dates)]

    def wide():
        return pandas.concat(frames, axis=1).fillna(SEGMENTS).astype("int8")

    def factorized():
        customers = pandas.factorize(numpy.concatenate([ids for ids, _ in dates]))[0]
        codes = numpy.full((len(dates), customers.max() + 1), SEGMENTS, dtype=numpy.int8)
        n = len(dates[0][0])
        for month, (_, labels) in enumerate(dates):
            codes[month, customers[month * n:(month + 1) * n]] = labels
        return codes

    return [Theirs("pandas concat, crosstab", wide, lambda table: pairs(
                [table[month] for month in table.columns], crosstab)),
            Theirs("pandas factorize, bincount", factorized, lambda codes: pairs(list(codes), bincount))]


def pairs(columns, count):
    """All matrices, and the forecast from those of one month to the next."""
    months = range(len(columns))
    matrices = {(s, t): count(columns[s], columns[t]) for s in months for t in months if s < t}
    steps = [matrices[t - 1, t] for t in months[1:]]
    return numpy.concatenate(list(matrices.values()) + [forecast(steps)])


def forecast(steps):
    """m' = m P + e from month to month, with bands: moves by chance, and by how little is known of P and e (delta method)."""
    k = SEGMENTS
    cells, entrants, leavers = (sum(s[a:b] for s in steps) for a, b in ((0, k * k), (k * k, k * k + k), (k * k + k, None)))
    cells = cells.reshape(k, k)
    behind = cells.sum(axis=1) + leavers
    p, e = cells / behind[:, None], entrants / len(steps)
    likely = (cells + 0.5) / (behind[:, None] + (k + 1) / 2)
    last = steps[-1]
    mean = last[:k * k].reshape(k, k).sum(axis=0) + last[k * k:k * k + k]
    process, by_row, by_entrants = numpy.zeros((k, k)), numpy.zeros((k, k, k)), numpy.zeros((k, k))
    spread = [numpy.diag(q) - numpy.outer(q, q) for q in likely]
    weights = numpy.vstack([numpy.eye(k), numpy.ones(k)])
    z = statistics.NormalDist().inv_cdf((1 + LEVEL) / 2)
    lines = []
    for step in range(STEPS + 1):
        if step > 0:
            process = p.T @ process @ p + sum(m * s for m, s in zip(mean, spread)) + numpy.diag(e)
            by_row = numpy.einsum("bc,ibj->icj", p, by_row) + mean[:, None, None] * numpy.eye(k)
            by_entrants = p.T @ by_entrants + numpy.eye(k)
            mean = mean @ p + e
        for w in weights:
            variance = w @ process @ w + ((w @ by_entrants) ** 2 * e / len(steps)).sum()
            for i in range(k):
                slope = w @ by_row[i]
                variance += slope @ spread[i] @ slope / behind[i]
            half = z * variance ** 0.5
            lines.append([w @ mean, max(0, w @ mean - half), w @ mean + half])
    return numpy.array(lines).ravel()


# --- comparing


def check(task, contenders):
    """Ends the program unless all found the same."""
    expected = contenders[0].result()
    for other in contenders[1:]:
        found = other.result()
        if found.shape != expected.shape:
            sys.exit(f"{task}: {other.name} gives {found.size} numbers, {contenders[0].name} {expected.size}")
        if task == "bootstrap":
            ours, theirs = expected.reshape(-1, 3), found.reshape(-1, 3)
            wrong = numpy.abs(theirs[:, 0] / ours[:, 0] - 1) > 1e-9
            width = (ours[:, 2] - ours[:, 1])[:, None]
            # An end of an interval from 1000 replicates has a standard error of about 3 % of its width.
            if isinstance(other, Theirs):
                wrong |= (numpy.abs(theirs[:, 1:] - ours[:, 1:]) > 0.2 * width).any(axis=1)
            else:
                wrong |= (theirs != ours).any(axis=1)
            if wrong.any():
                sys.exit(f"{task}: {other.name} differs in {[i for i, w in zip(INDICES, wrong) if w]}: {theirs} {ours}")
        else:
            counts = expected.size if task != "history" else expected.size - (STEPS + 1) * (SEGMENTS + 1) * 3
            if not (found[:counts] == expected[:counts]).all():
                sys.exit(f"{task}: {other.name} counts differently")
            if not numpy.allclose(found[counts:], expected[counts:], rtol=1e-9, atol=1e-6):
                sys.exit(f"{task}: {other.name} forecasts differently")


def measure(task, folder):
    size = {"bootstrap": ARGS.segments, "history": ARGS.history_customers}.get(task, ARGS.customers)
    file = os.path.join(folder, "data")
    ours = [Ours(java, task, size, file, folder) for java in ARGS.java or [None]]
    theirs = {"bootstrap": lambda: bootstrap(file), "history": lambda: history(file)}.get(
        task, lambda: two_dates(file, task == "texts"))()
    os.remove(file)
    contenders = ours + theirs
    for contender in contenders:
        start = time.perf_counter()
        contender.run()
        while time.perf_counter() - start < ARGS.warmup:
            contender.run()
    check(task, contenders)
    result = {c.name: {"seconds": [], "parts": [], "foreign": [], "grown": getattr(c, "grown", None)} for c in contenders}
    for _ in range(ARGS.rounds):
        for contender in contenders:
            r = result[contender.name]
            if sum(r["seconds"]) < ARGS.patience:
                parts, foreign = observed(contender, contender.run)
                r["seconds"].append(sum(parts))
                r["parts"].append(parts)
                r["foreign"].append(foreign)
    check(task, contenders)
    for contender in contenders:
        contender.close()
    return {"size": size, "contenders": result}


def show(task, measured):
    for name, r in measured["contenders"].items():
        line = f"{task:9} {name:30} {statistics.median(r['seconds']):8.3f} s"
        if len(r["parts"][0]) > 1:
            line += " (" + " + ".join(f"{statistics.median(part):.3f}" for part in zip(*r["parts"])) + ")"
        line += f", {len(r['seconds'])} turns"
        if r["grown"]:
            line += f", grew by {r['grown'] / 2**20:.0f} MiB"
            if task in ("numbers", "texts"):
                line += f", {r['grown'] / measured['size']:.1f} bytes per customer of a date"
        foreign = [f for f in r["foreign"] if f is not None]
        if foreign:
            line += f"; others took {statistics.median(foreign):.0%}, at most {max(foreign):.0%} of the CPUs"
        print(line, flush=True)


def markdown(report):
    """Markdown for README.md: seconds, how many times those of our first JVM, growth."""
    print("\n| | by | s | times ours | MiB beyond the data | turns | others' share of the CPUs, median |\n|---|---|---|---|---|---|---|")
    for task, measured in report["tasks"].items():
        best = None
        for name, r in measured["contenders"].items():
            seconds = statistics.median(r["seconds"])
            best = best or seconds
            grown = f"{r['grown'] / 2**20:.0f}" if r["grown"] else "–"
            foreign = [f for f in r["foreign"] if f is not None]
            print(f"| {task} | {name} | {seconds:.3g} | {seconds / best:.3g}× | {grown} | {len(r['seconds'])} | "
                  + (f"{statistics.median(foreign):.0%} |" if foreign else "– |"))


def main():
    versions = {"pandas": pandas.__version__, "numpy": numpy.__version__, "python": sys.version.split()[0],
                "pyarrow": pyarrow.__version__ if pyarrow else "none", "polars": polars.__version__ if polars else "none",
                "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE", "not set")}
    print(", ".join(f"{name} {version}" for name, version in versions.items()) + f", {ARGS.threads} threads", flush=True)
    report = versions | {"threads": ARGS.threads, "rounds": ARGS.rounds, "tasks": {}}
    with tempfile.TemporaryDirectory() as folder:
        for task in ARGS.tasks:
            report["tasks"][task] = measure(task, folder)
            show(task, report["tasks"][task])
            if ARGS.out:
                with open(ARGS.out, "w") as out:
                    json.dump(report, out, indent=1)
    markdown(report)


if __name__ == "__main__":
    main()
