package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.value.TheilSplit;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Too many segments, too few, and the right number; how often that is right, {@link SizingSimulation} counts. */
class SizingTest {

    @Test
    void twiceTooManyAreMergedToTheGroups() {
        int recovered = 0;
        for (int run = 0; run < 10; run++) {
            Planted planted = new Planted(3000, 3, 6, run);
            KMeans six = KMeans.of(6).withSeed(run);
            recovered += planted.isRecovered(six, planted.validate(six)) ? 1 : 0;
        }
        assertThat(recovered).isGreaterThanOrEqualTo(8);
    }

    @Test
    void cardsNameThePartner() {
        Planted planted = new Planted(1500, 2, 6, 1);
        ValidationReport report = planted.validate(KMeans.of(4));
        assertThat(report.sizing()).isEqualTo(Sizing.OVER_SEGMENTED);
        assertThat(report.overall()).isEqualTo(Verdict.FAIL);
        assertThat(report.kind()).contains(SegmentationKind.NATURAL);
        for (SegmentCard card : report.cards()) {
            assertThat(card.recommendation()).isEqualTo(Recommendation.MERGE);
            SegmentCard partner = report.card(card.mergeWith().orElseThrow());
            assertThat(partner.mergeWith()).contains(card.segment());
            assertThat(card)
                    .asString()
                    .endsWith("; MERGE with " + partner.segment().name());
        }
        Merge merge = report.merges().stream()
                .filter(found -> found.verdict() == Verdict.PASS)
                .findFirst()
                .orElseThrow();
        assertThat(merge.share().value()).isBetween(0.45, 0.55);
        assertThat(merge)
                .asString()
                .contains(": merge; no trace of two groups four standard deviations apart (p = 1.00, n = ")
                .contains("; as one they come back with an overlap of 0.999 [0.986, 1.00], n = ")
                .endsWith("; in no other column do they differ beyond chance by as much as counts");
        assertThat(report.reasons()).contains("too many segments: " + merge);
        assertThat(report.merges())
                .allSatisfy(each -> assertThat(each.stability())
                        .isEqualTo(report.stability()
                                .orElseThrow()
                                .jaccardOfUnion(
                                        each.first().index(), each.second().index())));
    }

    @Test
    void cardsStayShortWithManyNeighbors() {
        ValidationReport report = new Planted(1500, 3, 6, 1).validate(KMeans.of(9));
        assertThat(report.cards())
                .allSatisfy(card -> assertThat(card.charter().lines()).hasSize(7)); // the advice and six lines
        SegmentCard crowded = report.cards().stream()
                .max(Comparator.comparingInt(card -> card.merges().size()))
                .orElseThrow();
        assertThat(crowded.merges()).hasSizeGreaterThan(2);
        assertThat(crowded.charter())
                .containsPattern(
                        "\n  neighbor    (merge|keep apart|uncertain whether to merge) (with|from) Segment \\d: ")
                .containsPattern("; other neighbors: \\d (uncertain whether to merge|keep apart|merge)");
    }

