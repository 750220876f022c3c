#!/usr/bin/env python3
"""What scipy, fastcluster, scikit-learn, numpy and pandas do of the jobs, on demand, for beside-peers.py.

    python_peers.py CONTENDER THREADS DATA RESULT

Says "ready"; then, for every line, works once, or for 0.3 s if that is longer, and answers with nanoseconds, per iteration if
that is what counts; what came out goes to RESULT as doubles. Ends with an error if the library is
not here.
"""

import sys
import time

from turns import prepare_numpy

SHORT = 0.3
FEW, MANY = 5, 25

if __name__ == "__main__":
    prepare_numpy(int(sys.argv[2]))

import numpy


class Customers:
    """As dev.segmentation.benchmarks.Customers writes them."""

    def __init__(self, file):
        n, d, items, self.levels, self.k = (int(v) for v in numpy.fromfile(file, dtype="<i8", count=5))
        self.numbers = numpy.fromfile(file, dtype="<f8", count=n * d, offset=40).reshape(n, d)
        at = 40 + 8 * n * d
        self.start = numpy.fromfile(file, dtype="<f8", count=self.k * d, offset=at).reshape(self.k, d)
        at += 8 * self.k * d
        self.answers = numpy.fromfile(file, dtype="<i4", count=n * items, offset=at).reshape(n, items)
        self.group = numpy.fromfile(file, dtype="<i4", count=n, offset=at + 4 * n * items)

    def revenue(self):
        return self.numbers[:, 0] * self.numbers[:, 0]


def linkage(method):
    def contender(customers):
        from scipy.cluster.hierarchy import linkage as join
        return lambda iterations: join(customers.numbers, method), lambda tree: tree[:, 2]
    return contender


def fastcluster_linkage(method):
    """From the matrix of all pairs, which it makes by scipy."""
    def contender(customers):
        from fastcluster import linkage as join
        return lambda iterations: join(customers.numbers, method), lambda tree: tree[:, 2]
    return contender


def fastcluster_vector(method):
    """Without a matrix."""
    def contender(customers):
        from fastcluster import linkage_vector as join
        return lambda iterations: join(customers.numbers, method), lambda tree: tree[:, 2]
    return contender


def bisecting(customers):
    from sklearn.cluster import BisectingKMeans
    method = BisectingKMeans(customers.k, init="k-means++", n_init=1, tol=0, max_iter=1000, random_state=1)
    return (lambda iterations: method.fit(customers.numbers),
            lambda model: [((customers.numbers - model.cluster_centers_[model.labels_]) ** 2).sum()])


def mixture(covariance):
    def contender(customers):
        from sklearn.mixture import GaussianMixture
        rows = customers.numbers
        nearest = ((rows[:, None, :] - customers.start) ** 2).sum(axis=2).argmin(axis=1)
        memberships = numpy.eye(customers.k)[nearest]

        class FromMemberships(GaussianMixture):
            """Starts with the maximization from memberships that are given, as ours does."""

            def _initialize_parameters(self, X, random_state, xp=None):
                self._initialize(X, memberships)

        def fit(iterations):
            # The maximization that it begins with is an iteration of ours.
            return FromMemberships(customers.k, covariance_type=covariance, tol=0, reg_covar=0, max_iter=iterations - 1).fit(rows)

        return fit, lambda model: [-model.score(rows) * len(rows)]
    return contender


def cart(customers):
    from sklearn.tree import DecisionTreeClassifier

    def impurity(model):
        tree = model.tree_
        leaves = tree.children_left == -1
        return [(tree.impurity[leaves] * tree.weighted_n_node_samples[leaves]).sum() / len(customers.group)]

    return lambda iterations: DecisionTreeClassifier(max_depth=6, min_samples_leaf=20, random_state=1).fit(
        customers.numbers, customers.group), impurity


def gower(customers):
    """Complete rows and columns of equal weight: the mean over columns, all pairs as one triangle."""
    from scipy.spatial.distance import pdist
    # As doubles, and filled in one go: the fastest that scipy can be asked for.
    numbers, answers = customers.numbers, customers.answers.astype(float)
    n, columns = len(numbers), numbers.shape[1] + answers.shape[1]

    def pairs(iterations):
        triangle = pdist(numbers / numpy.ptp(numbers, axis=0), "cityblock")
        mismatches = pdist(answers, "hamming")
        mismatches *= answers.shape[1]
        triangle += mismatches
        triangle /= columns
        return triangle

    return pairs, lambda triangle: numpy.concatenate(([0.0], triangle[:n - 1]))


def natural_breaks(customers):
    """The nearest that it has: k-means of one column, which ends in a local optimum."""
    from sklearn.cluster import KMeans
    method = KMeans(customers.k, n_init=1, tol=0, max_iter=10_000, random_state=1)
    return lambda iterations: method.fit(customers.numbers), lambda model: [model.inertia_]


def sizes(labels, k):
    return numpy.bincount(labels, minlength=k).astype(float)


def quantile_tiers(customers):
    revenue, k = customers.revenue(), customers.k

    def tiers(iterations):
        cuts = numpy.quantile(revenue, numpy.arange(1, k) / k)
        return k - 1 - numpy.searchsorted(cuts, revenue, side="left")

    return tiers, lambda labels: sizes(labels, k)


