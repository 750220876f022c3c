package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Blobs;
import elki.clustering.kmeans.ElkanKMeans;
import elki.clustering.kmeans.ExponionKMeans;
import elki.clustering.kmeans.HamerlyKMeans;
import elki.clustering.kmeans.KMeans;
import elki.clustering.kmeans.LloydKMeans;
import elki.clustering.kmeans.initialization.Predefined;
import elki.clustering.kmeans.parallel.ParallelLloydKMeans;
import elki.data.NumberVector;
import elki.data.type.TypeUtil;
import elki.database.Database;
import elki.database.StaticArrayDatabase;
import elki.database.relation.Relation;
import elki.datasource.ArrayAdapterDatabaseConnection;
import elki.distance.minkowski.EuclideanDistance;
import elki.distance.minkowski.SquaredEuclideanDistance;
import java.util.Arrays;

/** ELKI, from the given centers. Its parallel Lloyd takes all processors there are, the others one. */
final class Elki implements Rival {

    /** Makes one of ELKI's variants. */
    private interface Variant {
        KMeans<NumberVector, ?> of(int segments, int maxIterations, Predefined start);
    }

    private final Variant variant;
    private final Relation<NumberVector> data;
    private final double[][] start;

    private Elki(Variant variant, Blobs blobs) {
        this.variant = variant;
        this.start = blobs.startRows();
        Database database = new StaticArrayDatabase(new ArrayAdapterDatabaseConnection(blobs.rows()));
        database.initialize();
        this.data = database.getRelation(TypeUtil.NUMBER_VECTOR_FIELD);
    }

    static Rival lloyd(Blobs blobs) {
        return new Elki(
                (k, iterations, start) -> new LloydKMeans<>(SquaredEuclideanDistance.STATIC, k, iterations, start),
                blobs);
    }

    static Rival parallelLloyd(Blobs blobs) {
        return new Elki(
                (k, iterations, start) ->
                        new ParallelLloydKMeans<>(SquaredEuclideanDistance.STATIC, k, iterations, start),
                blobs);
    }

    static Rival elkan(Blobs blobs) {
        return new Elki(
                (k, iterations, start) -> new ElkanKMeans<>(EuclideanDistance.STATIC, k, iterations, start, false),
                blobs);
    }

    static Rival hamerly(Blobs blobs) {
        return new Elki(
                (k, iterations, start) -> new HamerlyKMeans<>(EuclideanDistance.STATIC, k, iterations, start, false),
                blobs);
    }

    static Rival exponion(Blobs blobs) {
        return new Elki(
                (k, iterations, start) -> new ExponionKMeans<>(EuclideanDistance.STATIC, k, iterations, start, false),
                blobs);
    }

    @Override
    public Object fit(int maxIterations) {
        double[][] own = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new); // some move them in place
        return variant.of(start.length, maxIterations, new Predefined(own)).run(data);
    }
}
