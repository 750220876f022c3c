package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Customers;
import dev.segmentation.benchmarks.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import weka.clusterers.EM;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;

/** Weka 3.8.6, on all processors. */
final class WekaWork {

    private WekaWork() {}

    /**
     * EM of nominal attributes, which are independent within a class, as latent classes are; but for one that it adds to every
     * count. From a start that k-means finds for it, by its own rule: until the mean log-likelihood gains less than 10⁻⁶.
     */
    static Work latentClass(Customers customers) {
        Instances data = nominal(customers.answers());
        return iterations -> {
            EM found = new EM();
            try {
                found.setNumClusters(customers.groups());
                found.setNumKMeansRuns(1);
                found.setMaxIterations(1000);
                found.setNumExecutionSlots(Runtime.getRuntime().availableProcessors());
                found.buildClusterer(data);
            } catch (Exception e) { // what Weka declares
                throw new IllegalStateException(e);
            }
            return () -> new double[] {loss(found, data)};
        };
    }

    private static double loss(EM found, Instances data) {
        double sum = 0;
        try {
            for (int i = 0; i < data.numInstances(); i++) {
                sum -= found.logDensityForInstance(data.instance(i));
            }
        } catch (Exception e) { // what Weka declares
            throw new IllegalStateException(e);
        }
        return sum;
    }

    private static Instances nominal(int[][] rows) {
        List<String> levels =
                IntStream.range(0, Customers.LEVELS).mapToObj(l -> "l" + l).toList();
        ArrayList<Attribute> attributes = new ArrayList<>();
        for (int j = 0; j < rows[0].length; j++) {
            attributes.add(new Attribute("item" + j, levels));
        }
        Instances data = new Instances("answers", attributes, rows.length);
        for (int[] row : rows) {
            data.add(new DenseInstance(1, Arrays.stream(row).asDoubleStream().toArray()));
        }
        return data;
    }
}