def abc_tiers(customers):
    revenue = customers.revenue()

    def tiers(iterations):
        order = numpy.argsort(-revenue)
        share = numpy.cumsum(revenue[order])
        before = (share - revenue[order]) / share[-1]
        labels = numpy.empty(len(revenue), dtype=numpy.int64)
        labels[order] = numpy.searchsorted([0.8, 0.95], before, side="right")
        return labels

    return tiers, lambda labels: sizes(labels, 3)


def rfm_columns(customers):
    """Whole days, whole purchases and money, as the same Java class makes them."""
    a, b, c = (customers.numbers[:, j] for j in range(3))
    return numpy.floor(20 * (a * a)), 1 + numpy.floor(b * b), c * c


def pandas_rfm(customers):
    """Codes from 0, closed on the right; where ties leave fewer classes, fewer days are still the highest of them."""
    import pandas
    table = pandas.DataFrame(dict(zip(("recency_days", "frequency", "monetary"), rfm_columns(customers))))

    def scores(iterations):
        r, f, m = (pandas.qcut(table[name], 5, labels=False, duplicates="drop") for name in table)
        return 100 * (r.max() + 1 - r) + 10 * (f + 1) + (m + 1)

    return scores, lambda joint: joint


def numpy_rfm(customers):
    columns = rfm_columns(customers)

    def scores(iterations):
        cuts = [numpy.unique(numpy.quantile(column, numpy.arange(6) / 5))[1:-1] for column in columns]
        r, f, m = (numpy.searchsorted(c, column, side="left") for c, column in zip(cuts, columns))
        return 100 * (len(cuts[0]) + 1 - r) + 10 * (f + 1) + (m + 1)

    return scores, lambda joint: joint


def select_rules(customers):
    """The same rules as dev.segmentation.benchmarks.OurWork's."""
    a, b, c, d = (numpy.ascontiguousarray(customers.numbers[:, j]) for j in range(4))

    def labels(iterations):
        return numpy.select([
            (a >= 1) & (b >= 1) & (c >= 0),
            (a >= 0) & (b >= 1),
            c > 1.5,
            (a >= 1) & (d >= -0.5) & (d <= 1.5),
            (a < -1) & (b >= 0) & (c >= 0),
            (a < 0) & (d > 1),
            (a <= -1) & (b <= -1),
            c < -1,
        ], list(numpy.arange(8, dtype=numpy.int32)), numpy.int32(8))

    return labels, lambda found: found


def households(customers):
    """What must be together as one row of its weight, which is the same problem; as many starts as ours, of its own."""
    from sklearn.cluster import KMeans
    rows, row = customers.numbers[numpy.argsort(customers.group, kind="stable")], numpy.arange(len(customers.group))
    household = row // 10 * 4 + numpy.array([0, 1, 1, 2, 2, 2, 3, 3, 3, 3])[row % 10]
    first, members = numpy.unique(household, return_index=True, return_counts=True)[1:]
    method = KMeans(customers.k, n_init=10, tol=0, max_iter=1000, random_state=1)

    def fit(iterations):
        return method.fit(numpy.add.reduceat(rows, first) / members[:, None], sample_weight=members)

    return fit, lambda model: [((rows - model.cluster_centers_[model.labels_[household]]) ** 2).sum()]


# Name: how it gets its data, and whether an iteration is what counts.
CONTENDERS = {
    "scipyWard": (linkage("ward"), False),
    "scipyComplete": (linkage("complete"), False),
    "scipyAverage": (linkage("average"), False),
    "scipySingle": (linkage("single"), False),
    "fastclusterWard": (fastcluster_linkage("ward"), False),
    "fastclusterVectorWard": (fastcluster_vector("ward"), False),
    "fastclusterComplete": (fastcluster_linkage("complete"), False),
    "fastclusterAverage": (fastcluster_linkage("average"), False),
    "fastclusterVectorSingle": (fastcluster_vector("single"), False),
    "scipyGower": (gower, False),
    "sklearnKMeans": (natural_breaks, False),
    "sklearnBisecting": (bisecting, False),
    "sklearnMixtureSpherical": (mixture("spherical"), True),
    "sklearnMixtureDiagonal": (mixture("diag"), True),
    "sklearnMixtureTied": (mixture("tied"), True),
    "sklearnMixtureFull": (mixture("full"), True),
    "sklearnCart": (cart, False),
    "sklearnHouseholds": (households, False),
    "numpyQuantile": (quantile_tiers, False),
    "numpyAbc": (abc_tiers, False),
    "numpyRfm": (numpy_rfm, False),
    "numpySelect": (select_rules, False),
    "pandasRfm": (pandas_rfm, False),
}


def main(name, data, result):
    import warnings
    warnings.filterwarnings("ignore")  # a fit stopped early warns that it has not converged
    contender, per_iteration = CONTENDERS[name]
    fit, outcome = contender(Customers(data))
    print("ready", flush=True)
    for _ in sys.stdin:
        spent = few = many = 0.0
        times = 0
        while times == 0 or spent < SHORT:
            start = time.perf_counter()
            if per_iteration:
                fit(FEW)
            between = time.perf_counter()
            found = fit(MANY)
            end = time.perf_counter()
            few, many, times = few + between - start, many + end - between, times + 1
            spent += end - start
        numpy.asarray(outcome(found), dtype="<f8").tofile(result)
        print((many - few) / (MANY - FEW) / times * 1e9 if per_iteration else many / times * 1e9, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[3], sys.argv[4])
