package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Customers;
import dev.segmentation.benchmarks.Work;
import elki.clustering.em.EM;
import elki.clustering.em.models.EMClusterModel;
import elki.clustering.em.models.EMClusterModelFactory;
import elki.clustering.hierarchical.Anderberg;
import elki.clustering.hierarchical.ClusterMergeHistory;
import elki.clustering.hierarchical.linkage.Linkage;
import elki.clustering.kmeans.FuzzyCMeans;
import elki.clustering.kmeans.initialization.KMeansInitialization;
import elki.clustering.kmeans.initialization.Predefined;
import elki.clustering.kmedoids.FasterCLARA;
import elki.clustering.kmedoids.FasterPAM;
import elki.clustering.kmedoids.initialization.BUILD;
import elki.clustering.kmedoids.initialization.LAB;
import elki.clustering.silhouette.FasterMSC;
import elki.data.Cluster;
import elki.data.Clustering;
import elki.data.NumberVector;
import elki.data.model.EMModel;
import elki.data.model.MeanModel;
import elki.data.model.MedoidModel;
import elki.data.type.TypeUtil;
import elki.database.Database;
import elki.database.StaticArrayDatabase;
import elki.database.datastore.DataStoreFactory;
import elki.database.datastore.DataStoreUtil;
import elki.database.datastore.WritableDataStore;
import elki.database.datastore.WritableDoubleDataStore;
import elki.database.ids.DBIDIter;
import elki.database.ids.DBIDRange;
import elki.database.relation.Relation;
import elki.datasource.ArrayAdapterDatabaseConnection;
import elki.distance.Distance;
import elki.distance.minkowski.EuclideanDistance;
import elki.utilities.random.RandomFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** ELKI 0.8.0, on one thread; its triangle of distances is made within the clock, as ours is. */
final class ElkiWork {

    private static final int NO_LIMIT = 1000;

    private ElkiWork() {}

    static Function<Customers, Work> hierarchy(Distance<NumberVector> distance, Linkage linkage) {
        return customers -> {
            Relation<NumberVector> data = load(customers);
            return iterations -> {
                ClusterMergeHistory tree = new Anderberg<>(distance, linkage).run(data);
                return () -> {
                    double[] heights = new double[tree.numMerges()];
                    for (int step = 0; step < heights.length; step++) {
                        double height = tree.getMergeHeight(step);
                        heights[step] = distance.isSquared() ? Math.sqrt(height) : height;
                    }
                    Arrays.sort(heights);
                    return heights;
                };
            };
        };
    }

    static Work fasterPam(Customers customers) {
        Relation<NumberVector> data = load(customers);
        return iterations -> {
            Clustering<MedoidModel> found = new FasterPAM<>(
                            EuclideanDistance.STATIC, customers.groups(), NO_LIMIT, new BUILD<NumberVector>())
                    .run(data);
            return medoids(data, found, customers::distanceToMedoids);
        };
    }

    static Work fasterClara(Customers customers) {
        Relation<NumberVector> data = load(customers);
        int k = customers.groups();
        return iterations -> {
            RandomFactory random = new RandomFactory(1);
            Clustering<MedoidModel> found = new FasterCLARA<>(
                            EuclideanDistance.STATIC,
                            k,
                            NO_LIMIT,
                            new LAB<NumberVector>(random),
                            10,
                            200 + 20 * k,
                            true,
                            random)
                    .run(data);
            return medoids(data, found, customers::distanceToMedoids);
        };
    }

    static Work fasterMedoidSilhouette(Customers customers) {
        Relation<NumberVector> data = load(customers);
        return iterations -> {
            Clustering<MedoidModel> found = new FasterMSC<>(
                            EuclideanDistance.STATIC,
                            customers.groups(),
                            NO_LIMIT,
                            new LAB<NumberVector>(new RandomFactory(1)))
                    .run(data);
            return medoids(data, found, customers::medoidSilhouetteLoss);
        };
    }

    /** EM in ELKI's own steps, from the given memberships, to a given number of iterations. */
    static Function<Customers, Work> mixture(
            Function<KMeansInitialization, EMClusterModelFactory<NumberVector, EMModel>> factory) {
        return customers -> {
            Relation<NumberVector> data = load(customers);
            double[][] start = customers.start();
            int[] labels = customers.nearestStart();
            return iterations -> {
                List<? extends EMClusterModel<NumberVector, EMModel>> models =
                        factory.apply(new Predefined(start)).buildInitialModels(data, start.length);
                WritableDataStore<double[]> degrees = DataStoreUtil.makeStorage(
                        data.getDBIDs(), DataStoreFactory.HINT_HOT | DataStoreFactory.HINT_SORTED, double[].class);
                WritableDoubleDataStore logs =
                        DataStoreUtil.makeDoubleStorage(data.getDBIDs(), DataStoreFactory.HINT_HOT);
                int row = 0;
                for (DBIDIter id = data.iterDBIDs(); id.valid(); id.advance()) {
                    double[] degree = new double[start.length];
                    degree[labels[row++]] = 1;
                    degrees.put(id, degree);
                }
                double likelihood = 0;
                for (int step = 0; step < iterations; step++) {
                    EM.recomputeCovarianceMatrices(data, degrees, models, 0);
                    likelihood = EM.assignProbabilitiesToInstances(data, models, degrees, logs);
                }
                double loss = -likelihood * labels.length;
                return () -> new double[] {loss};
            };
        };
    }

    static Work fuzzyCMeans(Customers customers) {
        Relation<NumberVector> data = load(customers);
        double[][] start = customers.start();
        return iterations -> {
            double[][] own = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
            // Its first iteration only assigns.
            Clustering<MeanModel> found = new FuzzyCMeans<NumberVector>(
                            start.length, iterations + 1, iterations + 1, 0, 2, false, new Predefined(own))
                    .run(data);
            return () -> new double[] {fuzzyLoss(customers.numbers(), found)};
        };
    }

    /** The least sum that degrees can have with these centers: Σ 1 / Σ 1/d². */
    private static double fuzzyLoss(double[][] rows, Clustering<MeanModel> found) {
        double[][] centers = found.getToplevelClusters().stream()
                .map(cluster -> cluster.getModel().getMean())
                .toArray(double[][]::new);
        double sum = 0;
        for (double[] row : rows) {
            double inverse = 0;
            for (double[] center : centers) {
                double squared = 0;
                for (int j = 0; j < row.length; j++) {
                    squared += (row[j] - center[j]) * (row[j] - center[j]);
                }
                inverse += 1 / squared;
            }
            sum += 1 / inverse;
        }
        return sum;
    }

    private static Supplier<double[]> medoids(
            Relation<NumberVector> data, Clustering<MedoidModel> found, ToDoubleFunction<int[]> loss) {
        DBIDRange ids = (DBIDRange) data.getDBIDs();
        int[] rows = found.getToplevelClusters().stream()
                .map(Cluster::getModel)
                .mapToInt(model -> ids.getOffset(model.getMedoid()))
                .toArray();
        return () -> new double[] {loss.applyAsDouble(rows)};
    }

    private static Relation<NumberVector> load(Customers customers) {
        Database database = new StaticArrayDatabase(new ArrayAdapterDatabaseConnection(customers.numbers()));
        database.initialize();
        return database.getRelation(TypeUtil.NUMBER_VECTOR_FIELD);
    }
}
