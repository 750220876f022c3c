package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Blobs;
import java.util.ArrayList;
import weka.clusterers.SimpleKMeans;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.EuclideanDistance;
import weka.core.Instances;

/** Weka, from random seeds of its own, with its fast distances and without its own scaling. */
final class Weka implements Rival {

    private final Instances data;
    private final int segments;
    private final int threads;

    Weka(Blobs blobs, int threads) {
        double[][] rows = blobs.rows();
        ArrayList<Attribute> attributes = new ArrayList<>();
        for (int j = 0; j < rows[0].length; j++) {
            attributes.add(new Attribute("f" + j));
        }
        this.data = new Instances("blobs", attributes, rows.length);
        for (double[] row : rows) {
            data.add(new DenseInstance(1, row));
        }
        this.segments = blobs.segments();
        this.threads = threads;
    }

    @Override
    public Object fit(int maxIterations) {
        try {
            EuclideanDistance distance = new EuclideanDistance();
            distance.setDontNormalize(true);
            SimpleKMeans kMeans = new SimpleKMeans();
            kMeans.setNumClusters(segments);
            kMeans.setMaxIterations(maxIterations);
            kMeans.setDistanceFunction(distance);
            kMeans.setFastDistanceCalc(true);
            kMeans.setDontReplaceMissingValues(true);
            kMeans.setNumExecutionSlots(threads);
            kMeans.buildClusterer(data);
            return kMeans;
        } catch (Exception e) { // what Weka declares
            throw new IllegalStateException(e);
        }
    }
}
