package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Blobs;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.clustering.kmeans.KMeansTrainer.Initialisation;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tribuo, from random seeds of its own. */
final class Tribuo implements Rival {

    private static final long SEED = 1;

    private static final Logger LOG =
            Logger.getLogger(KMeansTrainer.class.getName()); // kept, or its level is forgotten

    static {
        LOG.setLevel(Level.WARNING); // a line per iteration otherwise
    }

    private final MutableDataset<ClusterID> data;
    private final int segments;
    private final int threads;

    Tribuo(Blobs blobs, int threads) {
        ClusteringFactory factory = new ClusteringFactory();
        double[][] rows = blobs.rows();
        String[] names = IntStream.range(0, rows[0].length)
                .mapToObj(j -> String.format("f%03d", j))
                .toArray(String[]::new);
        this.data = new MutableDataset<>(new SimpleDataSourceProvenance("blobs", factory), factory);
        for (double[] row : rows) {
            data.add(new ArrayExample<>(ClusteringFactory.UNASSIGNED_CLUSTER_ID, names, row));
        }
        this.segments = blobs.segments();
        this.threads = threads;
    }

    @Override
    public Object fit(int maxIterations) {
        return new KMeansTrainer(segments, maxIterations, new L2Distance(), Initialisation.RANDOM, threads, SEED)
                .train(data);
    }
}
