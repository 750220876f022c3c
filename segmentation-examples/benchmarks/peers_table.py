#!/usr/bin/env python3
"""The table of every algorithm beside its peers, in Markdown, from what peers.sh has measured.

    peers_table.py FOLDER [--update FILE]     reads FOLDER/*.json; --update puts the table between the markers in FILE

Reads beside.json (from beside-peers.py), JMH's JSON of JobBenchmark and machine.json. Every job has a row for each number of
threads and peer, also where there is no peer. Needs nothing but Python 3.
"""

import glob
import json
import os
import statistics
import sys

from table import median, number, table, update

BEGIN, END = "<!-- peers: made by peers_table.py -->", "<!-- end of peers -->"

BLOBS = "100 000 × 8, k = 8"
ANSWERS = "50 000 × 12 items of 4 levels, 5 groups"
TEN_STARTS = "fit, defaults: 10 starts"

# What each job is called, its data, and what is measured.
JOBS = {
    "ward": ("Ward", "10 000 × 8", "tree"),
    "complete": ("complete linkage", "10 000 × 8", "tree"),
    "average": ("average linkage", "10 000 × 8", "tree"),
    "single": ("single linkage", "10 000 × 8", "tree"),
    "bisecting": ("bisecting k-means", BLOBS, "fit, one start per split"),
    "fasterPam": ("FasterPAM", "5 000 × 8, k = 8", "matrix, BUILD, swaps"),
    "clara": ("CLARA", BLOBS, "fit, 10 samples of 360"),
    "medoidSilhouette": ("medoid silhouette", "5 000 × 8, k = 8", "matrix, one start"),
    "mixtureSpherical": ("Gaussian mixture, spherical", BLOBS, "iteration"),
    "mixtureDiagonal": ("Gaussian mixture, diagonal", BLOBS, "iteration"),
    "mixtureTied": ("Gaussian mixture, tied", BLOBS, "iteration"),
    "mixtureFull": ("Gaussian mixture, full", BLOBS, "iteration"),
    "mixtureNoise": ("Gaussian mixture, full, with noise", BLOBS + ", 5 % of them strays", "iteration"),
    "fuzzyCMeans": ("fuzzy c-means, m = 2", BLOBS, "iteration"),
    "latentClass": ("latent classes", ANSWERS, "one start"),
    "kModes": ("k-modes", ANSWERS, "fit, 10 starts"),
    "kPrototypes": ("k-prototypes", "100 000 × (4 + 4), k = 8", "iteration"),
    "bounded": ("k-means, all sizes equal", "100 000 × 8, k = 10", TEN_STARTS),
    "boundedOnce": ("k-means, all sizes equal", "100 000 × 8, k = 10", "fit, one start"),
    "mustLink": ("k-means, households together", "100 000 × 8 in 40 000 households, k = 8", TEN_STARTS),
    "cannotLink": ("k-means, pairs apart", "100 000 × 8 in 50 000 pairs, k = 8", "fit, one start"),
    "fixedSegments": ("k-means, half of the segments fixed", BLOBS, TEN_STARTS),
    "chaid": ("CHAID", ANSWERS, "tree"),
    "exhaustiveChaid": ("exhaustive CHAID", ANSWERS, "tree"),
    "cart": ("CART, depth 6", "100 000 × 8, 8 groups", "tree"),
    "jenks": ("Fisher–Jenks", "100 000, k = 8", "fit"),
    "gower": ("Gower", "5 000 × (4 + 4)", "all pairs"),
    "quantileTiers": ("quantile tiers", "1 000 000, k = 10", "fit"),
    "abcTiers": ("ABC tiers", "1 000 000", "fit"),
    "rfm": ("RFM scores, quintiles", "1 000 000 × 3", "fit, joint score"),
    "rules": ("rules, the first that holds", "1 000 000 × 4, 8 rules", "assignment"),
}

