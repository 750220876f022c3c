package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.Customers;
import dev.segmentation.benchmarks.Job;
import dev.segmentation.benchmarks.Work;
import elki.clustering.em.models.DiagonalGaussianModelFactory;
import elki.clustering.em.models.MultivariateGaussianModelFactory;
import elki.clustering.em.models.SphericalGaussianModelFactory;
import elki.clustering.hierarchical.linkage.CompleteLinkage;
import elki.clustering.hierarchical.linkage.GroupAverageLinkage;
import elki.clustering.hierarchical.linkage.SingleLinkage;
import elki.clustering.hierarchical.linkage.WardLinkage;
import elki.distance.minkowski.EuclideanDistance;
import elki.distance.minkowski.SquaredEuclideanDistance;
import java.util.function.Function;

/** What other JVM libraries do of the jobs; constants are named as they are written on the command line. */
public enum PeerJob {
    /** ELKI 0.8.0, Anderberg's algorithm. */
    elkiWard(Job.ward, ElkiWork.hierarchy(SquaredEuclideanDistance.STATIC, WardLinkage.STATIC)),
    /** Smile 3.1.1, in single precision. */
    smileWard(Job.ward, SmileWork::ward),
    /** ELKI 0.8.0, Anderberg's algorithm. */
    elkiComplete(Job.complete, ElkiWork.hierarchy(EuclideanDistance.STATIC, CompleteLinkage.STATIC)),
    /** ELKI 0.8.0, Anderberg's algorithm. */
    elkiAverage(Job.average, ElkiWork.hierarchy(EuclideanDistance.STATIC, GroupAverageLinkage.STATIC)),
    /** ELKI 0.8.0, Anderberg's algorithm. */
    elkiSingle(Job.single, ElkiWork.hierarchy(EuclideanDistance.STATIC, SingleLinkage.STATIC)),
    /** ELKI 0.8.0, from BUILD. */
    elkiFasterPam(Job.fasterPam, ElkiWork::fasterPam),
    /** ELKI 0.8.0, as many samples of the same size. */
    elkiFasterClara(Job.clara, ElkiWork::fasterClara),
    /** ELKI 0.8.0, from a start of its own. */
    elkiFasterMsc(Job.medoidSilhouette, ElkiWork::fasterMedoidSilhouette),
    /** ELKI 0.8.0, its steps of EM. */
    elkiMixtureSpherical(Job.mixtureSpherical, ElkiWork.mixture(SphericalGaussianModelFactory::new)),
    /** ELKI 0.8.0, its steps of EM. */
    elkiMixtureDiagonal(Job.mixtureDiagonal, ElkiWork.mixture(DiagonalGaussianModelFactory::new)),
    /** ELKI 0.8.0, its steps of EM. */
    elkiMixtureFull(Job.mixtureFull, ElkiWork.mixture(MultivariateGaussianModelFactory::new)),
    /** ELKI 0.8.0. */
    elkiFuzzyCMeans(Job.fuzzyCMeans, ElkiWork::fuzzyCMeans),
    /** Smile 3.1.1, from as many starts of its own. */
    smileKModes(Job.kModes, SmileWork::kModes),
    /** Weka 3.8.6, from a start of its own. */
    wekaLatentClass(Job.latentClass, WekaWork::latentClass);

    final Job job;
    private final Function<Customers, Work> work;

    PeerJob(Job job, Function<Customers, Work> work) {
        this.job = job;
        this.work = work;
    }

    /** Hands over the data. */
    Work load(int limit) {
        return work.apply(job.customers(limit));
    }
}
