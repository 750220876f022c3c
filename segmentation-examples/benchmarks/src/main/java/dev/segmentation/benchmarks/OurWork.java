package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.Memberships;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.BisectingKMeans;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.constraint.ConstrainedKMeans;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.hierarchy.Agglomerative;
import dev.segmentation.hierarchy.Hierarchy;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.medoid.Clara;
import dev.segmentation.medoid.MedoidModel;
import dev.segmentation.medoid.MedoidSilhouette;
import dev.segmentation.medoid.MedoidStart;
import dev.segmentation.medoid.Pam;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KPrototypes;
import dev.segmentation.mixture.CovarianceStructure;
import dev.segmentation.mixture.FuzzyCMeans;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmScores;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tier.AbcTiers;
import dev.segmentation.tier.Jenks;
import dev.segmentation.tier.QuantileTiers;
import dev.segmentation.tree.Cart;
import dev.segmentation.tree.Chaid;
import dev.segmentation.tree.Merging;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What we do for each {@link Job}; the data are in our form before the clock starts. */
final class OurWork {

    private OurWork() {}

    static Job.Ours hierarchy(Agglomerative agglomerative) {
        return (customers, execution) -> {
            FeatureMatrix data = customers.matrix();
            return iterations -> {
                Hierarchy tree = agglomerative.grow(data, execution);
                return tree::heights;
            };
        };
    }

    static Work bisecting(Customers customers, Execution execution) {
        FeatureMatrix data = customers.matrix();
        BisectingKMeans method = BisectingKMeans.of(customers.groups()).withRestarts(1);
        return iterations -> objective(method.fit(data, execution));
    }

    static Work fasterPam(Customers customers, Execution execution) {
        FeatureTable data = FeatureTable.of(customers.matrix());
        Pam method = Pam.of(customers.groups()).withStart(MedoidStart.build());
        return iterations -> medoids(method.fit(data, execution), customers);
    }

    static Work clara(Customers customers, Execution execution) {
        FeatureTable data = FeatureTable.of(customers.matrix());
        return iterations -> medoids(Clara.of(customers.groups()).fit(data, execution), customers);
    }

    static Work medoidSilhouette(Customers customers, Execution execution) {
        FeatureTable data = FeatureTable.of(customers.matrix());
        MedoidSilhouette method = MedoidSilhouette.of(customers.groups()).withRestarts(1);
        return iterations -> {
            int[] rows = rows(method.fit(data, execution));
            return () -> new double[] {customers.medoidSilhouetteLoss(rows)};
        };
    }

    static Job.Ours mixture(CovarianceStructure structure) {
        return mixture(Customers::matrix, method -> method.withCovariance(structure));
    }

    /** Of full covariances, where some rows belong to no component. */
    static Job.Ours mixtureAmongStrays(UnaryOperator<GaussianMixture> options) {
        return mixture(Customers::withStrays, options);
    }

    private static Job.Ours mixture(Function<Customers, FeatureMatrix> rows, UnaryOperator<GaussianMixture> options) {
        return (customers, execution) -> {
            FeatureMatrix data = rows.apply(customers);
            int[] labels = customers.nearestStart();
            double[] degrees = new double[labels.length * customers.groups()];
            for (int i = 0; i < labels.length; i++) {
                degrees[i * customers.groups() + labels[i]] = 1;
            }
            GaussianMixture method = options.apply(GaussianMixture.of(customers.groups()))
                    .withMemberships(Memberships.copyOfRowMajor(customers.groups(), degrees))
                    .withTolerance(0);
            return iterations ->
                    objective(checked(method.withMaxIterations(iterations).fit(data, execution), iterations));
        };
    }

    static Work fuzzyCMeans(Customers customers, Execution execution) {
        FeatureMatrix data = customers.matrix();
        FuzzyCMeans method = FuzzyCMeans.of(customers.groups())
                .withCenters(customers.startMatrix())
                .withTolerance(0);
        return iterations ->
                objective(checked(method.withMaxIterations(iterations).fit(data, execution), iterations));
    }

