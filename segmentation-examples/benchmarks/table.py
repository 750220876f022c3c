#!/usr/bin/env python3
"""The table of results, in Markdown, from what results.sh has measured.

    table.py machine                    this machine as JSON
    table.py FOLDER [--update FILE]     reads FOLDER/*.json; --update puts the table between the markers in FILE

Reads JMH's JSON (lists), sklearn.json (from beside-sklearn.py) and machine.json. Needs nothing but Python 3.
"""

import datetime
import glob
import json
import os
import platform
import statistics
import subprocess
import sys

BEGIN, END = "<!-- results: made by table.py -->", "<!-- end of results -->"
SIZES = {"A": (100_000, 8, 8), "B": (1_000_000, 8, 8), "C": (1_000_000, 16, 32), "D": (200_000, 64, 64),
         "Csep": (1_000_000, 16, 32), "Dsep": (200_000, 64, 64)}


# These run on one thread, whatever they are told.
SINGLE = {"elkiLloyd", "elkiElkan", "elkiHamerly", "elkiExponion", "commonsMath", "smileTree"}


def machine():
    def first(command):
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return ""

    cpu = {}
    for line in first(["lscpu"]).splitlines():
        key, _, value = line.partition(":")
        cpu.setdefault(key.strip(), value.strip())
    flags = cpu.get("Flags", "").split()
    vectors = next((v for v in ("avx512f", "avx2", "asimd", "sse2") if v in flags), "")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {"cpu": " ".join(v for v in (cpu.get("Vendor ID", ""), cpu.get("Model name", platform.processor())) if v),
            "cpus": os.cpu_count(), "l2": cpu.get("L2 cache", "?"), "l3": cpu.get("L3 cache", "?"),
            "vectors": vectors, "memory_gib": round(memory),
            "os": f"{platform.system()} {platform.release()}",
            "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
            "commit": first(["git", "-C", os.path.dirname(os.path.abspath(__file__)), "describe", "--always", "--dirty"])}


class Results:
    """Everything measured; medians of JMH's measurements."""

    def __init__(self, folder):
        self.jmh, self.sklearn, self.machine = [], None, {}
        for file in sorted(glob.glob(os.path.join(folder, "*.json"))):
            with open(file) as text:
                content = json.load(text)
            if isinstance(content, list):
                self.jmh += content
            elif "sklearn" in content:
                self.sklearn = content
            else:
                self.machine = content
        self.jdks = sorted({r["jdkVersion"] for r in self.jmh}, key=major, reverse=True)

    def of(self, benchmark, jdk=None, **params):
        """JMH's records of a benchmark such as "PeakBenchmark" or "KMeansFitBenchmark.seeded"."""
        return [r for r in self.jmh
                if f".{benchmark}." in "." + r["benchmark"] + "."
                and (jdk is None or r["jdkVersion"] == jdk)
                and all(r.get("params", {}).get(p) == str(v) for p, v in params.items())]

    def median(self, benchmark, metric=None, **conditions):
        found = [median(r, metric) for r in self.of(benchmark, **conditions)]
        return found[0] if found else None

    def peak(self, what):
        """The best seen on any JDK: a disturbed measurement must not make the limit easier to reach."""
        return max((max(measured(r)) for r in self.of("PeakBenchmark." + what)), default=None)

    def limit_ms(self, shape, threads):
        """Arithmetic or reading, whichever takes longer; A's data stay in the cache, the others' come from memory."""
        n, d, k = SIZES[shape]
        flops, bytes_ = self.peak(f"multiplyAdds{threads}"), self.peak(
            f"{'cache' if shape == 'A' else 'memory'}Bytes{threads}")
        if not flops or not bytes_:
            return None
        return max(2.0 * n * k * d / flops, 8.0 * n * d / bytes_) / 1e6


def measured(record, metric=None):
    """Every measurement of every fork; nothing if JMH has no such number."""
    found = record["secondaryMetrics"].get(metric) if metric else record["primaryMetric"]
    return [v for fork in found["rawData"] for v in fork] if found else []


def median(record, metric=None):
    values = measured(record, metric)
    return statistics.median(values) if values else None


def major(jdk):
    return int(jdk.split(".")[0].split("-")[0].split("+")[0])


