package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCases;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole package on Fisher's iris, whose means and whose simplest rule are in every textbook. */
class ProfileStoryTest {

    private static final List<String> MEASURES = List.of("SepalLength", "SepalWidth", "PetalLength", "PetalWidth");

    @Test
    void readsLikeAStory() {
        CsvTable iris = GoldenCases.table("data/iris.csv");
        double[][] columns =
                iris.names().subList(0, 4).stream().map(iris::numbers).toArray(double[][]::new);
        double[][] rows = IntStream.range(0, 150)
                .mapToObj(i ->
                        IntStream.range(0, 4).mapToDouble(j -> columns[j][i]).toArray())
                .toArray(double[][]::new);
        FeatureMatrix raw = FeatureMatrix.copyOf(MEASURES, rows);
        FeatureMatrix scaled = Scaling.zScore().fit(raw).apply(raw);
        List<String> species = Arrays.asList(iris.column(iris.names().get(4)));
        Snapshot snapshot = Snapshot.builder(
                        LocalDate.of(2025, 1, 31),
                        CustomerIds.of(IntStream.range(0, 150).asLongStream().toArray()))
                .matrix(Role.BASE, raw)
                .nominal("species", Role.OUTCOME, species)
                .build();
        Fit<KMeansModel> fit = KMeans.of(3).withSeed(1).fit(scaled);
        Segmentation segmentation = Segmentation.of(snapshot, fit.assignment());
        int setosa = fit.assignment().label(0); // the first 50 rows are setosa, which nothing overlaps

        ProfileTable table = Profiling.withDefaults().profile(segmentation);
        ProfiledSegment small = table.segments().get(setosa);
        assertThat(small.column("PetalLength").mean()).isCloseTo(1.462, within(1e-12));
        assertThat(small.column("PetalLength").totalMean()).isCloseTo(3.758, within(1e-12));
        assertThat(small.column("PetalLength").index().value()).isCloseTo(146.2 / 3.758, within(1e-9));
        assertThat(small.column("PetalLength").distribution().quantile(0.5)).isEqualTo(1.5);
        assertThat(small.column("PetalLength").distribution().toString())
                .startsWith("5 %: 1.200, 25 %: 1.400, 50 %: 1.500");
        assertThat(small.column("PetalLength").fitting().value()).isEqualTo(1);
        assertThat(small.levels("species").get(0).contrast().flag()).isEqualTo(Flag.HIGHER);
        assertThat(small.markers()).hasSize(3); // one species is all of it, the two others are none

        SegmentDescriptions descriptions = DescriptionSearch.withDefaults().describe(segmentation);
        SegmentDescription told = descriptions.segments().get(setosa);
        assertThat(told.rules()).hasSize(1); // one cut through a petal, as in every textbook
        assertThat(told.toString()).matches("Petal\\w+ < [\\d.]+ → Segment \\d: precision 100 % .*covers 100 % .*");
        RuleSet.Builder rules = RuleSet.builder();
        for (Rule rule : descriptions.rules()) {
            rules.rule(rule);
        }
        RuleSet set = rules.otherwise("Other").build();
        Assignment again = set.assign(descriptions.features(snapshot).select(set.featureNames()));
        assertThat(again.sizes()[set.segmentNames().indexOf(told.segment().name())])
                .isEqualTo(50);

        FeatureImportance importance =
                DropImportance.of(seed -> KMeans.of(3).withSeed(seed)).measure(scaled, fit.assignment());
        assertThat(importance.baseline().value()).isLessThan(0.02);
        FeatureImportance moved = ShuffleImportance.of(fit.model()).measure(scaled);
        assertThat(moved.ranking()).hasSize(4);

        SegmentMembers members =
                MemberSearch.withDefaults().find(scaled, fit.assignment()).segment(setosa);
        assertThat(members.fitting().value()).isEqualTo(1);
        assertThat(Arrays.stream(members.typical())).allMatch(row -> row < 50);
        assertThat(members.medoid().orElseThrow()).isLessThan(50);
    }
}