    @Test
    void mergingTellsWhatItLosesOfValue() {
        double[] spend = {1, 2, 3, 10, 11, 12, 20, 22, 24};
        Assignment three = Assignment.copyOf(3, 0, 0, 0, 1, 1, 1, 2, 2, 2);
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2, 3, 5, 6, 7, 10, 11, 12);
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 1, 31), CustomerIds.of(1, 2, 3, 4, 5, 6, 7, 8, 9))
                .matrix(Role.BASE, features)
                .numeric("spend", Role.VALUE, spend)
                .build();
        ValidationReport report = SegmentValidation.withDefaults().validate(Segmentation.of(snapshot, three), features);
        assertThat(report.valueExplained())
                .isEqualTo(TheilSplit.of(spend, three).share(0.95));
        assertThat(report.merges()).hasSize(2);
        for (Merge merge : report.merges()) {
            int[] merged = Arrays.stream(three.toArray())
                    .map(s -> s == merge.second().index() ? merge.first().index() : s)
                    .toArray();
            assertThat(merge.valueExplained())
                    .isEqualTo(
                            TheilSplit.of(spend, Assignment.copyOf(3, merged)).share(0.95));
            assertThat(merge.valueExplained().value())
                    .isLessThan(report.valueExplained().value());
        }
        ValidationReport without = new Planted(300, 2, 6, 1).validate(KMeans.of(2));
        assertThat(without.valueExplained().undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void splittingTellsWhatItGainsOfValueAndHowSmallItGets() {
        // twenty customers around −100, then a segment of thirty around 0, ten around 100, and one of whom nothing is
        // known
        int n = 61;
        double[] x = IntStream.range(0, n)
                .mapToDouble(i -> (i < 20 ? -100 : i < 50 ? 0 : i < 60 ? 100 : Double.NaN) + i / 10.0)
                .toArray();
        double[] spend = IntStream.range(0, n)
                .mapToDouble(i -> (i < 20 ? 10 : i < 50 ? 1 : i < 60 ? 50 : 1) + i % 3)
                .toArray();
        int[] groups = IntStream.range(0, n)
                .map(i -> i < 20 ? 0 : i < 50 || i == 60 ? 1 : 2)
                .toArray();
        Assignment two = Assignment.copyOf(
                2, Arrays.stream(groups).map(g -> Math.min(g, 1)).toArray());
        Assignment three = Assignment.copyOf(3, groups);
        double[] weights =
                IntStream.range(0, n).mapToDouble(i -> i == 25 ? 1000 : 1).toArray();
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), x);
        Snapshot snapshot = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, n).toArray()))
                .matrix(Role.BASE, features)
                .numeric("spend", Role.VALUE, spend)
                .build();
        ValidationReport report = SegmentValidation.withDefaults().validate(Segmentation.of(snapshot, two), features);
        for (FeatureMatrix same : List.of(features, features.weightedBy(weights))) {
            Split split = SegmentValidation.withDefaults()
                    .validate(Segmentation.of(snapshot, two), same)
                    .splits()
                    .get(1);
            assertThat(split.segment().index()).isEqualTo(1);
            assertThat(split.smallerShare().value()).isEqualTo(10.0 / 61);
            assertThat(split.smallerShare().customers()).isEqualTo(61);
            assertThat(split.valueExplained())
                    .isEqualTo(TheilSplit.of(spend, three).share(0.95));
        }
        assertThat(report.valueExplained()).isEqualTo(TheilSplit.of(spend, two).share(0.95));
        assertThat(report.merges())
                .allSatisfy(merge -> assertThat(merge.stability().undefined()).contains(Reason.NO_OBSERVATIONS));
    }

    @Test
    void whatCannotBeCutSaysWhy() {
        FeatureMatrix equal = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 1, 1, Double.NaN);
        try (Workers workers = Execution.sequential().start()) {
            Halves halves = new Halves(equal, 0, workers);
            assertThatThrownBy(() -> halves.smaller(0, 1, 2, 3))
                    .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
                    .extracting(InvalidInputException::reason)
                    .isEqualTo(Reason.FEWER_DISTINCT_THAN_K);
            assertThatThrownBy(() -> halves.smaller(3)).isInstanceOf(InvalidInputException.class);
            Halves tiny = new Halves(FeatureMatrix.copyOfRowMajor(List.of("x"), 0, 0, 1e-140, 2e-140), 0, workers);
            assertThatThrownBy(() -> tiny.smaller(0, 1, 2, 3))
                    .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
                    .extracting(InvalidInputException::reason)
                    .isEqualTo(Reason.RANGE);
        }
    }

    @Test
    void halfAsManyAreSplit() {
        Planted planted = new Planted(1500, 4, 6, 2);
        ValidationReport report = planted.validate(KMeans.of(2));
        assertThat(report.sizing()).isEqualTo(Sizing.UNDER_SEGMENTED);
        assertThat(report.splits()).hasSize(2);
        Split split = report.splits().get(0);
        assertThat(split.verdict()).isEqualTo(Verdict.PASS);
        assertThat(split)
                .asString()
                .startsWith("Segment 0: split; separate groups within (p = 0.000")
                .contains("; the smaller of two parts would have ")
                .endsWith(" %], n = 1500");
        assertThat(report.reasons()).contains("too few segments: " + split);
    }

    @Test
    void groupsWithinButNotBetweenAreNoKind() {
        // two groups along the first feature, and segments that cut across them
        int n = 2000;
        SeededRandom random = SeededRandom.stream(8, 1);
        double[] values = new double[2 * n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = random.nextGaussian() + (i % 2 == 0 ? 0 : 6);
            values[2 * i + 1] = 20 * random.nextDouble();
            labels[i] = values[2 * i + 1] < 10 ? 0 : 1;
        }
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
        Snapshot snapshot = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, n).toArray()))
                .matrix(Role.BASE, features)
                .build();
        ValidationReport report = SegmentValidation.withDefaults()
                .withSegmenter(KMeans.of(2))
                .withReplicates(2)
                .validate(Segmentation.of(snapshot, Assignment.copyOf(2, labels)), features);
        assertThat(report.structure().isClaimed()).isFalse();
        assertThat(report.structure().under()).isEqualTo(2);
        assertThat(report.sizing()).isEqualTo(Sizing.UNDER_SEGMENTED);
        assertThat(report.kind()).isEmpty();
        assertThat(report.reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("no separate groups are shown between segments, but within some (p = "));
        assertThat(report.structure())
                .asString()
                .startsWith("Structure[no separate groups shown between segments, but within 2, p = ");
    }

    @Test
    void soManyComparisonsThatNoneCanBeShownAreTold() {
        assertThat(PermutationTest.isBeyond(1000, 0.95)).isFalse(); // 1000 · 1/20 000 is 0.05
        assertThat(PermutationTest.isBeyond(1001, 0.95)).isTrue();
        int n = 300;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x"), x);
        Snapshot.Builder builder = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(LongStream.range(0, n).toArray()))
                .matrix(Role.BASE, features);
        for (int column = 0; column < 26; column++) {
            int shift = column;
            builder.numeric(
                    "known_" + column,
                    Role.DESCRIPTOR,
                    Arrays.stream(x).map(each -> (each * 7 + shift) % 11).toArray());
        }
        int[] labels = IntStream.range(0, n).map(i -> i / 7).toArray();
        ValidationReport report = SegmentValidation.withDefaults()
                .validate(Segmentation.of(builder.build(), Assignment.copyOf(43, labels)), features);
        assertThat(report.notices())
                .filteredOn(notice -> notice.reason() == Reason.RESOURCE_LIMIT)
                .singleElement()
                .satisfies(notice -> assertThat(notice.message())
                        .isEqualTo("1118 comparisons are adjusted for one another, so that none of a group below 1000"
                                + " customers can be shown; use fewer segments or columns"));
    }

    @Test
    void aSingleSegmentCanBeTooFew() {
        ValidationReport report = new Planted(1000, 3, 6, 3).validate(KMeans.of(1));
        assertThat(report.structure().undefined()).isPresent();
        assertThat(report.kind()).isEmpty();
        assertThat(report.sizing()).isEqualTo(Sizing.UNDER_SEGMENTED);
    }

    @Test
    void theRightNumberFits() {
        ValidationReport report = new Planted(1500, 3, 6, 4).validate(KMeans.of(3));
        assertThat(report.sizing()).isEqualTo(Sizing.FITTING);
        assertThat(report.structure().isClaimed()).isTrue();
        assertThat(report.merges())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(merge -> assertThat(merge.verdict()).isEqualTo(Verdict.FAIL));
    }

    @Test
    void noiseHasNoStructureAndIsNotCalledNatural() {
        Planted noise = new Planted(1500, 3, 0, 5);
        ValidationReport report = noise.validate(KMeans.of(3));
        assertThat(report.structure().isClaimed()).isFalse();
        assertThat(report.kind()).isPresent().get().isNotEqualTo(SegmentationKind.NATURAL);
        assertThat(report.splits()).extracting(Split::verdict).containsOnly(Verdict.UNCERTAIN);
        assertThat(report.reasons())
                .anySatisfy(
                        reason -> assertThat(reason).contains("no separate groups are shown between segments (p = "));
    }
}