    static Work latentClass(Customers customers, Execution execution) {
        FeatureTable data = customers.answerTable();
        LatentClass method = LatentClass.of(customers.groups()).withRestarts(1);
        return iterations -> objective(method.fit(data, execution));
    }

    static Work kModes(Customers customers, Execution execution) {
        FeatureTable data = customers.answerTable();
        KModes method = KModes.of(customers.groups());
        return iterations -> objective(method.fit(data, execution));
    }

    static Work kPrototypes(Customers customers, Execution execution) {
        FeatureTable data = customers.mixed();
        KPrototypes method = KPrototypes.of(customers.groups()).withPrototypes(data.rows(customers.startRows()));
        return iterations ->
                objective(checked(method.withMaxIterations(iterations).fit(data, execution), iterations));
    }

    /** Plain Lloyd on the numbers. */
    static Job.Ours lloyd(Kernel kernel) {
        return (customers, execution) -> {
            FeatureMatrix data = customers.matrix();
            Execution by = kernel.onThreads(execution.threads());
            KMeans method = KMeans.of(customers.groups())
                    .withSeeding(Seeding.centers(customers.startMatrix()))
                    .withRefinement(Refinement.NONE)
                    .withTolerance(0);
            return iterations ->
                    objective(checked(method.withMaxIterations(iterations).fit(data, by), iterations));
        };
    }

    /** All sizes equal, which binds; bounds of 1 % hardly did. */
    static Job.Ours bounded(int restarts) {
        return (customers, execution) -> fitted(
                ConstrainedKMeans.of(customers.groups())
                        .withRestarts(restarts)
                        .withMinimumSize(customers.rows() / customers.groups())
                        .withMaximumSize((customers.rows() + customers.groups() - 1) / customers.groups()),
                customers,
                execution);
    }

    static Work mustLink(Customers customers, Execution execution) {
        return fitted(
                ConstrainedKMeans.of(customers.groups()).withMustLink(customers.households()), customers, execution);
    }

    static Work cannotLink(Customers customers, Execution execution) {
        return fitted(
                ConstrainedKMeans.of(customers.groups()).withRestarts(1).withCannotLink(customers.pairs()),
                customers,
                execution);
    }

    /** Half of the segments stay where k-means finds them in the first tenth of the rows. */
    static Work fixedSegments(Customers customers, Execution execution) {
        int[] tenth = IntStream.range(0, customers.rows() / 10).toArray();
        int[] half = IntStream.range(0, customers.groups() / 2).toArray();
        KMeansModel old = KMeans.of(customers.groups())
                .fit(customers.matrix().rows(tenth), execution)
                .model();
        return fitted(
                ConstrainedKMeans.of(customers.groups())
                        .withFixedSegments(old.centers().rows(half)),
                customers,
                execution);
    }

    static Job.Ours free(int restarts) {
        return (customers, execution) ->
                fitted(KMeans.of(customers.groups()).withRestarts(restarts), customers, execution);
    }

    private static Work fitted(Segmenter<KMeansModel> method, Customers customers, Execution execution) {
        FeatureMatrix data = customers.matrix();
        return iterations -> objective(method.fit(data, execution));
    }

    static Job.Ours chaid(Merging merging) {
        return (customers, execution) -> {
            FeatureTable data = customers.withGroup();
            Chaid method = Chaid.on("group").withMerging(merging);
            return iterations -> objective(method.fit(data, execution));
        };
    }

    static Work cart(Customers customers, Execution execution) {
        FeatureTable data = customers.withGroup();
        Cart method = Cart.on("group")
                .withMaxDepth(6)
                .withMinParent(40)
                .withMinChild(20)
                .withComplexity(0);
        return iterations -> objective(method.fit(data, execution));
    }

