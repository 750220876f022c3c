package dev.segmentation.app.algorithm;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an algorithm must and can be given.
 *
 * @param columns by which it cuts
 * @param segmentNumber what becomes of {@code --segments}
 * @param scaling whether features are brought to one scale first
 * @param required options without which it cannot work
 * @param taken options that it takes, the required ones among them
 */
record Needs(
        Columns columns,
        SegmentNumber segmentNumber,
        Scaling scaling,
        Set<ClusterOption> required,
        Set<ClusterOption> taken) {

    /** What becomes of {@code --segments}. */
    enum SegmentNumber {
        /** Must be given. */
        GIVEN,
        /** A bound, which may be left out. */
        AT_MOST,
        /** The algorithm finds the number. */
        FOUND
    }

    /** Whether features are brought to one scale first. */
    enum Scaling {
        /** Unless the user says otherwise. */
        SCALED,
        /** Values are taken as they are. */
        AS_THEY_ARE
    }

    /** Takes a number of segments and no option. */
    static Needs of(Columns columns, Scaling scaling) {
        return new Needs(columns, SegmentNumber.GIVEN, scaling, Set.of(), Set.of());
    }

    Needs withSegmentNumber(SegmentNumber number) {
        return new Needs(columns, number, scaling, required, taken);
    }

    Needs requiring(ClusterOption option) {
        return new Needs(columns, segmentNumber, scaling, Set.of(option), joined(option));
    }

    Needs taking(ClusterOption... options) {
        return new Needs(columns, segmentNumber, scaling, required, joined(options));
    }

    private Set<ClusterOption> joined(ClusterOption... options) {
        Set<ClusterOption> all = EnumSet.noneOf(ClusterOption.class);
        all.addAll(taken);
        all.addAll(List.of(options));
        return all;
    }
}
