package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.hierarchy.Agglomerative;
import dev.segmentation.mixture.CovarianceStructure;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.tree.Merging;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Every algorithm with the problem on which it is measured beside others; constants are named as they are written on the
 * command line.
 */
public enum Job {
    /** Ward's tree. */
    ward(10_000, 8, 0, 8, OurWork.hierarchy(Agglomerative.ward())),
    /** Complete linkage. */
    complete(10_000, 8, 0, 8, OurWork.hierarchy(Agglomerative.complete())),
    /** Average linkage. */
    average(10_000, 8, 0, 8, OurWork.hierarchy(Agglomerative.average())),
    /** Single linkage. */
    single(10_000, 8, 0, 8, OurWork.hierarchy(Agglomerative.single())),
    /** Bisecting k-means, one start per split. */
    bisecting(100_000, 8, 0, 8, OurWork::bisecting),
    /** FasterPAM from BUILD, with its matrix. */
    fasterPam(5_000, 8, 0, 8, OurWork::fasterPam),
    /** CLARA, 10 samples of 200 + 20k rows. */
    clara(100_000, 8, 0, 8, OurWork::clara),
    /** Medoid silhouette from one start, with its matrix. */
    medoidSilhouette(5_000, 8, 0, 8, OurWork::medoidSilhouette),
    /** One iteration of EM, a variance for each segment. */
    mixtureSpherical(100_000, 8, 0, 8, 5, 25, OurWork.mixture(CovarianceStructure.SPHERICAL)),
    /** One iteration of EM, diagonal covariances. */
    mixtureDiagonal(100_000, 8, 0, 8, 5, 25, OurWork.mixture(CovarianceStructure.DIAGONAL)),
    /** One iteration of EM, one covariance for all. */
    mixtureTied(100_000, 8, 0, 8, 5, 25, OurWork.mixture(CovarianceStructure.TIED)),
    /** One iteration of EM, full covariances. */
    mixtureFull(100_000, 8, 0, 8, 5, 25, OurWork.mixture(CovarianceStructure.FULL)),
    /** One iteration of EM, full covariances and noise, where every twentieth row is far from all, beside it without noise. */
    mixtureNoise(
            100_000,
            8,
            0,
            8,
            5,
            25,
            OurWork.mixtureAmongStrays(GaussianMixture::withNoise),
            Map.of("withoutNoise", OurWork.mixtureAmongStrays(UnaryOperator.identity()))),
    /** One iteration of fuzzy c-means, m = 2. */
    fuzzyCMeans(100_000, 8, 0, 8, 5, 25, OurWork::fuzzyCMeans),
    /** One start of latent classes, to the default tolerance. */
    latentClass(50_000, 0, 12, 5, OurWork::latentClass),
    /** k-modes, the default number of starts, 10, each until nothing changes. */
    kModes(50_000, 0, 12, 5, OurWork::kModes),
    /** One iteration of k-prototypes on four numbers and four answers, beside k-means on eight numbers. */
    kPrototypes(
            100_000,
            8,
            4,
            8,
            2,
            8,
            OurWork::kPrototypes,
            Map.of("kMeansPlain", OurWork.lloyd(Kernel.plain), "kMeansVector", OurWork.lloyd(Kernel.vector))),
    /** k-means under bounds of sizes that bind, beside the same without them; both with their defaults. */
    bounded(100_000, 8, 0, 10, 0, 1, OurWork.bounded(10), Map.of("free", OurWork.free(10))),
    /** The same from one start. */
    boundedOnce(100_000, 8, 0, 10, 0, 1, OurWork.bounded(1), Map.of("free", OurWork.free(1))),
    /** k-means that keeps households together, beside the same without; both with their defaults. */
    mustLink(100_000, 8, 0, 8, 0, 1, OurWork::mustLink, Map.of("free", OurWork.free(10))),
    /** k-means that keeps the two of a pair apart, from one start. */
    cannotLink(100_000, 8, 0, 8, 0, 1, OurWork::cannotLink, Map.of("free", OurWork.free(1))),
    /** k-means of which half of the segments stay where they are, with its defaults. */
    fixedSegments(100_000, 8, 0, 8, 0, 1, OurWork::fixedSegments, Map.of("free", OurWork.free(10))),
    /** CHAID. */
    chaid(50_000, 0, 12, 5, OurWork.chaid(Merging.UNTIL_SIGNIFICANT)),
    /** Exhaustive CHAID. */
    exhaustiveChaid(50_000, 0, 12, 5, OurWork.chaid(Merging.EXHAUSTIVE)),
    /** CART of depth 6, not pruned. */
    cart(100_000, 8, 0, 8, OurWork::cart),
    /** Natural breaks of one column. */
    jenks(100_000, 1, 0, 8, OurWork::jenks),
    /** Gower's dissimilarity of all pairs, four numbers and four answers. */
    gower(5_000, 4, 4, 8, OurWork::gower),
    /** Deciles of one column. */
    quantileTiers(1_000_000, 1, 0, 10, OurWork::quantileTiers),
    /** ABC tiers of one column. */
    abcTiers(1_000_000, 1, 0, 3, OurWork::abcTiers),
    /** RFM scores by quintiles, cut-points and the scores by them. */
    rfm(1_000_000, 3, 0, 5, OurWork::rfm),
    /** Eight rules on four numbers, the first one that holds. */
    rules(1_000_000, 4, 0, 8, OurWork::rules);

    private final int rows;
    private final int features;
    private final int items;
    private final int groups;
    private final int few;
    private final int many;
    private final Ours ours;
    private final Map<String, Ours> yardsticks;

    /** What is measured as a whole. */
    Job(int rows, int features, int items, int groups, Ours ours) {
        this(rows, features, items, groups, 0, 1, ours);
    }

    Job(int rows, int features, int items, int groups, int few, int many, Ours ours) {
        this(rows, features, items, groups, few, many, ours, Map.of());
    }

    Job(int rows, int features, int items, int groups, int few, int many, Ours ours, Map<String, Ours> yardsticks) {
        this.rows = rows;
        this.features = features;
        this.items = items;
        this.groups = groups;
        this.few = few;
        this.many = many;
        this.ours = ours;
        this.yardsticks = yardsticks;
    }

    /** How one of ours gets its data. */
    @FunctionalInterface
    interface Ours {
        Work on(Customers customers, Execution execution);
    }

    /**
     * The problem.
     *
     * @param limit the most rows
     * @return the same bits everywhere
     */
    public Customers customers(int limit) {
        return new Customers(Math.min(rows, limit), features, items, groups);
    }

    /**
     * What we do with it.
     *
     * @param contender {@code ours}, or one of ours that it is measured by
     */
    Work ours(String contender, Customers customers, int threads) {
        Ours found = contender.equals("ours") ? ours : yardsticks.get(contender);
        if (found == null) {
            throw new IllegalArgumentException("contender = " + contender + " of " + this);
        }
        return found.on(customers, Execution.onThreads(threads));
    }

    /**
     * Does it, and once more with fewer iterations if one of them is what counts.
     *
     * @param work a contender's
     * @param marginal is told the times
     * @return what came out
     */
    public Supplier<double[]> measure(Work work, Marginal marginal) {
        long start = System.nanoTime();
        if (few > 0) {
            work.run(few);
        }
        long between = System.nanoTime();
        Supplier<double[]> result = work.run(many);
        marginal.add(few > 0 ? between - start : 0, System.nanoTime() - between, many - few);
        return result;
    }
}
