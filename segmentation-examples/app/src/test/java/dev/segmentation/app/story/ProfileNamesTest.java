package dev.segmentation.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileNamesTest {

    private static final Timeline TIMELINE =
            new Timeline(List.of(LocalDate.of(2024, 4, 1)), Period.ofMonths(3), Period.ofMonths(12));

    @Test
    void namesSayHowOftenHowMuchAndWhetherStill() {
        // recency, purchases, average purchase of a typical customer; 5 purchases and 50 money are usual
        assertThat(names(new double[][] {
                    {8, 17, 50},
                    {30, 5, 50},
                    {30, 5, 200},
                    {40, 2, 50},
                    {5, 2, 20},
                    {90, 1, 50},
                    {5, 1, 50},
                    {400, 0, 50}
                }))
                .containsExactly(
                        "Frequent buyers",
                        "Regular buyers",
                        "Regular big spenders",
                        "Occasional buyers",
                        "Recent occasional small spenders",
                        "One-order buyers",
                        "New buyers",
                        "Lapsed buyers");
    }

    @Test
    void twoSegmentsNeverHaveTheSameName() {
        assertThat(names(new double[][] {{300, 0, 50}, {600, 0, 50}, {30, 5, 50}}))
                .containsExactly("Lapsed buyers", "Lapsed buyers 2", "Frequent buyers");
    }

    @Test
    void theMedianIsTheLowerOneOfTwoAndZeroForNobody() {
        assertThat(ProfileNames.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(ProfileNames.median(new double[] {4, 1, 2, 3})).isEqualTo(2);
        assertThat(ProfileNames.median(new double[0])).isZero();
    }

    /** One customer per segment. */
    private static List<String> names(double[][] customers) {
        FeatureMatrix features =
                FeatureMatrix.copyOf(List.of(Customers.RECENCY, Customers.FREQUENCY, Customers.BASKET), customers);
        long[] ids = IntStream.range(0, customers.length).asLongStream().toArray();
        Snapshot snapshot = Snapshot.of(TIMELINE.first(), ids, features);
        int[] labels = IntStream.range(0, customers.length).toArray();
        return ProfileNames.of(Segmentation.of(snapshot, Assignment.copyOf(labels.length, labels)), TIMELINE);
    }
}