def number(value):
    if value is None:
        return "–"
    if value and abs(value) < 0.001:
        return f"{value:.1e}"
    return f"{value:.{3 if abs(value) < 1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0}f}"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def introduction(r):
    m = r.machine
    lines = []
    if m:
        lines.append(f"{m['date']}, commit {m['commit'] or 'unknown'}, {m['cpu']}, {m['cpus']} CPUs, {m['vectors']}, "
                     f"L2 {m['l2']}, L3 {m['l3']}, {m['memory_gib']} GiB, {m['os']}.")
    versions = sorted({f"{x['vmName']} {x['vmVersion']}" for x in r.jmh}, reverse=True)
    if r.sklearn:
        s = r.sklearn
        versions.append(f"scikit-learn {s['sklearn']} (numpy {s['numpy']}, Python {s['python']}, "
                        f"OPENBLAS_CORETYPE={s['openblas_coretype']})")
    lines.append(", ".join(versions) + ".")
    if r.sklearn:
        foreign = [f for shape in r.sklearn["shapes"].values() for c in shape.values()
                   for f in c["iteration_foreign"] + c["fit_foreign"] if f is not None]
        if foreign:
            lines.append(f"While it was compared with scikit-learn, other programs took {statistics.median(foreign):.0%} "
                         f"of the CPUs in the median and {max(foreign):.0%} at most.")
    return [" ".join(lines), ""]


def peaks(r):
    rows = []
    for jdk in r.jdks:
        for threads in (1, 2):
            values = [r.median(f"PeakBenchmark.{what}{threads}", jdk=jdk)
                      for what in ("multiplyAdds", "cacheBytes", "memoryBytes")]
            if any(values):
                rows.append([f"JDK {major(jdk)}", str(threads)] + [number(v) for v in values])
    if not rows:
        return []
    return ["### What the machine can do", ""] + table(
        ["JVM", "threads", "multiply-adds, GFLOP/s", "reading 6.4 MB, GB/s", "reading 512 MB, GB/s"], rows)


def beside(r, key, rival, limit):
    """Milliseconds, ratio to scikit-learn and share of the limit, measured in turn."""
    shapes = [s for s in SIZES if s in r.sklearn["shapes"]]
    threads = r.sklearn["threads"]
    names = list(next(iter(r.sklearn["shapes"].values())))
    names.sort(key=lambda n: (n.startswith("sklearn"), "plain" in n, "jdk25" not in n, n))
    rows = []
    for name in names:
        row = [name]
        for shape in shapes:
            contenders = r.sklearn["shapes"][shape]
            if not contenders[name][key]:
                return []
            value = statistics.median(contenders[name][key])
            cell = f"{number(value)} · {number(value / rival(contenders))}×"
            bound = r.limit_ms(shape, threads) if limit else None
            if bound:
                cell += f" · {bound / value:.0%}"
            row.append(cell)
        rows.append(row)
    if limit:
        rows.append(["physical limit"] + [number(r.limit_ms(s, threads)) for s in shapes])
    return table([""] + shapes, rows)


def iterations_beside(r):
    if not r.sklearn:
        return []
    return [f"### One iteration beside scikit-learn, {r.sklearn['threads']} threads", "",
            "Milliseconds · ratio to scikit-learn's Lloyd, lower is better · share of the physical limit. "
            f"Medians of {r.sklearn['rounds']} turns, three times as many for A.", ""] + beside(
        r, "iteration_ms", lambda m: statistics.median(m["sklearn-lloyd"]["iteration_ms"]), True)


def fits_beside(r):
    if not r.sklearn:
        return []
    rows = beside(r, "fit_ms", lambda m: min(
        statistics.median(m[a]["fit_ms"]) for a in ("sklearn-lloyd", "sklearn-elkan")), False)
    if not rows:
        return []
    facts = []
    for shape, contenders in r.sklearn["shapes"].items():
        theirs = contenders["sklearn-lloyd"]
        ours = [c for n, c in contenders.items() if not n.startswith("sklearn")]
        worst = max(abs(c["objective"] / theirs["objective"] - 1) for c in ours)
        matrix = min(c["matrix_ms"] for c in ours)
        facts.append([shape, "/".join(sorted({str(c["iterations"]) for c in ours})), str(theirs["iterations"]),
                      f"{theirs['objective']:.10g}", f"{worst:.1e}", number(matrix)])
    return [f"### A fit beside scikit-learn, {r.sklearn['threads']} threads", "",
            "From the same centers until nothing changes, in a warm JVM: milliseconds · ratio to the faster of "
            "scikit-learn's two.", ""] + rows + table(
        ["", "iterations", "scikit-learn's", "its objective", "relative difference", "making the `FeatureMatrix`, ms"],
        facts)


def by_shape(r, benchmark, metric, lead):
    """One row per JDK and combination of the other parameters, one column per shape."""
    records = r.of(benchmark)
    shapes = [s for s in SIZES if any(x["params"].get("shape") == s for x in records)]
    rows = {}
    for x in records:
        rest = tuple(v for p, v in sorted(x["params"].items()) if p not in ("shape", "threads"))
        threads = "1" if SINGLE.intersection(rest) else x["params"]["threads"]
        key = (-major(x["jdkVersion"]), lead, rest, threads)
        rows.setdefault(key, {})[x["params"]["shape"]] = median(x, metric)
    return shapes, [[f"{lead}{' '.join(rest)}, JDK {-jdk}, {threads} thread{'' if threads == '1' else 's'}"]
                    + [number(cells.get(s)) for s in shapes] for (jdk, lead, rest, threads), cells in sorted(rows.items())]


