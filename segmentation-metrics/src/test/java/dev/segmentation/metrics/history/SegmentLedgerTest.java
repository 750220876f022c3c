package dev.segmentation.metrics.history;

import static dev.segmentation.metrics.history.SegmentHistoryTest.at;
import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Reason;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SegmentLedgerTest {

    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 31);
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 28);

    private static final SegmentLedger LEDGER = SegmentLedger.empty()
            .record(Scoring.of(at(JANUARY, "a:Low b:Low")))
            .record(Scoring.of(at(JANUARY, "c:High a:High"))
                    .withRecordedOn(LocalDate.of(2026, 2, 10))
                    .asCorrection())
            .record(Scoring.of(at(FEBRUARY, "a:Low b:? c:High")).withVersion("2"))
            .record(Scoring.of(at(JANUARY, "a:Low b:High c:Low"))
                    .withRecordedOn(LocalDate.of(2026, 3, 15))
                    .withVersion("2")
                    .asReplacement());

    @Test
    void tellsWhatWasKnownOnADay() {
        assertThat(where("a", JANUARY, "2026-02-01")).isEqualTo("Low");
        assertThat(where("a", JANUARY, "2026-02-10")).as("corrected").isEqualTo("High");
        assertThat(where("b", JANUARY, "2026-02-10"))
                .as("not in the correction")
                .isEqualTo("Low");
        assertThat(where("c", JANUARY, "2026-02-10")).as("arrived late").isEqualTo("High");
        assertThat(where("b", JANUARY, "2026-03-15")).as("scored again").isEqualTo("High");
        assertThat(LEDGER.asKnownOn(LocalDate.of(2026, 2, 9)).customer("c")).isEmpty();
        assertThat(LEDGER.asKnownOn(LocalDate.of(2026, 2, 10)).dates()).containsExactly(JANUARY);
        assertThat(LEDGER.history())
                .hasToString(LEDGER.asKnownOn(LocalDate.of(2030, 1, 1)).toString());
        assertThat(LEDGER.scorings()).hasSize(4);
    }

    private static String where(String id, LocalDate date, String knownOn) {
        SegmentHistory history = LEDGER.asKnownOn(LocalDate.parse(knownOn));
        return history.segment(history.customer(id).orElseThrow(), date)
                .orElseThrow()
                .name();
    }

    @Test
    void versionsAreKept() {
        SegmentHistory march = LEDGER.asKnownOn(LocalDate.of(2026, 3, 1));
        assertThat(march.versions(JANUARY)).containsExactly("1", "1");
        assertThat(march.versions(FEBRUARY)).containsExactly("2");
        assertThat(march.definitionChanged(JANUARY, FEBRUARY)).contains(Reason.DEFINITION_CHANGED);
        assertThat(LEDGER.history().definitionChanged(JANUARY, FEBRUARY)).isEmpty();
        assertThat(march.path(march.customer("a").orElseThrow()).stays())
                .extracting(stay -> stay.version().orElseThrow())
                .containsExactly("1", "2");
        SegmentHistory mixed = SegmentLedger.empty()
                .record(Scoring.of(at(JANUARY, "a:Low b:Low")))
                .record(Scoring.of(at(JANUARY, "b:High")).withVersion("fix").asCorrection())
                .history();
        assertThat(mixed.path(0).now().version()).contains("1");
        assertThat(mixed.path(1).now().version()).contains("fix");
    }

    /** A ledger of a date that was only ever scored once is the history of its segmentations. */
    @Test
    void withoutCorrectionsItIsTheHistory() {
        SegmentLedger once = SegmentLedger.empty()
                .record(Scoring.of(at(JANUARY, "a:x b:y")))
                .record(Scoring.of(at(FEBRUARY, "b:x c:?")));
        assertThat(once.history())
                .hasToString(SegmentHistory.of(at(JANUARY, "a:x b:y"), at(FEBRUARY, "b:x c:?"))
                        .toString());
    }

    @Test
    void aScoringKeepsItsSourceWhateverElseIsSaidOfIt() {
        Scoring scoring = Scoring.of(at(FEBRUARY, "a:Low"));
        assertThat(scoring.source()).isEmpty();
        Scoring named = scoring.withSource("model 4f1c");
        assertThat(named.withVersion("2").source()).contains("model 4f1c");
        assertThat(named.withRecordedOn(FEBRUARY.plusDays(3)).asCorrection().source())
                .contains("model 4f1c");
        assertThat(named.asReplacement().source()).contains("model 4f1c");
        assertThat(SegmentLedger.empty().record(named).scorings().get(0).source())
                .contains("model 4f1c");
        assertThat(refused(Reason.BAD_NAME, () -> scoring.withSource(" ")))
                .hasMessage(
                        "Scoring.withSource: the source is blank; name it, such as the checksum of the model, or leave"
                                + " it out");
    }

    @Test
    void mistakesAreRefused() {
        Scoring late = Scoring.of(at(JANUARY, "a:Low"));
        assertThat(refused(Reason.BAD_PARAM, () -> LEDGER.record(late)))
                .hasMessage(
                        "SegmentLedger.record: recordedOn = 2026-01-31, expected not before that of the last record,"
                                + " 2026-03-15; record in the order in which things became known");
        Scoring unheard = Scoring.of(at(LocalDate.of(2026, 3, 31), "a:Low")).asCorrection();
        assertThat(refused(Reason.EMPTY, () -> LEDGER.record(unheard)))
                .hasMessage(
                        "SegmentLedger.record: a correction of 2026-03-31, of which nothing is recorded; record a complete"
                                + " scoring first");
        assertThat(refused(Reason.EMPTY, () -> SegmentLedger.empty().record(late.asReplacement())))
                .hasMessage("SegmentLedger.record: a replacement of 2026-01-31, of which nothing is recorded; record a"
                        + " complete scoring first");
        Scoring again = late.withRecordedOn(LocalDate.of(2026, 3, 15));
        assertThat(refused(Reason.OVERLAP, () -> LEDGER.record(again)))
                .hasMessage(
                        "SegmentLedger.record: 2026-01-31 is recorded already, and this scoring has 1 customers; pass"
                                + " scoring.asCorrection() to keep the others of that date, or scoring.asReplacement() if they were"
                                + " not there");
        assertThat(LEDGER.record(again.asCorrection()).history().customer("b")).isPresent();
        assertThat(again.asReplacement())
                .hasToString("Scoring[2026-01-31, version 1, recorded 2026-03-15, replacement by 1 customers]");
        assertThat(refused(Reason.BAD_PARAM, () -> late.withRecordedOn(LocalDate.of(2026, 1, 30))))
                .hasMessage("Scoring.withRecordedOn: day = 2026-01-30, expected not before the date that was scored,"
                        + " 2026-01-31; nothing is known of a date before it comes");
        assertThat(refused(Reason.BAD_NAME, () -> late.withVersion(" ")))
                .hasMessage("Scoring.withVersion: the version is blank; name it, such as \"1\"");
        assertThat(refused(Reason.EMPTY, () -> LEDGER.asKnownOn(LocalDate.of(2026, 1, 1))))
                .hasMessage("SegmentLedger.asKnownOn: no segmentations, expected at least one");
        assertThat(late).hasToString("Scoring[2026-01-31, version 1, recorded 2026-01-31, 1 customers]");
    }
}
