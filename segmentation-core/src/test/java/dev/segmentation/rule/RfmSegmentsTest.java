package dev.segmentation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.Transactions;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RfmSegmentsTest {

    @Test
    void everyCellHasTheWellKnownName() {
        String[][] names = {
            // frequency 1 … 5 in a line, recency 1 … 5 from top to bottom
            {"Hibernating", "Hibernating", "At risk", "At risk", "Cannot lose"},
            {"Hibernating", "Hibernating", "At risk", "At risk", "Cannot lose"},
            {"About to sleep", "About to sleep", "Needing attention", "Loyal", "Loyal"},
            {"Promising", "Potential loyalists", "Potential loyalists", "Loyal", "Loyal"},
            {"New", "Potential loyalists", "Potential loyalists", "Champions", "Champions"},
        };
        RuleSet standard = RfmSegments.standard();
        for (int r = 1; r <= 5; r++) {
            for (int f = 1; f <= 5; f++) {
                assertThat(nameOf(standard, r, f)).as("r %s f %s", r, f).isEqualTo(names[r - 1][f - 1]);
            }
        }
        assertThat(standard.segmentNames())
                .containsExactly(
                        "Champions",
                        "Loyal",
                        "Potential loyalists",
                        "New",
                        "Promising",
                        "Needing attention",
                        "About to sleep",
                        "Cannot lose",
                        "At risk",
                        "Hibernating");
    }

    @Test
    void isProvenForAnyNumberOfClasses() {
        for (int recency = 1; recency <= 12; recency++) {
            for (int frequency = 1; frequency <= 12; frequency++) {
                RuleAudit audit = RfmSegments.rules(recency, frequency, 5).audit();
                assertThat(audit.notices()).as("%s × %s", recency, frequency).isEmpty();
                assertThat(audit.gaps()).isEmpty();
                assertThat(audit.isExclusive()).isTrue();
            }
        }
        assertThat(RfmSegments.standard().audit().notices()).isEmpty();
    }

    @Test
    void theTopClassStaysTheTopWhereTiesLeaveThree() {
        RuleSet three = RfmSegments.rules(5, 3, 5);
        assertThat(nameOf(three, 5, 3)).isEqualTo("Champions");
        assertThat(nameOf(three, 4, 3)).isEqualTo("Loyal");
        assertThat(nameOf(three, 5, 2)).isEqualTo("Potential loyalists");
        assertThat(nameOf(three, 5, 1)).isEqualTo("New");
        assertThat(nameOf(three, 3, 2)).isEqualTo("Needing attention");
        assertThat(nameOf(three, 1, 3)).isEqualTo("Cannot lose");
        assertThat(nameOf(three, 1, 2)).isEqualTo("At risk");
        assertThat(nameOf(three, 1, 1)).isEqualTo("Hibernating");
        assertThat(three.segmentCount()).isEqualTo(10);
    }

    @Test
    void namesThatNoScoreReachesAreLeftOut() {
        assertThat(RfmSegments.rules(2, 2, 2).segmentNames())
                .containsExactly("Champions", "New", "Cannot lose", "Hibernating");
        assertThat(RfmSegments.rules(1, 1, 1).segmentNames()).containsExactly("Needing attention");
    }

    @Test
    void takesTheScoresOfAModelAsTheyAre() {
        double[][] rows = new double[60][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i % 5 == 0 ? Double.NaN : 1 + i, i < 40 ? 1 : i / 10, 10 * i};
        }
        FeatureMatrix customers = FeatureMatrix.copyOf(List.of("recency_days", "frequency", "monetary"), rows);
        RfmModel model = Rfm.quintiles().fit(customers);
        assertThat(model.frequencyClasses()).isLessThan(5);
        RuleSet segments = RfmSegments.standard(model);
        Assignment assignment = segments.assign(model.score(customers).toMatrix());
        assertThat(assignment.size()).isEqualTo(60);
        assertThat(segments.segmentNames().get(assignment.label(1))).isEqualTo("New");
        assertThat(segments.segmentNames().get(assignment.label(0))).isEqualTo("Hibernating");
        assertThat(segments.segmentNames().get(assignment.label(59))).isEqualTo("Cannot lose");
    }

    @Test
    void fromTransactionsToTwoSegmentationsByOneModel() {
        LocalDate january = LocalDate.of(2025, 1, 1);
        Transactions.Builder records = Transactions.builder();
        for (int customer = 0; customer < 20; customer++) {
            for (int order = 0; order <= customer % 5; order++) {
                records.add(customer, january.minusDays(1 + 13L * customer + order), 10 + customer);
            }
        }
        Transactions transactions = records.add(19, january.plusDays(3), 99).build();

        Snapshot before = RfmFeatures.asOf(january).of(transactions).snapshot();
        RfmModel model = Rfm.quintiles().fit(before.features());
        RuleSet segments = RfmSegments.standard(model);
        Segmentation first = segmentation(before, model, segments);

        Snapshot after = RfmFeatures.asOf(january.plusDays(4))
                .withCustomers(before.customerIds())
                .of(transactions)
                .snapshot();
        Segmentation second = segmentation(after, model, segments);

        assertThat(first.segmentOf(19).name()).isEqualTo("Cannot lose");
        assertThat(second.segmentOf(19).name()).isEqualTo("Champions");
        assertThat(second.customerCount()).isEqualTo(20);
    }

    private static Segmentation segmentation(Snapshot snapshot, RfmModel model, RuleSet segments) {
        Assignment assignment = segments.assign(model.score(snapshot.features()).toMatrix());
        return Segmentation.of(snapshot, assignment).withNames(segments.segmentNames());
    }

    private static String nameOf(RuleSet segments, int recency, int frequency) {
        FeatureMatrix one =
                FeatureMatrix.copyOfRowMajor(List.of("r_score", "f_score", "m_score"), recency, frequency, 1);
        return segments.segmentNames().get(segments.assign(one).label(0));
    }
}
