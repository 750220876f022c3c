package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Spacing;
import java.util.List;

/** Whether matrices may be compared or added: they have the same segments, and the same horizon as far as it is known. */
final class Comparability {

    private Comparability() {}

    /** Refuses matrices of other segments or of another horizon than the first. */
    static void check(List<MigrationMatrix> matrices, String where) {
        checkSegments(matrices, where);
        int m = firstOfAnotherHorizon(matrices);
        if (m > 0) {
            throw new InvalidInputException(
                    Reason.UNEQUAL_INTERVALS,
                    m,
                    "matrices",
                    where + ": matrix " + m + " is over "
                            + matrices.get(m).horizonDays().getAsLong() + " days, the first over "
                            + matrices.stream()
                                    .flatMapToLong(matrix -> matrix.horizonDays().stream())
                                    .findFirst()
                                    .orElseThrow()
                            + "; rates of different horizons do not compare, see PanelLikelihood");
        }
    }

    /** Refuses matrices of other segments than the first. */
    static void checkSegments(List<MigrationMatrix> matrices, String where) {
        if (matrices.isEmpty()) {
            throw new InvalidInputException(Reason.EMPTY, "matrices", where + ": no matrices, expected at least one");
        }
        MigrationMatrix first = matrices.get(0);
        for (int m = 1; m < matrices.size(); m++) {
            List<String> names = names(matrices.get(m));
            if (!names.equals(names(first))) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        m,
                        "matrices",
                        where + ": matrix " + m + " has the segments " + Arguments.shown(names) + ", expected "
                                + Arguments.shown(names(first)) + " in this order; use MigrationMatrix.withSegments");
            }
        }
    }

    /** The first matrix whose horizon differs from that of one before, so far as they are known; 0 if none does. */
    static int firstOfAnotherHorizon(List<MigrationMatrix> matrices) {
        return Spacing.firstOther(
                matrices.stream().map(MigrationMatrix::horizonDays).toList());
    }

    private static List<String> names(MigrationMatrix migration) {
        return migration.segments().stream().map(segment -> segment.name()).toList();
    }
}
