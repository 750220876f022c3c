package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.structure.StructureTest;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many separate groups each segment count finds, and whether it is too large or too small for them: the curve of over-
 * and under-segmentation.
 *
 * <p>At each k, {@link StructureTest} tells which neighboring segments look like one group that was cut, and which segments
 * have groups within. The score is the number of segments once the former are merged, plus one for each of the latter:
 * where segments are too many or too few by little, that is the number of groups.
 *
 * <p>Parts: {@code p} of any structure; {@code over}, how many segments merging would save; {@code under}, how many segments
 * have groups within. Counts with {@code under} above 0 are the under-segmented zone, those with {@code over} above 0 the
 * over-segmented one.
 *
 * <p><b>Pick:</b> the smallest k at which structure is claimed and nothing is over or under; a single segment is picked if
 * it was searched, has no groups within, and structure is claimed at no other count. None otherwise: then no structure is shown, or no k fits it.
 *
 * <p><b>Weights:</b> the fits use them, the tests count every row once ({@link Reason#WEIGHTS_IGNORED}).
 * <br><b>Cost:</b> that of a {@link StructureTest} per count.
 */
public final class SeparateGroups implements SelectionCriterion {

    private final int splits;

    private SeparateGroups(int splits) {
        this.splits = splits;
    }

    /**
     * Five splits per count.
     *
     * @return the criterion
     */
    public static SeparateGroups withDefaults() {
        return new SeparateGroups(5);
    }

    /**
     * Sets how often rows are split, by default 5; see {@link StructureTest#withSplits}.
     *
     * @param value at least 1
     * @return a new criterion
     * @throws InvalidInputException if it is below 1
     */
    public SeparateGroups withSplits(int value) {
        StructureTest.withoutSegmenter().withSplits(value); // checks it
        return new SeparateGroups(value);
    }

    @Override
    public String name() {
        return "separate groups";
    }

    @Override
    public Work<?> prepare(SearchSetup setup, Execution inside) {
        return new GroupsWork(setup);
    }

    @Override
    public String toString() {
        return "SeparateGroups[splits = " + splits + "]";
    }

    private final class GroupsWork implements Work<Structure> {

        private final SearchSetup setup;

        GroupsWork(SearchSetup setup) {
            this.setup = setup;
        }

        @Override
        public int replicates() {
            return 1;
        }

        @Override
        public Structure measure(Candidate candidate, int replicate, Execution inside) {
            return StructureTest.of(setup.segmenter(candidate.segmentCount()))
                    .withSplits(splits)
                    .withSeed(setup.seed())
                    .withLevel(setup.level())
                    .test(setup.features(), candidate.assignment(), inside);
        }

        @Override
        public CriterionCurve conclude(List<Measured<Structure>> measured) {
            CriterionCurve.Builder curve = CriterionCurve.builder().noticesOf(measured);
            OptionalInt pick = OptionalInt.empty();
            boolean structure =
                    measured.stream().flatMap(one -> one.results().stream()).anyMatch(Structure::isClaimed);
            for (Measured<Structure> one : measured) {
                if (!one.results().isEmpty()) {
                    int k = one.candidate().segmentCount();
                    one.results().get(0).notices().forEach(curve::notice);
                    boolean fits = score(curve, k, one.results().get(0)) && !(k == 1 && structure);
                    pick = pick.isEmpty() && fits ? OptionalInt.of(k) : pick;
                }
            }
            if (setup.features().isWeighted()) {
                curve.notice(new Notice(
                        Reason.WEIGHTS_IGNORED, "tests of structure count every row once; only the fits use weights"));
            }
            return curve.pick(pick).build();
        }

        /** Scores a count and says whether it fits. */
        private boolean score(CriterionCurve.Builder curve, int k, Structure structure) {
            int n = setup.features().rowCount();
            if (structure.undefined().isPresent() && structure.segments().isEmpty()) {
                curve.score(k, Estimate.undefined(Reason.NO_OBSERVATIONS, n));
                return false;
            }
            int over = structure.over();
            int under = structure.under();
            double groups = k - over + under;
            curve.score(k, Estimate.of(groups, groups, groups, setup.level(), n))
                    .part("p", k, structure.pValue())
                    .part("over", k, over)
                    .part("under", k, under);
            return over == 0 && under == 0 && (k == 1 || structure.isClaimed());
        }
    }
}
