package dev.segmentation.mixed;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.DistinctRows;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What {@link KModes} and {@link KPrototypes} have in common; messages say where. */
record Settings(
        String where, int segmentCount, long seed, int restarts, int maxIterations, Optional<FeatureTable> given) {

    private static final int DEFAULT_RESTARTS = 10;
    private static final int DEFAULT_ITERATIONS = 1000;

    static Settings of(String where, int segmentCount) {
        Arguments.atLeast(1, segmentCount, where + ".of", "segmentCount", "1 puts every row into one segment");
        return new Settings(where, segmentCount, 0, DEFAULT_RESTARTS, DEFAULT_ITERATIONS, Optional.empty());
    }

    Settings withSeed(long value) {
        return new Settings(where, segmentCount, value, restarts, maxIterations, given);
    }

    Settings withRestarts(int value) {
        Arguments.atLeast(1, value, where + ".withRestarts", "restarts", "1 means a single start");
        return new Settings(where, segmentCount, seed, value, maxIterations, given);
    }

    Settings withMaxIterations(int value) {
        Arguments.atLeast(
                1, value, where + ".withMaxIterations", "maxIterations", "it bounds the passes over the rows");
        return new Settings(where, segmentCount, seed, restarts, value, given);
    }

    Settings withPrototypes(FeatureTable prototypes) {
        Objects.requireNonNull(prototypes, "prototypes");
        String method = where + ".withPrototypes";
        Arguments.sameSize(segmentCount, prototypes.rowCount(), method, "prototypes", "segment");
        Arguments.featureNames(prototypes.names(), method);
        Arguments.noMissing(prototypes, method);
        DistinctRows distinct = new DistinctRows(segmentCount);
        for (int s = 0; s < segmentCount; s++) {
            distinct.add(values(prototypes, prototypes.names(), s), 1);
        }
        if (distinct.count() < segmentCount) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_INIT,
                    "prototypes",
                    method + ": two of the prototypes are equal; give " + segmentCount + " different ones");
        }
        return new Settings(where, segmentCount, seed, restarts, maxIterations, Optional.of(prototypes));
    }

    int starts() {
        return given.isPresent() ? 1 : restarts;
    }

    /** Refuses tables that have too few rows, or too few different ones of positive weight. */
    void check(FeatureTable table) {
        Arguments.segmentable(table.rowCount(), segmentCount, "table", where + ".fit");
        List<String> names = Arguments.featureNames(table.names(), where + ".fit");
        DistinctRows distinct = new DistinctRows(segmentCount);
        for (int i = 0; i < table.rowCount() && !distinct.isEnough(); i++) {
            if (table.weight(i) > 0) {
                distinct.add(values(table, names, i), table.weight(i));
            }
        }
        if (distinct.count() < segmentCount) {
            throw fewerDistinct("has " + distinct.count() + " distinct rows of positive weight");
        }
    }

    /** The failure of rows that are too much alike. */
    InvalidInputException fewerDistinct(String what) {
        return new InvalidInputException(
                Reason.FEWER_DISTINCT_THAN_K,
                "segmentCount",
                where + ".fit: segmentCount = " + segmentCount + " but the table " + what + "; lower segmentCount");
    }

    private static double[] values(FeatureTable table, List<String> names, int row) {
        double[] values = new double[names.size()];
        for (int j = 0; j < values.length; j++) {
            values[j] = table.number(row, names.get(j));
        }
        return values;
    }

    String shown() {
        return "segmentCount=" + segmentCount + ", seed=" + seed + ", restarts=" + starts() + ", maxIterations="
                + maxIterations + (given.isPresent() ? ", given prototypes" : "");
    }
}
