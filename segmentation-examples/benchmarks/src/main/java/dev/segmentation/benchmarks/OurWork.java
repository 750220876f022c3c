package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.Memberships;
import dev.segmentation.cluster.BisectingKMeans;
import dev.segmentation.cluster.KMeans;
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
import dev.segmentation.tier.AbcTiers;
import dev.segmentation.tier.Jenks;
import dev.segmentation.tier.QuantileTiers;
import dev.segmentation.tree.Cart;
import dev.segmentation.tree.Chaid;
import dev.segmentation.tree.Merging;
import java.util.function.Supplier;

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
        return (customers, execution) -> {
            FeatureMatrix data = customers.matrix();
            int[] labels = customers.nearestStart();
            double[] degrees = new double[labels.length * customers.groups()];
            for (int i = 0; i < labels.length; i++) {
                degrees[i * customers.groups() + labels[i]] = 1;
            }
            GaussianMixture method = GaussianMixture.of(customers.groups())
                    .withCovariance(structure)
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
        return (customers, execution) -> {
            FeatureMatrix data = customers.matrix();
            ConstrainedKMeans method = ConstrainedKMeans.of(customers.groups())
                    .withRestarts(restarts)
                    .withMinimumSize(customers.rows() / customers.groups())
                    .withMaximumSize((customers.rows() + customers.groups() - 1) / customers.groups());
            return iterations -> objective(method.fit(data, execution));
        };
    }

    static Job.Ours free(int restarts) {
        return (customers, execution) -> {
            FeatureMatrix data = customers.matrix();
            KMeans method = KMeans.of(customers.groups()).withRestarts(restarts);
            return iterations -> objective(method.fit(data, execution));
        };
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