PEERS = {
    "fastclusterVector": "fastcluster, without a matrix", "fastcluster": "fastcluster", "scipy": "scipy",
    "sklearnKMeans": "scikit-learn's k-means", "sklearnHouseholds": "scikit-learn's k-means of weighted means",
    "sklearn": "scikit-learn", "numpy": "numpy", "pandas": "pandas", "elki": "ELKI", "smile": "Smile",
    "weka": "Weka",
    "kMeansPlain": "our k-means of the same width, plain kernel",
    "kMeansVector": "our k-means of the same width, vector kernel",
    "free": "our k-means without constraints",
    "withoutNoise": "our mixture without noise",
}

# The bounds in ms, to be accepted and to aim at, and what the peers took on the machine where they were set: what
# counts is the ratio. Those of mixtures are for 2 threads.
BOUNDS = {
    "ward": (530, 290, {"fastclusterWard": 530, "fastclusterVectorWard": 290, "scipyWard": 1300, "elkiWard": 1570, "smileWard": 3160}, (1, 2)),
    "fasterPam": (1140, 300, {"elkiFasterPam": 1140}, (1, 2)),
    "mixtureDiagonal": (17, 5, {"sklearnMixtureDiagonal": 17.7}, (2,)),
    "mixtureFull": (67, 20, {"sklearnMixtureFull": 93, "elkiMixtureFull": 67}, (2,)),
}
RATIOS = {("kPrototypes", "kMeansPlain"): 2, ("kPrototypes", "kMeansVector"): 2, ("bounded", "free"): 10,
          ("boundedOnce", "free"): 10}
# Rows of those that keep all pairs, 8 bytes each: how much that is stands beside what was allocated.
TRIANGLES = {"complete": 10_000, "average": 10_000, "fasterPam": 5_000, "medoidSilhouette": 5_000, "gower": 5_000}
# Compared by their objective alone.
OBJECTIVES = {"bisecting", "fasterPam", "clara", "medoidSilhouette", "kModes", "cart", "bounded", "boundedOnce", "mustLink",
              "cannotLink", "fixedSegments", "latentClass", "jenks"}

ONLY_SAID = {"latentClass": "1/5 of poLCA"}


def bound(job, threads, peer, ms, ratio):
    """What the issue asks for, and whether it is met."""
    if job in ONLY_SAID:
        return ONLY_SAID[job], "not known"
    if (job, peer) in RATIOS:
        limit = RATIOS[job, peer]
        return f"{limit}×", "yes" if ratio <= limit else "**no**"
    accepted, aim, theirs, at = BOUNDS.get(job, (None, None, {}, ()))
    if threads not in at:
        return "–", "–"
    absolute = f"{accepted} / {aim} ms"
    if peer not in theirs:
        return absolute, "–"
    shares = [limit / theirs[peer] for limit in (accepted, aim)]
    met = "aim" if ratio <= shares[1] else "yes" if ratio <= shares[0] else "**no**"
    return f"{shares[0]:.2g}× / {shares[1]:.2g}× ({absolute})", met


def agreement(job, peer, difference):
    if difference is None:
        return "another objective"
    if job in OBJECTIVES:
        return "the same" if abs(difference) < 1e-12 else (
            f"ours {abs(difference):.1e} {'better' if difference < 0 else 'worse'}")
    return "equal" if difference == 0 else f"to {difference:.0e}"


def named(peer):
    return next(title for prefix, title in PEERS.items() if peer.startswith(prefix))


class Jmh:
    """JMH's numbers of a job."""

    def __init__(self, records):
        self.of = {(r["params"]["job"], int(r["params"]["threads"])): r for r in records}

    def ms(self, job, threads):
        return median(self.of[job, threads], "perIteration") if (job, threads) in self.of else None

    def megabytes(self, job, threads):
        """Allocated by a call, where a call is what is measured."""
        record = self.of.get((job, threads))
        if not record or JOBS[job][2] == "iteration":
            return None
        found = next((median(record, m) for m in record["secondaryMetrics"] if m.endswith("gc.alloc.rate.norm")), None)
        return found and found / 1e6

    def memory(self, job, threads):
        found = number(self.megabytes(job, threads))
        rows = TRIANGLES.get(job)
        return f"{found}, all pairs are {number(rows * (rows - 1) * 4 / 1e6)}" if rows else found


