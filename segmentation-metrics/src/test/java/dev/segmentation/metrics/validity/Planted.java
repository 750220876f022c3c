package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.Components;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Groups of known customers, cut into as many segments as somebody wants; one descriptor follows the groups, one nothing. */
final class Planted {

    private final int[] groups;
    private final FeatureMatrix features;
    private final Snapshot snapshot;

    /** Groups of equal size in as many dimensions, whose nearest others are so many standard deviations away. */
    Planted(int n, int groupCount, double apart, long seed) {
        SeededRandom random = SeededRandom.stream(seed, groupCount);
        groups = new int[n];
        double[] values = new double[n * groupCount];
        double[] age = new double[n];
        double[] shoeSize = new double[n];
        for (int i = 0; i < n; i++) {
            groups[i] = random.nextInt(groupCount);
            for (int j = 0; j < groupCount; j++) {
                values[i * groupCount + j] = random.nextGaussian() + (j == groups[i] ? apart / Math.sqrt(2) : 0);
            }
            age[i] = 40 + 5 * groups[i] + 10 * random.nextGaussian();
            shoeSize[i] = 40 + random.nextGaussian();
        }
        features = FeatureMatrix.copyOfRowMajor(
                IntStream.range(0, groupCount).mapToObj(j -> "f" + j).toList(), values);
        snapshot = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, n).toArray()))
                .matrix(Role.BASE, features)
                .numeric("age", Role.DESCRIPTOR, age)
                .numeric("shoe_size", Role.DESCRIPTOR, shoeSize)
                .build();
    }

    Segmentation cut(KMeans segmenter) {
        return Segmentation.of(snapshot, segmenter.fit(features).assignment());
    }

    /** Without stability, which takes long. */
    ValidationReport validate(KMeans segmenter) {
        return SegmentValidation.withDefaults()
                .withSegmenter(segmenter)
                .withReplicates(2)
                .validate(cut(segmenter), features);
    }

    /** By structure alone. */
    ValidationReport validateBlind(KMeans segmenter) {
        Snapshot bare = Snapshot.builder(
                        snapshot.asOf(),
                        CustomerIds.of(LongStream.range(0, groups.length).toArray()))
                .matrix(Role.BASE, features)
                .build();
        return SegmentValidation.withDefaults()
                .withSegmenter(segmenter)
                .withReplicates(2)
                .validate(Segmentation.of(bare, segmenter.fit(features).assignment()), features);
    }

    /** Whether the advised merges leave as many segments as there are groups, and those are the groups but for the edges. */
    boolean isRecovered(KMeans segmenter, ValidationReport report) {
        Components groupsOf = new Components(segmenter.segmentCount());
        for (Merge merge : report.merges()) {
            if (merge.verdict() == Verdict.PASS) {
                groupsOf.join(merge.first().index(), merge.second().index());
            }
        }
        Assignment cut = cut(segmenter).assignment();
        int[] merged = IntStream.range(0, cut.size())
                .map(i -> groupsOf.of(cut.label(i)))
                .toArray();
        int groupCount = features.featureCount();
        double agreement = ContingencyTable.between(
                        Assignment.copyOf(groupCount, groups), Assignment.copyOf(segmenter.segmentCount(), merged))
                .adjustedRand();
        return Arrays.stream(merged).distinct().count() == groupCount && agreement >= 0.9;
    }
}