    static Work jenks(Customers customers, Execution execution) {
        FeatureMatrix data = customers.matrix();
        return iterations -> objective(Jenks.of(customers.groups()).fit(data, execution));
    }

    static Work gower(Customers customers, Execution execution) {
        FeatureTable data = customers.mixed();
        return iterations -> {
            Dissimilarities pairs = Gower.standard().fit(data).within(data);
            DissimilarityMatrix matrix = DissimilarityMatrix.of(pairs, DissimilarityMatrix.Storage.DOUBLES, execution);
            return () -> firstRow(matrix);
        };
    }

    static Work quantileTiers(Customers customers, Execution execution) {
        FeatureMatrix data = customers.revenue();
        return iterations -> sizes(QuantileTiers.of(customers.groups()).fit(data, execution));
    }

    static Work abcTiers(Customers customers, Execution execution) {
        FeatureMatrix data = customers.revenue();
        return iterations -> sizes(AbcTiers.standard().fit(data, execution));
    }

    /** The quintiles are learned and applied, and the three scores of each row become one number. */
    static Work rfm(Customers customers, Execution execution) {
        FeatureMatrix data = customers.recencyFrequencyMonetary();
        return iterations -> {
            RfmScores scores = Rfm.quintiles().fit(data).score(data);
            int[] joint = new int[scores.size()];
            for (int i = 0; i < joint.length; i++) {
                joint[i] = 100 * scores.recency(i) + 10 * scores.frequency(i) + scores.monetary(i);
            }
            return () -> doubles(joint);
        };
    }

    /** Rules that overlap, so that their order matters. */
    static Work rules(Customers customers, Execution execution) {
        FeatureTable data = FeatureTable.of(customers.matrix());
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("a")
                        .where("f0")
                        .atLeast(1)
                        .and("f1")
                        .atLeast(1)
                        .and("f2")
                        .atLeast(0))
                .rule(Rule.named("b").where("f0").atLeast(0).and("f1").atLeast(1))
                .rule(Rule.named("c").where("f2").above(1.5))
                .rule(Rule.named("d").where("f0").atLeast(1).and("f3").between(-0.5, 1.5))
                .rule(Rule.named("e")
                        .where("f0")
                        .below(-1)
                        .and("f1")
                        .atLeast(0)
                        .and("f2")
                        .atLeast(0))
                .rule(Rule.named("f").where("f0").below(0).and("f3").above(1))
                .rule(Rule.named("g").where("f0").atMost(-1).and("f1").atMost(-1))
                .rule(Rule.named("h").where("f2").below(-1))
                .otherwise("i")
                .build();
        return iterations -> {
            Assignment assignment = rules.assign(data);
            return () -> doubles(assignment.toArray());
        };
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static Supplier<double[]> objective(Fit<?> fit) {
        return () -> new double[] {fit.report().objective()};
    }

    /** Refuses a problem that is solved before its iterations can be timed. */
    private static Fit<?> checked(Fit<?> fit, int iterations) {
        FitReport report = fit.report();
        if (report.iterations() < iterations) {
            throw new IllegalStateException(
                    report.algorithm() + " converged after " + report.iterations() + " iterations of " + iterations);
        }
        return fit;
    }

    private static Supplier<double[]> medoids(Fit<MedoidModel> fit, Customers customers) {
        return () -> new double[] {customers.distanceToMedoids(rows(fit))};
    }

    private static int[] rows(Fit<MedoidModel> fit) {
        return fit.model().medoidRows().stream().mapToInt(row -> row).toArray();
    }

    private static Supplier<double[]> sizes(Fit<?> fit) {
        return () -> {
            Assignment tiers = fit.assignment();
            double[] sizes = new double[tiers.segmentCount()];
            for (int segment : tiers.toArray()) {
                sizes[segment]++;
            }
            return sizes;
        };
    }

    private static double[] firstRow(DissimilarityMatrix matrix) {
        double[] row = new double[matrix.otherCount()];
        matrix.between(0, 0, row.length, row);
        return row;
    }
}
