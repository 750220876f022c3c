package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.latentclass.LatentClassModel;
import dev.segmentation.mixture.CovarianceStructure;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.testing.GoldenCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapLikelihoodRatioTest {

    private static final BootstrapLikelihoodRatio TEST =
            BootstrapLikelihoodRatio.withDefaults().withDrawings(19);

    /**
     * faithful, VVV, as published by Scrucca, Fop, Murphy and Raftery (2016), R Journal 8, 289–317: 1 against 2 LR = 319.07,
     * p = 0.001 with 999 drawings. The LR also follows from the table of BIC in the golden case.
     */
    @Test
    void eruptionsHaveTwoKinds() {
        FeatureMatrix faithful = GoldenCases.of("gmm.select").stream()
                .filter(one -> one.id().equals("gmm-bictable-faithful"))
                .findAny()
                .orElseThrow()
                .matrix();
        BootstrapLikelihoodRatio.Outcome one = TEST.test(
                1, k -> GaussianMixture.of(k).withRestarts(4), FeatureTable.of(faithful), 1, Execution.onThreads(2));
        assertThat(one.statistic()).isCloseTo(319.065354, within(1e-3));
        assertThat(one.pValue().value()).isEqualTo(0.05);
        assertThat(one.failed()).isZero();
        assertThat(one.drawn()).hasSize(19).allMatch(ratio -> ratio > -1e-6 && ratio < 60);
    }

    /** What is drawn and counted, step by step. */
    @Test
    void pIsTheShareOfDrawingsAsLarge() {
        FeatureMatrix data = cloud(80, 3);
        FeatureTable table = FeatureTable.of(data);
        BootstrapLikelihoodRatio.Outcome outcome =
                TEST.test(1, BootstrapLikelihoodRatioTest::mixture, table, 5, Execution.sequential());
        double statistic = ratio(data);
        assertThat(outcome.statistic()).isEqualTo(statistic);
        int larger = 0;
        var model = mixture(1).fit(data).model();
        for (int drawing = 0; drawing < 19; drawing++) {
            long seed = SeededRandom.key(SeededRandom.key(5, 0x626c7274), drawing);
            double drawn = ratio(model.simulate(80, seed).matrix());
            assertThat(outcome.drawn().get(drawing)).isEqualTo(drawn);
            larger += drawn >= statistic ? 1 : 0;
        }
        assertThat(outcome.pValue().value()).isEqualTo((1 + larger) / 20.0);
        assertThat(outcome)
                .as("any number of threads")
                .isEqualTo(TEST.test(1, BootstrapLikelihoodRatioTest::mixture, table, 5, Execution.onThreads(3)));
    }

    /** In a search: two clouds are two segments, and no more. The level of the test is held over seeds. */
    @Test
    void aSearchPicksTheSmallestThatIsNotRejected() {
        SeededRandom random = SeededRandom.stream(7, 7);
        double[] values = new double[120];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + (i % 2) * 6;
        }
        CriterionCurve curve = SegmentCountSearch.between(1, 2, BootstrapLikelihoodRatioTest::mixture)
                .withCriteria(TEST.withSignificance(0.1))
                .search(FeatureMatrix.copyOfRowMajor(List.of("a"), values))
                .curve("bootstrap likelihood ratio");
        assertThat(curve.score(1).value()).isEqualTo(0.05);
        assertThat(curve.pick()).hasValue(2);
        assertThat(curve.part("LR", 1)).isGreaterThan(30);
        CriterionCurve none = SegmentCountSearch.between(1, 1, BootstrapLikelihoodRatioTest::mixture)
                .withCriteria(TEST.withSignificance(0.1))
                .search(FeatureMatrix.copyOfRowMajor(List.of("a"), values))
                .curve("bootstrap likelihood ratio");
        assertThat(none.pick()).isEmpty();
        assertThat(none.notices()).anyMatch(notice -> notice.reason() == Reason.NO_ELBOW);
    }

    /** Without structure p is spread evenly: at 10 %, of 60 data sets about 6 are rejected (binomial, 99.9 %: at most 15). */
    @Test
    void withoutStructureTheTestRejectsAsOftenAsItsLevelSays() {
        int rejected = 0;
        for (int seed = 0; seed < 60; seed++) {
            FeatureTable table = FeatureTable.of(cloud(40, 100 + seed));
            double p = BootstrapLikelihoodRatio.withDefaults()
                    .withDrawings(9)
                    .test(1, BootstrapLikelihoodRatioTest::mixture, table, seed, Execution.onThreads(2))
                    .pValue()
                    .value();
            rejected += p <= 0.1 ? 1 : 0;
        }
        assertThat(rejected).isBetween(1, 15);
    }

    /** Answers of two kinds of people: one class is too few, by latent classes as by mixtures. */
    @Test
    void latentClassesAreTestedOnTheirTable() {
        SeededRandom random = SeededRandom.stream(31, 0);
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int v = 0; v < 4; v++) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add((random.nextDouble() < 0.85) == (i % 2 == 0) ? "yes" : "no");
            }
            builder.nominal("q" + v, answers);
        }
        FeatureTable table = builder.build();
        BootstrapLikelihoodRatio.Outcome one =
                TEST.test(1, k -> LatentClass.of(k).withRestarts(5), table, 3, Execution.onThreads(2));
        assertThat(one.pValue().value()).isEqualTo(0.05);
        assertThat(one.failed()).isZero();
        double few = LatentClass.of(1).fit(table).model().logLikelihood();
        double more = LatentClass.of(2).fit(table).model().logLikelihood();
        assertThat(one.statistic()).isCloseTo(2 * (more - few), within(1e-5)).isGreaterThan(50);
        BootstrapLikelihoodRatio.Outcome two =
                TEST.test(2, k -> LatentClass.of(k).withRestarts(5), table, 3, Execution.onThreads(2));
        assertThat(two.pValue().value()).isGreaterThan(0.05);
    }

    /** The tables that are fitted: the data twice, then drawings that lack what the data lack, whoever gave no answer apart. */
    @Test
    void drawingsLackWhatTheDataLack() {
        SeededRandom random = SeededRandom.stream(32, 0);
        List<List<String>> answers = new ArrayList<>();
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int v = 0; v < 3; v++) {
            List<String> column = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                boolean gone = i % 10 == 0 || random.nextInt(4) == 0; // every tenth lacks all
                column.add(gone ? null : random.nextDouble() < 0.6 ? "yes" : "no");
            }
            answers.add(column);
            builder.nominal("q" + v, column);
        }
        List<FeatureTable> fitted = new ArrayList<>();
        TEST.withDrawings(2).test(1, k -> spied(k, fitted), builder.build(), 3, Execution.sequential());
        int[] answering = IntStream.range(0, 60)
                .filter(i -> answers.stream().anyMatch(column -> column.get(i) != null))
                .toArray();
        assertThat(fitted).hasSize(6);
        for (FeatureTable drawn : fitted.subList(2, 6)) {
            assertThat(drawn.rowCount()).isEqualTo(answering.length).isLessThanOrEqualTo(54);
            for (int v = 0; v < 3; v++) {
                for (int i = 0; i < answering.length; i++) {
                    assertThat(drawn.level(i, "q" + v).isPresent())
                            .isEqualTo(answers.get(v).get(answering[i]) != null);
                }
            }
        }
    }

    private static TableSegmenter<LatentClassModel> spied(int k, List<FeatureTable> fitted) {
        LatentClass inner = LatentClass.of(k).withRestarts(2);
        return new TableSegmenter<>() {
            @Override
            public Fit<LatentClassModel> fit(FeatureTable table, Execution execution) {
                fitted.add(table);
                return inner.fit(table, execution);
            }
        };
    }

    /** Of weighted rows, as many drawn ones as the weight says; and other columns stay as they are. */
    @Test
    void drawingsLackByWeight() {
        FeatureTable data = FeatureTable.builder()
                .nominal("q", Arrays.asList("yes", null, "no", null))
                .numeric("x", 1, 2, Double.NaN, Double.NaN)
                .ordinal("z", List.of("low", "high"), Arrays.asList("low", "low", "high", null))
                .build()
                .weightedBy(1, 2, 1, 5);
        FeatureTable drawn = FeatureTable.builder()
                .nominal("q", List.of("no", "no", "no", "no"))
                .numeric("x", 1, 2, 3, 4)
                .ordinal("z", List.of("low", "high"), List.of("low", "low", "high", "low"))
                .build();
        FeatureTable lacking = MissingPattern.of(data).in(drawn);
        assertThat(IntStream.range(0, 4).mapToObj(i -> lacking.level(i, "q").isPresent()))
                .containsExactly(true, false, false, true);
        assertThat(lacking.numbers("x")).containsExactly(1, 2, 3, Double.NaN);
        assertThat(IntStream.range(0, 4).mapToObj(i -> lacking.level(i, "z").orElseThrow()))
                .containsExactly("low", "low", "high", "low");
        assertThat(lacking.levels("z")).containsExactly("low", "high");
        assertThat(MissingPattern.none().in(drawn)).isSameAs(drawn);
    }

    /** Weights that add up to a population: as many rows would be drawn. */
    @Test
    void drawingsThatMemoryCannotHoldAreRefused() {
        double[] weights = new double[80];
        Arrays.fill(weights, 1e9);
        FeatureTable table = FeatureTable.of(cloud(80, 3).weightedBy(weights));
        assertThatThrownBy(() -> TEST.test(1, BootstrapLikelihoodRatioTest::mixture, table, 5, Execution.sequential()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RESOURCE_LIMIT))
                .hasMessageContaining("the weights sum to 8.0E10")
                .hasMessageContaining("scale the weights, so that they sum to the number of rows");
    }

    /** A model that cannot be drawn from is refused in its own words, before k + 1 segments are fitted. */
    @Test
    void latentClassesWithCovariatesAreRefusedAtOnce() {
        FeatureTable table = FeatureTable.builder()
                .nominal("a", List.of("yes", "no", "yes", "no", "yes", "no"))
                .nominal("b", List.of("yes", "no", "no", "no", "yes", "yes"))
                .numeric("age", 20, 30, 40, 50, 60, 70)
                .build();
        List<Integer> counts = new ArrayList<>();
        assertThatThrownBy(() -> TEST.test(
                        1,
                        k -> new TableSegmenter<LatentClassModel>() {
                            @Override
                            public Fit<LatentClassModel> fit(FeatureTable rows, Execution execution) {
                                counts.add(k);
                                return LatentClass.of(k)
                                        .withRestarts(2)
                                        .withCovariates("age")
                                        .fit(rows, execution);
                            }
                        },
                        table,
                        3,
                        Execution.sequential()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_PARAM))
                .hasMessage(
                        "LatentClassModel.simulate: the model has covariates, whose distribution it does not know; fit"
                                + " one without them");
        assertThat(counts).containsExactly(1);
    }

    @Test
    void whatHasNoLikelihoodOrABoundedOneIsRefused() {
        FeatureTable two = FeatureTable.of(FeatureMatrix.copyOfRowMajor(List.of("a"), 0, 0, 0, 1, 1, 1));
        assertThatThrownBy(() -> TEST.test(1, KMeans::of, two, 0, Execution.sequential()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "bootstrap likelihood ratio: the model of k-means has no likelihood; use a mixture or latent"
                                + " classes");
        assertThatThrownBy(() -> TEST.test(1, GaussianMixture::of, two, 0, Execution.sequential()))
                .isInstanceOf(FitException.class)
                .hasMessageContaining("a component collapsed, so that the likelihood depends on a bound");
        assertThatThrownBy(() -> TEST.withDrawings(0))
                .hasMessage(
                        "BootstrapLikelihoodRatio.withDrawings: drawings = 0, expected at least 1; 99 or 999 are usual");
        assertThatThrownBy(() -> TEST.withSignificance(1)).hasMessageContaining("significance = 1.0");
    }

    private static double ratio(FeatureMatrix data) {
        return 2
                * (mixture(2).fit(data).model().logLikelihood()
                        - mixture(1).fit(data).model().logLikelihood());
    }

    private static GaussianMixture mixture(int k) {
        return GaussianMixture.of(k)
                .withCovariance(CovarianceStructure.TIED_SPHERICAL)
                .withRestarts(3)
                .withTolerance(1e-6);
    }

    private static FeatureMatrix cloud(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(List.of("a"), values);
    }
}
