package dev.segmentation.medoid;

import dev.segmentation.FeatureTable;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.Objects;

/** How {@link Pam} finds its first medoids. A closed choice: random rows, BUILD, or the caller's own. */
public sealed interface MedoidStart permits RandomStart, BuildStart, GivenStart, NearStart {

    /**
     * Random rows of positive weight, no two equal; the default. Several starts find better medoids than one.
     *
     * @return the start
     */
    static MedoidStart random() {
        return new RandomStart();
    }

    /**
     * BUILD, the start of PAM of 1987: the row nearest to all others, then one by one the row that lowers the sum most. One
     * start, whatever the number of restarts, at about the cost of k passes.
     *
     * @return the start
     */
    static MedoidStart build() {
        return new BuildStart();
    }

    /**
     * The caller's training rows. Segments keep their order, and there is one start.
     *
     * @param rows k rows, from 0
     * @return the start
     * @throws dev.segmentation.InvalidInputException if there is none ({@link Reason#EMPTY}), one is negative ({@link
     *     Reason#BAD_PARAM}) or repeated ({@link Reason#DUPLICATE_INIT})
     */
    static MedoidStart rows(int... rows) {
        Objects.requireNonNull(rows, "rows");
        return new GivenStart(Arrays.stream(rows).boxed().toList());
    }

    /**
     * The training rows nearest to some rows, such as the medoids of last month. Segments keep their order, and there is one
     * start.
     *
     * @param rows k rows with the columns of the training rows
     * @return the start
     * @throws dev.segmentation.InvalidInputException if there is none ({@link Reason#EMPTY})
     */
    static MedoidStart near(FeatureTable rows) {
        Objects.requireNonNull(rows, "rows");
        return new NearStart(rows);
    }
}
