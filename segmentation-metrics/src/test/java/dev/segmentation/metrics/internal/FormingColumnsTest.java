package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.Snapshot;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FormingColumnsTest {

    private static final int N = 400;
    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);
    private static final CustomerIds IDS = CustomerIds.of(LongStream.range(0, N).toArray());

    @Test
    void sharedZerosDoNotMakeAColumnARepetition() {
        double[] complaints = new double[N];
        double[] returns = new double[N];
        for (int i = 0; i < N; i++) {
            complaints[i] = i % 25 == 0 ? 1 : -0.0;
            returns[i] = i % 25 == 1 ? 1 : 0;
        }
        FormingColumns forming = FormingColumns.of(
                Snapshot.of(DATE, IDS), FeatureMatrix.copyOfRowMajor(List.of("complaints"), complaints));
        assertThat(forming.repeatedBy(returns)).isEmpty();
        assertThat(forming.repeatedBy(complaints)).contains("complaints");
        double[] unknown = new double[N];
        Arrays.fill(unknown, Double.NaN);
        assertThat(forming.repeatedBy(unknown)).isEmpty();
        assertThat(forming.repeatedBy(new double[N])).isEmpty();
    }

    @Test
    void namedColumnsWithoutTheNominalOnes() {
        double[] spend = new double[N];
        Arrays.setAll(spend, i -> (i * 37 % N) * 1.5);
        String[] cities = new String[N];
        Arrays.setAll(cities, i -> "city " + i % 7);
        Snapshot snapshot = Snapshot.builder(DATE, IDS)
                .numeric("spend", Role.BASE, spend)
                .nominal("city", Role.BASE, List.of(cities))
                .build();
        FormingColumns forming = FormingColumns.of(snapshot, List.of("city", "spend"));
        assertThat(forming.repeatedBy(Arrays.stream(spend).map(Math::sqrt).toArray()))
                .as("the same order")
                .contains("spend");
        assertThat(forming.repeatedBy(snapshot.numbers("city"))).isEmpty();
        assertThat(FormingColumns.of(snapshot, List.of()).repeatedBy(spend)).isEmpty();
    }
}
