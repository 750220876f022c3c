package dev.segmentation.medoid;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.DissimilarityModel;
import dev.segmentation.internal.Arguments;

/** The starts of one fit. */
final class Starts {

    private final MedoidStart start;
    private final MedoidData data;
    private final int[] given; // none unless the caller gave them

    private Starts(MedoidStart start, MedoidData data, int[] given) {
        this.start = start;
        this.data = data;
        this.given = given;
    }

    /** Of rows of a table. */
    static Starts of(MedoidStart start, MedoidData data, FeatureTable table, DissimilarityModel model, String where) {
        if (start instanceof NearStart near) {
            return new Starts(start, data, FirstMedoids.nearest(data, model.between(near.wanted(), table), where));
        }
        return of(start, data, where);
    }

    /** Of rows that are known by dissimilarities alone. */
    static Starts of(MedoidStart start, MedoidData data, String where) {
        if (start instanceof NearStart) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "start",
                    where + ": start = " + start + " needs a table; give rows by number for bare dissimilarities");
        }
        return new Starts(
                start,
                data,
                start instanceof GivenStart rows
                        ? FirstMedoids.given(
                                data,
                                rows.rows().stream().mapToInt(Integer::intValue).toArray(),
                                where)
                        : new int[0]);
    }

    /** That as many rows are given as there are segments, if any are. */
    static void checkCount(MedoidStart start, int segmentCount, String where) {
        int count = segmentCount;
        if (start instanceof GivenStart rows) {
            count = rows.rows().size();
        } else if (start instanceof NearStart near) {
            count = near.wanted().rowCount();
        }
        if (count != segmentCount) {
            throw Arguments.badParameter(where, "start", count + " rows", segmentCount + ", one per segment");
        }
    }

    boolean areGiven() {
        return given.length > 0;
    }

    /** The rows to start from. */
    int[] first(DissimilarityMatrix matrix, int segmentCount, long seed, int restart, Workers workers) {
        if (areGiven()) {
            return given;
        }
        return start instanceof BuildStart
                ? FirstMedoids.build(matrix, data, segmentCount, workers)
                : FirstMedoids.random(data, segmentCount, seed, restart);
    }
}