def rows(beside, jmh):
    lines = []
    for job, (title, data, unit) in JOBS.items():
        measured = beside["jobs"].get(job, {})
        for threads in sorted(int(t) for t in measured) or [None]:
            found = measured.get(str(threads), {"contenders": {}, "missing": {}})
            ours = found["contenders"].get("ours")
            ms = statistics.median(ours["ms"]) if ours else None
            head = [title, data, unit, str(threads or "–"), number(ms), number(jmh.ms(job, threads)),
                    jmh.memory(job, threads)]
            peers = [p for p in found["contenders"] if p != "ours"]
            for peer in peers:
                theirs = statistics.median(found["contenders"][peer]["ms"])
                asked, met = bound(job, threads, peer, ms, ms / theirs)
                ratio = f"{number(ms / theirs)}×"
                if not min(ms, theirs) > 0:  # a difference of two times that others disturbed
                    ratio, met = "disturbed", "not known"
                lines.append(head + [named(peer), number(theirs), ratio, asked, met,
                                     agreement(job, peer, found["contenders"][peer]["difference"])])
            for peer in found["missing"]:
                lines.append(head + [f"{named(peer)}: not here", "–", "–", bound(job, threads, None, ms, 0)[0], "–", "–"])
            if not peers and not found["missing"]:
                asked, met = bound(job, threads, None, ms, 0)
                lines.append(head + ["no peer at hand" if ours else "not measured", "–", "–", asked, met, "–"])
    return lines


def introduction(beside, jmh, machine):
    lines = []
    if machine:
        lines.append(f"{machine['date']}, commit {machine['commit'] or 'unknown'}, {machine['cpu']}, {machine['cpus']} CPUs, "
                     f"{machine['vectors']}, L3 {machine['l3']}, {machine['memory_gib']} GiB, {machine['os']}.")
    versions = sorted({f"{r['vmName']} {r['vmVersion']}" for r in jmh})
    lines.append(", ".join((versions or [f"JDK {beside['java']}"]) + [beside["python"], "ELKI 0.8.0",
                                                                     "Smile 3.1.1", "Weka 3.8.6"]) + ".")
    foreign = [f for job in beside["jobs"].values() for found in job.values() for c in found["contenders"].values()
               for f in c["foreign"] if f is not None]
    if foreign:
        lines.append(f"Other programs took {statistics.median(foreign):.0%} of the CPUs in the median and "
                     f"{max(foreign):.0%} at most.")
    lines.append(f"Milliseconds, medians of at most {beside['rounds']} turns.")
    return [" ".join(lines), ""]


def render(folder):
    beside, jmh, machine = None, [], None
    for file in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(file) as text:
            content = json.load(text)
        if isinstance(content, list):
            jmh += [r for r in content if r["benchmark"].endswith("JobBenchmark.run") and "job" in r["params"]]
        elif "beside" in content:
            beside = content["beside"]
        else:
            machine = content
    if not beside:
        sys.exit(f"{folder} has no beside.json; run peers.sh")
    header = ["algorithm", "data", "of a", "threads", "ours", "by JMH", "MB allocated", "beside", "its ms", "ratio",
              "bound / aim", "met", "results"]
    return "\n".join(introduction(beside, jmh, machine) + table(header, rows(beside, Jmh(jmh))))


def main(arguments):
    if len(arguments) == 1 and os.path.isdir(arguments[0]):
        print(render(arguments[0]))
    elif len(arguments) == 3 and arguments[1] == "--update":
        update(arguments[2], render(arguments[0]), BEGIN, END)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
