package dev.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.MiniBatchKMeans;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KModesModel;
import dev.segmentation.mixed.KPrototypes;
import dev.segmentation.mixed.KPrototypesModel;
import dev.segmentation.mixed.MixedDistance;
import dev.segmentation.model.SavedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The laws that every segmenter obeys. A new algorithm enters by one line in {@link #algorithms}. */
class SegmenterContractTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    /** One line per algorithm: its name, from random starts, from given starts, and the numbers its model holds. */
    private static Stream<Algorithm<?>> algorithms() {
        return Stream.of(
                Algorithm.<KMeansModel>of(
                                "k-means", k -> KMeans.of(k).withRestarts(4), SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount()).withSeeding(Seeding.centers(centers)))
                        .saved(),
                Algorithm.<KMeansModel>of(
                                "k-means, plain Lloyd from k-means++",
                                k -> KMeans.of(k)
                                        .withRestarts(2)
                                        .withSeeding(Seeding.kMeansPlusPlus())
                                        .withRefinement(Refinement.NONE),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount()).withSeeding(Seeding.centers(centers)))
                        .saved(),
                Algorithm.<KMeansModel>of(
                                "k-means, stopped by tolerance or limit",
                                k -> KMeans.of(k)
                                        .withRestarts(3)
                                        .withTolerance(0.01)
                                        .withMaxIterations(5),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount())
                                .withSeeding(Seeding.centers(centers))
                                .withTolerance(0.01)
                                .withMaxIterations(5))
                        .saved(),
                Algorithm.<KMeansModel>of(
                                "k-means from k-means||",
                                k -> KMeans.of(k).withRestarts(2).withSeeding(Seeding.kMeansParallel()),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount()).withSeeding(Seeding.centers(centers)))
                        .saved(),
                // Which rows are in a batch depends on their order, so no law about orders or repeated rows can hold;
                // unless a batch is all rows, as it is here from given starts.
                Algorithm.<KMeansModel>of(
                                "mini-batch k-means",
                                k -> MiniBatchKMeans.of(k).withBatchSize(100),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> MiniBatchKMeans.of(centers.rowCount())
                                .withSeeding(Seeding.centers(centers))
                                .withBatchSize(1_000_000))
                        .saved(),
                Algorithm.<KModesModel>of(
                                "k-modes", k -> KModes.of(k).withRestarts(4), model -> numbersOf(model.modes()))
                        .on(SegmenterContractTest::binned)
                        .startedBy(rows -> KModes.of(rows.rowCount()).withPrototypes(binned(rows)))
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<KPrototypesModel>of(
                                "k-prototypes",
                                k -> KPrototypes.of(k).withRestarts(4),
                                model -> numbersOf(model.prototypes()))
                        .on(SegmenterContractTest::mixed)
                        .startedBy(rows -> KPrototypes.of(rows.rowCount()).withPrototypes(mixed(rows)))
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<KPrototypesModel>of(
                                "k-prototypes with Gower's distance",
                                k -> KPrototypes.of(k).withRestarts(4).withDistance(MixedDistance.GOWER),
                                model -> numbersOf(model.prototypes()))
                        .on(SegmenterContractTest::mixed)
                        .startedBy(rows -> KPrototypes.of(rows.rowCount())
                                .withDistance(MixedDistance.GOWER)
                                .withPrototypes(mixed(rows)))
                        .exempt(Exempt.NO_MISSING_VALUES));
    }

    /** Every column in steps of one, as categories. */
    private static FeatureTable binned(FeatureMatrix matrix) {
        FeatureTable.Builder table = FeatureTable.builder();
        matrix.featureNames().forEach(name -> table.nominal(name, bins(matrix, name)));
        return weighted(table.build(), matrix);
    }

    /** Numbers, but for b in steps of one as categories and for d as seven levels in order. */
    private static FeatureTable mixed(FeatureMatrix matrix) {
        FeatureTable.Builder table = FeatureTable.builder();
        for (String name : matrix.featureNames()) {
            switch (name) {
                case "b" -> table.nominal(name, bins(matrix, name));
                case "d" ->
                    table.ordinal(
                            name,
                            List.of("0", "1", "2", "3", "4", "5", "6"),
                            bins(matrix, name).stream()
                                    .map(bin ->
                                            bin == null ? null : Long.toString(Math.floorMod(Long.parseLong(bin), 7L)))
                                    .toList());
                default -> table.numeric(name, matrix.column(name));
            }
        }
        return weighted(table.build(), matrix);
    }

    private static List<@Nullable String> bins(FeatureMatrix matrix, String name) {
        List<@Nullable String> bins = new ArrayList<>();
        for (double value : matrix.column(name)) {
            bins.add(Double.isNaN(value) ? null : Long.toString((long) Math.floor(value)));
        }
        return bins;
    }

    private static FeatureTable weighted(FeatureTable table, FeatureMatrix matrix) {
        if (!matrix.isWeighted()) {
            return table;
        }
        return table.weightedBy(IntStream.range(0, matrix.rowCount())
                .mapToDouble(matrix::weight)
                .toArray());
    }

    /** Levels are numbers, too. */
    private static double[] numbersOf(FeatureTable prototypes) {
        return prototypes.names().stream()
                .flatMapToDouble(name -> IntStream.range(0, prototypes.rowCount())
                        .mapToDouble(s -> prototypes
                                .level(s, name)
                                .map(Double::parseDouble)
                                .orElseGet(() -> prototypes.number(s, name))))
                .toArray();
    }

    private static double[] numbersOf(KMeansModel model) {
        return model.centers().toRowMajorArray();
    }

    /** What an algorithm does not promise, or takes too long for; each must be said in its Javadoc. */
    private enum Exempt {
        /** The fit's labels keep a constraint or a hierarchy that later customers do not have. */
        TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS,
        /** Distances beyond double precision at an offset of 1e12 to a spread of 1. */
        FAR_OFFSETS,
        /** Row weights are refused or not used. */
        WEIGHTS,
        /** Segments keep an order of their own, such as that of levels. */
        NUMBERED_BY_SIZE,
        /** The number of segments is not asked for, or is a maximum. */
        SEGMENT_COUNT,
        /** Missing values are allowed. */
        NO_MISSING_VALUES,
        /** Fewer distinct rows than segments are allowed. */
        DISTINCT_ROWS
    }

    /**
     * An algorithm and what is needed to put it under the laws.
     *
     * @param name for people
     * @param seeded from random starts, by the number of segments
     * @param started from given starts, which are rows of the data; none if it has no such thing
     * @param numbers of its model
     * @param data turns the numbers that the laws make up into what the algorithm takes
     * @param mostRows to fit at once, for the law of threads
     * @param cancelRows so many that a fit takes long enough to be cancelled
     * @param isSaved whether its models can be saved
     * @param exempt what it does not promise
     */
    private record Algorithm<M extends SegmentationModel>(
            String name,
            Function<Integer, ? extends Segmenter<M>> seeded,
            Optional<Function<FeatureMatrix, ? extends Segmenter<M>>> started,
            Function<M, double[]> numbers,
            Function<FeatureMatrix, FeatureTable> data,
            int mostRows,
            int cancelRows,
            boolean isSaved,
            Set<Exempt> exempt) {

        static <M extends SegmentationModel> Algorithm<M> of(
                String name, Function<Integer, ? extends Segmenter<M>> seeded, Function<M, double[]> numbers) {
            return new Algorithm<>(
                    name,
                    seeded,
                    Optional.empty(),
                    numbers,
                    FeatureTable::of,
                    20_000,
                    120_000,
                    false,
                    EnumSet.noneOf(Exempt.class));
        }

        Algorithm<M> startedBy(Function<FeatureMatrix, ? extends Segmenter<M>> starts) {
            return new Algorithm<>(
                    name, seeded, Optional.of(starts), numbers, data, mostRows, cancelRows, isSaved, exempt);
        }

        Algorithm<M> on(Function<FeatureMatrix, FeatureTable> newData) {
            return new Algorithm<>(name, seeded, started, numbers, newData, mostRows, cancelRows, isSaved, exempt);
        }

        Algorithm<M> withRows(int most, int toCancel) {
            return new Algorithm<>(name, seeded, started, numbers, data, most, toCancel, isSaved, exempt);
        }

        Algorithm<M> saved() {
            return new Algorithm<>(name, seeded, started, numbers, data, mostRows, cancelRows, true, exempt);
        }

        Algorithm<M> exempt(Exempt... promises) {
            return new Algorithm<>(
                    name,
                    seeded,
                    started,
                    numbers,
                    data,
                    mostRows,
                    cancelRows,
                    isSaved,
                    EnumSet.copyOf(List.of(promises)));
        }

        boolean promises(Exempt promise) {
            return !exempt.contains(promise);
        }

        Bound<M> seeded(int k) {
            return new Bound<>(this, seeded.apply(k));
        }

        Bound<M> started(FeatureMatrix starts) {
            return new Bound<>(this, started.orElseThrow().apply(starts));
        }

        Assignment assign(SegmentationModel model, FeatureMatrix matrix) {
            FeatureTable table = data.apply(matrix);
            return model instanceof TableModel ofTables ? ofTables.assign(table) : model.assign(table.matrix());
        }

        /** Everything a fit says, as bits. */
        List<Long> bits(Fit<M> fit) {
            List<Long> bits = new ArrayList<>();
            for (double number : numbers.apply(fit.model())) {
                bits.add(Double.doubleToRawLongBits(number));
            }
            bits.add(Double.doubleToRawLongBits(fit.report().objective()));
            bits.add((long) fit.report().iterations());
            bits.add((long) fit.report().termination().ordinal());
            for (double objective : fit.report().restartObjectives()) {
                bits.add(Double.doubleToRawLongBits(objective));
            }
            for (int label : fit.assignment().toArray()) {
                bits.add((long) label);
            }
            return bits;
        }
    }

    /** One configuration of an algorithm, which may be used many times. */
    private record Bound<M extends SegmentationModel>(Algorithm<M> algorithm, Segmenter<M> segmenter) {

        Fit<M> fit(FeatureMatrix matrix) {
            return fit(matrix, Execution.sequential());
        }

        Fit<M> fit(FeatureMatrix matrix, Execution execution) {
            FeatureTable table = algorithm.data().apply(matrix);
            if (segmenter instanceof TableSegmenter<?> ofTables) {
                @SuppressWarnings("unchecked") // a segmenter of M is a table segmenter of M
                Fit<M> fit = (Fit<M>) ofTables.fit(table, execution);
                return fit;
            }
            return segmenter.fit(table.matrix(), execution);
        }
    }

    @TestFactory
    Stream<DynamicTest> sameSeedGivesTheSameBitsAndTheSameObjectCanBeUsedTwice() {
        return each(algorithm -> {
            FeatureMatrix data = normal(1000, 5, 1);
            var segmenter = algorithm.seeded(8);
            assertSame(algorithm, segmenter.fit(data), segmenter.fit(data));
        });
    }

    @TestFactory
    Stream<DynamicTest> anyNumberOfThreadsGivesTheSameBits() {
        return each(algorithm -> {
            for (int rows : new int[] {37, Math.min(3000, algorithm.mostRows()), algorithm.mostRows()}) {
                FeatureMatrix plain = normal(rows, 5, 2);
                FeatureMatrix data = algorithm.promises(Exempt.WEIGHTS) ? plain.weightedBy(weights(rows, 3)) : plain;
                var segmenter = algorithm.seeded(6);
                var expected = segmenter.fit(data);
                for (int threads : new int[] {2, 3, 8, 64}) {
                    assertSame(algorithm, segmenter.fit(data, Execution.onThreads(threads)), expected);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> oneConfigurationCanBeSharedByManyThreads() {
        return each(algorithm -> {
            FeatureMatrix data = normal(2000, 5, 4);
            var segmenter = algorithm.seeded(8);
            var expected = segmenter.fit(data);
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Future<?>> calls = new ArrayList<>();
                for (int call = 0; call < 16; call++) {
                    calls.add(pool.submit(() -> assertSame(algorithm, segmenter.fit(data), expected)));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
            } finally {
                pool.shutdownNow();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> trainingRowsAreAssignedToTheirLabelsAtAnyOffset() {
        return each(a -> a.promises(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS), algorithm -> {
            double[] offsets =
                    algorithm.promises(Exempt.FAR_OFFSETS) ? new double[] {0, 1e6, 1e9, 1e12} : new double[] {0, 1e6};
            for (double offset : offsets) {
                FeatureMatrix data = shifted(normal(600, 3, 5), offset);
                for (int k : new int[] {1, 2, 7}) {
                    var fit = algorithm.seeded(k).fit(data);
                    assertThat(algorithm.assign(fit.model(), data)).isEqualTo(fit.assignment());
                    assertThat(fit.assignment().sizes())
                            .as("no segment is empty")
                            .doesNotContain(0);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> trainingRowsAreAssignedToTheirLabelsWhenRowsLieBetweenCenters() {
        return each(a -> a.promises(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS), algorithm -> {
            for (long seed = 0; seed < 40; seed++) {
                FeatureMatrix data = integers(60, 2, 4, seed);
                var fit = algorithm.seeded(5).fit(data);
                assertThat(algorithm.assign(fit.model(), data))
                        .as("seed %d", seed)
                        .isEqualTo(fit.assignment());
            }
            for (long seed = 0; seed < 300; seed++) {
                FeatureMatrix data = normal(100, 2, 1000 + seed);
                var fit = algorithm.seeded(2).fit(data);
                assertThat(algorithm.assign(fit.model(), data))
                        .as("seed %d", seed)
                        .isEqualTo(fit.assignment());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> segmentsAreNumberedByDecreasingSize() {
        return each(a -> a.promises(Exempt.NUMBERED_BY_SIZE), algorithm -> {
            int[] sizes =
                    algorithm.seeded(7).fit(normal(900, 3, 7)).assignment().sizes();
            for (int s = 1; s < sizes.length; s++) {
                assertThat(sizes[s]).isLessThanOrEqualTo(sizes[s - 1]);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> fromGivenStartsTheOrderOfRowsDoesNotMatter() {
        return each(a -> a.started().isPresent(), algorithm -> {
            FeatureMatrix data = normal(1500, 5, 8);
            var segmenter = algorithm.started(data.rows(3, 77, 150, 901, 1201));
            var fit = segmenter.fit(data);
            int[] order = permutation(data.rowCount(), 9);
            var permuted = segmenter.fit(data.rows(order));
            assertThat(permuted.assignment()).isEqualTo(fit.assignment().rows(order));
            assertClose(algorithm, permuted, fit);
        });
    }

    @TestFactory
    Stream<DynamicTest> fromGivenStartsTheOrderOfColumnsDoesNotMatter() {
        return each(a -> a.started().isPresent(), algorithm -> {
            FeatureMatrix data = normal(1500, 5, 10);
            FeatureMatrix starts = data.rows(3, 77, 150, 901);
            var fit = algorithm.started(starts).fit(data);
            List<String> reversed = new ArrayList<>(NAMES);
            Collections.reverse(reversed);
            var permuted = algorithm.started(starts).fit(data.select(reversed));
            assertThat(permuted.assignment()).isEqualTo(fit.assignment());
            assertThat(permuted.report().objective())
                    .isCloseTo(
                            fit.report().objective(),
                            within(1e-12 * fit.report().objective()));
            assertThat(algorithm.assign(permuted.model(), data))
                    .as("features are matched by name")
                    .isEqualTo(fit.assignment());
        });
    }

    @TestFactory
    Stream<DynamicTest> fromGivenStartsIntegerWeightsAreRepeatedRows() {
        return each(a -> a.started().isPresent() && a.promises(Exempt.WEIGHTS), algorithm -> {
            for (double offset : new double[] {0, 1e9, 1e12}) {
                FeatureMatrix data = shifted(normal(900, 5, 11), offset);
                FeatureMatrix starts = data.rows(3, 77, 150, 701);
                double[] weights = new double[data.rowCount()];
                List<Integer> repeated = new ArrayList<>();
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = i % 4;
                    repeated.addAll(Collections.nCopies(i % 4, i));
                }
                int[] rows = repeated.stream().mapToInt(Integer::intValue).toArray();
                var weighted = algorithm.started(starts).fit(data.weightedBy(weights));
                var duplicated = algorithm.started(starts).fit(data.rows(rows));
                assertThat(weighted.assignment().rows(rows)).isEqualTo(duplicated.assignment());
                assertClose(algorithm, weighted, duplicated);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theInputIsNotModified() {
        return each(algorithm -> {
            double[] values = normal(500, 5, 12).toRowMajorArray();
            double[] before = values.clone();
            FeatureMatrix data = FeatureMatrix.copyOfRowMajor(NAMES, values);
            var fit = algorithm.seeded(4).fit(data);
            assertThat(values).isEqualTo(before);
            assertThat(data.toRowMajorArray()).isEqualTo(before);
            Arrays.fill(values, Double.NaN);
            assertThat(algorithm.assign(fit.model(), data)).isEqualTo(fit.assignment());
        });
    }

    @TestFactory
    Stream<DynamicTest> cancellationIsAnsweredWithin100MillisecondsAndLeavesTheExecutorUsable() {
        return each(algorithm -> {
            FeatureMatrix data = normal(algorithm.cancelRows(), 5, 13);
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                long least = Long.MAX_VALUE; // of some attempts, since the machine may have other work
                for (int attempt = 0; attempt < 10 && least > 100; attempt++) {
                    least = Math.min(least, millisecondsToCancel(algorithm, data, pool));
                }
                assertThat(least).as("milliseconds until the answer").isLessThanOrEqualTo(100);
                assertThat(pool.submit(() -> 42).get()).isEqualTo(42);
                FeatureMatrix small = normal(200, 5, 14);
                assertSame(
                        algorithm,
                        algorithm.seeded(3).fit(small, Execution.on(pool, 2)),
                        algorithm.seeded(3).fit(small));
            } finally {
                pool.shutdownNow();
            }
        });
    }

    private static long millisecondsToCancel(Algorithm<?> algorithm, FeatureMatrix data, ExecutorService pool)
            throws InterruptedException {
        CountDownLatch running = new CountDownLatch(200); // polls, so that the fit is well under way
        AtomicLong cancelledAt = new AtomicLong();
        Thread trigger = new Thread(() -> {
            try {
                running.await();
                cancelledAt.set(System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        trigger.start();
        Execution execution = Execution.on(pool, 2).withCancellation(() -> {
            running.countDown();
            return cancelledAt.get() != 0;
        });
        assertThatThrownBy(() -> algorithm.seeded(40).fit(data, execution))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("cancelled by the caller");
        long answered = System.nanoTime();
        trigger.join();
        return TimeUnit.NANOSECONDS.toMillis(answered - cancelledAt.get());
    }

    @TestFactory
    Stream<DynamicTest> anInterruptCancelsAndStaysSet() {
        return each(algorithm -> {
            FeatureMatrix data = normal(5000, 5, 15);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> algorithm.seeded(4).fit(data, Execution.onThreads(3)))
                        .isInstanceOf(CancelledException.class)
                        .hasMessageContaining("interrupt");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> progressIsToldOnTheCallingThreadAndAThrowingListenerEndsTheFit() {
        return each(algorithm -> {
            FeatureMatrix data = normal(500, 5, 16);
            Thread caller = Thread.currentThread();
            AtomicInteger told = new AtomicInteger();
            algorithm.seeded(3).fit(data, Execution.onThreads(2).withListener(progress -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                assertThat(progress.done()).isBetween(1L, progress.total());
                told.incrementAndGet();
            }));
            assertThat(told.get()).isPositive();
            IllegalStateException mine = new IllegalStateException("mine");
            assertThatThrownBy(() -> algorithm
                            .seeded(3)
                            .fit(data, Execution.onThreads(2).withListener(progress -> {
                                throw mine;
                            })))
                    .isInstanceOf(FitException.class)
                    .hasCause(mine)
                    .hasMessageContaining("the listener threw");
        });
    }

    @TestFactory
    Stream<DynamicTest> aModelSurvivesBeingSavedAsJson() {
        return each(Algorithm::isSaved, algorithm -> {
            FeatureMatrix data = normal(3000, 5, 18);
            var fit = algorithm.seeded(6).fit(data);
            List<Segment> segments =
                    IntStream.range(0, 6).mapToObj(s -> Segment.of(s, "S" + s)).toList();
            ObjectMapper json = new ObjectMapper();
            String text = json.writeValueAsString(SavedModel.of(TypingTool.of(fit.model(), segments)));
            SegmentationModel restored =
                    json.readValue(text, SavedModel.class).restore().model();
            assertThat(algorithm.assign(restored, data)).isEqualTo(algorithm.assign(fit.model(), data));
            FeatureMatrix others = normal(5000, 5, 19);
            assertThat(algorithm.assign(restored, others)).isEqualTo(algorithm.assign(fit.model(), others));
            assertThat(numbers(algorithm, restored)).isEqualTo(numbers(algorithm, fit.model()));
        });
    }

    private static <M extends SegmentationModel> List<Long> numbers(Algorithm<M> algorithm, SegmentationModel model) {
        @SuppressWarnings("unchecked") // a model of this algorithm
        M own = (M) model;
        return Arrays.stream(algorithm.numbers().apply(own))
                .mapToObj(Double::doubleToRawLongBits)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> dataThatCannotBeCutAreRefusedBeforeAnyWork() {
        return each(algorithm -> {
            FeatureMatrix data = normal(5, 5, 17);
            FeatureMatrix none = FeatureMatrix.copyOfRowMajor(NAMES, new double[0]);
            assertRefused(algorithm, 2, none, Reason.EMPTY, "has no rows");
            if (algorithm.promises(Exempt.SEGMENT_COUNT)) {
                assertRefused(algorithm, 8, data, Reason.K_GT_N, "segmentCount = 8 but the ", " has 5 rows");
            }
            if (algorithm.promises(Exempt.NO_MISSING_VALUES)) {
                double[] values = data.toRowMajorArray();
                values[12] = Double.NaN;
                FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(NAMES, values);
                assertRefused(
                        algorithm,
                        2,
                        missing,
                        Reason.NON_FINITE,
                        "missing value at row 2, feature \"c\" (1 missing in all)");
            }
            if (algorithm.promises(Exempt.DISTINCT_ROWS)) {
                assertRefused(
                        algorithm,
                        3,
                        data.rows(0, 0, 1, 1),
                        Reason.FEWER_DISTINCT_THAN_K,
                        "segmentCount = 3 but the ",
                        " has 2 distinct rows");
            }
        });
    }

    private static void assertRefused(
            Algorithm<?> algorithm, int k, FeatureMatrix data, Reason reason, String... message) {
        assertThatThrownBy(() -> algorithm.seeded(k).fit(data))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContainingAll(message);
    }

    private static <M extends SegmentationModel> void assertSame(
            Algorithm<M> algorithm, Fit<?> actual, Fit<?> expected) {
        @SuppressWarnings("unchecked") // both come from the segmenters of this algorithm
        Fit<M> a = (Fit<M>) actual;
        @SuppressWarnings("unchecked")
        Fit<M> e = (Fit<M>) expected;
        assertThat(algorithm.bits(a)).isEqualTo(algorithm.bits(e));
    }

    private static <M extends SegmentationModel> void assertClose(
            Algorithm<M> algorithm, Fit<?> actual, Fit<?> expected) {
        @SuppressWarnings("unchecked") // both come from the segmenters of this algorithm
        double[] a = algorithm.numbers().apply((M) actual.model());
        @SuppressWarnings("unchecked")
        double[] e = algorithm.numbers().apply((M) expected.model());
        assertThat(a).containsExactly(e, within(1e-12));
        assertThat(actual.report().objective())
                .isCloseTo(
                        expected.report().objective(),
                        within(1e-12 * expected.report().objective()));
    }

    private interface Law {
        void check(Algorithm<?> algorithm) throws Exception;
    }

    private static Stream<DynamicTest> each(Law law) {
        return each(algorithm -> true, law);
    }

    private static Stream<DynamicTest> each(Predicate<Algorithm<?>> isUnderIt, Law law) {
        return algorithms()
                .filter(isUnderIt)
                .map(algorithm -> DynamicTest.dynamicTest(algorithm.name(), () -> law.check(algorithm)));
    }

    private static FeatureMatrix normal(int rows, int features, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(NAMES.subList(0, features), values);
    }

    private static FeatureMatrix integers(int rows, int features, int bound, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 1);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return FeatureMatrix.copyOfRowMajor(NAMES.subList(0, features), values);
    }

    private static FeatureMatrix shifted(FeatureMatrix data, double offset) {
        double[] values = data.toRowMajorArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += offset;
        }
        return FeatureMatrix.copyOfRowMajor(data.featureNames(), values);
    }

    private static double[] weights(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 2);
        return IntStream.range(0, rows)
                .mapToDouble(i -> random.nextInt(5) * random.nextDouble())
                .toArray();
    }

    private static int[] permutation(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 3);
        int[] order = IntStream.range(0, rows).toArray();
        for (int i = rows - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