def iterations_jmh(r):
    shapes, ours = by_shape(r, "KMeansIterationBenchmark", "perIteration", "ours ")
    _, peers = by_shape(r, "PeerIterationBenchmark", "perIteration", "")
    if not ours:
        return []
    width = len(shapes)
    lines = ["### One iteration by JMH, ours and other JVM libraries", "", "Milliseconds.", ""]
    return lines + table([""] + shapes, ours + [(p + ["–"] * width)[:width + 1] for p in peers])


def fits_jmh(r):
    rows, shapes = [], []
    for method, name in (("fromCenters", "ours, given centers, "), ("seeded", "ours, seeded, "),
                         ("seededAndRefined", "ours, seeded and refined, ")):
        found, more = by_shape(r, "KMeansFitBenchmark." + method, None, name)
        shapes = shapes or found
        rows += more
    _, peers = by_shape(r, "PeerFitBenchmark", None, "given centers, ")
    rows += peers
    if not rows:
        return []
    return ["### A fit by JMH, ours and other JVM libraries", "", "One start until nothing changes, milliseconds.", ""
            ] + table([""] + shapes, [(row + ["–"] * len(shapes))[:len(shapes) + 1] for row in rows])


def listing(title, header, rows):
    return [f"### {title}", ""] + table(header, rows) if rows else []


def seeding(r):
    rows = []
    for x in r.of("SeedingBenchmark"):
        part, whole, p = median(x, "perSeeding"), median(x, "perFit"), x["params"]
        rows.append([p["shape"], p["seeding"], p["kernel"], p["threads"], str(major(x["jdkVersion"])),
                     number(part), number(whole), f"{part / whole:.0%}"])
    return listing("Seeding", ["shape", "seeding", "kernel", "threads", "JDK", "seeding, ms", "fit with it, ms", "share"],
                   rows)


def scaling(r):
    rows = []
    for x in r.of("ScalingBenchmark"):
        n, d, k, threads = x["params"]["size"].split("x")
        rows.append([f"{int(n):,}".replace(",", " "), d, k, threads, x["params"]["kernel"], str(major(x["jdkVersion"])),
                     number(median(x, "perIteration") / 1e6), number(median(x, "perThousandCells"))])
    return listing("Scaling of one iteration", ["n", "d", "k", "threads", "kernel", "JDK", "ms", "ps per n·k·d"], rows)


def scoring(r):
    rows = []
    for x in r.of("ScoringBenchmark"):
        what = x["benchmark"].rsplit(".", 1)[1]
        allocated = next((median(x, m) for m in x["secondaryMetrics"] if m.endswith("gc.alloc.rate.norm")), None)
        d, k = x["params"]["size"].split("x")
        rows.append([what, d, k, str(major(x["jdkVersion"])), number(median(x)),
                     "–" if allocated is None else f"{allocated:.1f}"])
    return listing("Scoring, one thread", ["a", "d", "k", "JDK", "ns per row", "bytes allocated per row"], rows)


def others(r):
    rows = []
    for name, what in (("ColdFitBenchmark.firstFit", "first fit of a JVM, shape A"),
                       ("SilhouetteBenchmark.exact20k", "silhouette, exact, n = 20 000"),
                       ("SilhouetteBenchmark.squared20k", "silhouette, squared distances, n = 20 000"),
                       ("SilhouetteBenchmark.squared1m", "silhouette, squared distances, n = 1 000 000"),
                       ("MigrationJoinBenchmark.between", "migration join, two snapshots of 1 000 000")):
        for x in r.of(name):
            params = ", ".join(f"{p} {v}" for p, v in x.get("params", {}).items() if p != "customers")
            rows.append([what, params, str(major(x["jdkVersion"])), number(median(x))])
    return listing("Others", ["", "", "JDK", "ms"], rows)


def render(folder):
    r = Results(folder)
    if not r.jmh and not r.sklearn:
        sys.exit(f"{folder} has no results; run results.sh")
    parts = [introduction, peaks, iterations_beside, fits_beside, iterations_jmh, fits_jmh, seeding, scaling, scoring, others]
    return "\n".join(line for part in parts for line in part(r))


def update(file, text, begin=BEGIN, end=END):
    with open(file, encoding="utf-8") as old:
        before, _, rest = old.read().partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"{file} has no markers {begin} and {end}")
    with open(file, "w", encoding="utf-8") as new:
        new.write(f"{before}{begin}\n\n{text}\n{end}{after}")


def main(arguments):
    if arguments == ["machine"]:
        json.dump(machine(), sys.stdout, indent=1)
    elif len(arguments) == 1 and os.path.isdir(arguments[0]):
        print(render(arguments[0]))
    elif len(arguments) == 3 and arguments[1] == "--update":
        update(arguments[2], render(arguments[0]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
