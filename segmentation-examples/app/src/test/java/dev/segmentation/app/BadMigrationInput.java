package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.IdChanges;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityIndex;
import dev.segmentation.metrics.migration.PooledMigration;
import dev.segmentation.metrics.stability.LabelAlignment;
import dev.segmentation.metrics.stability.SegmentAligner;
import dev.segmentation.testing.BadInputData;
import dev.segmentation.testing.Refusals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The cases MI, and SE026: customers and segments at two dates. */
final class BadMigrationInput {

    private static final LocalDate BEFORE = LocalDate.of(2025, 1, 31);
    private static final LocalDate AFTER = LocalDate.of(2025, 7, 31);

    private BadMigrationInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("MI003", BadMigrationInput::newSegment),
                entry("MI004", BadMigrationInput::leaver),
                entry("MI005", BadMigrationInput::entrant),
                entry("MI006", BadMigrationInput::repeatedCustomer),
                entry("MI007", BadMigrationInput::conflictingCustomer),
                entry("MI008", BadMigrationInput::changedId),
                entry("MI011", bad -> bad.mustReject(Reason.CYCLE, () -> changes(bad))),
                entry("MI014", BadMigrationInput::blankIds),
                entry("MI015", BadMigrationInput::nobody),
                entry("MI016", BadMigrationInput::nobodyInCommon),
                entry("MI018", BadMigrationInput::unequalIntervals),
                entry("MI020", BadMigrationInput::reservedName),
                entry("MI024", BadMigrationInput::switchedLabels),
                entry("MI025", BadMigrationInput::oneSegmentMore),
                entry("SE026", BadMigrationInput::idInMessage));
    }

    private static void newSegment(BadInputCase bad) {
        bad.mayAccept();
        MigrationMatrix migration = migration(bad);
        assertThat(migration.segments()).extracting(Segment::name).containsExactly("A", "NEW");
        assertThat(migration.count("A", "NEW")).isEqualTo(1);
        assertThat(migration.sizeAfter(migration.segment("NEW"))).isEqualTo(1);
        for (String to : new String[] {"A", "NEW"}) {
            assertThat(migration.probability("NEW", to)).isNaN();
            assertThat(migration.interval("NEW", to).value()).isNaN();
            assertThat(migration.interval("NEW", to).undefined()).contains(Reason.NO_OBSERVATIONS);
        }
        assertThat(migration.mobility().value(MobilityIndex.PRAIS_SHORROCKS)).isNaN();
        assertThat(migration.mobility().undefined(MobilityIndex.PRAIS_SHORROCKS))
                .contains(Reason.NO_OBSERVATIONS);
    }

    private static void leaver(BadInputCase bad) {
        bad.mayAccept();
        MigrationMatrix migration = migration(bad);
        assertThat(migration.leavers()).isEqualTo(1);
        assertThat(migration.leavers("A")).isEqualTo(1);
        assertReconciled(migration, 2);
    }

    private static void entrant(BadInputCase bad) {
        bad.mayAccept();
        MigrationMatrix migration = migration(bad);
        assertThat(migration.entrants()).isEqualTo(1);
        assertThat(migration.entrants("A")).isEqualTo(1);
        assertReconciled(migration, 2);
    }

    /** Everybody at either date is counted once. */
    private static void assertReconciled(MigrationMatrix migration, long union) {
        assertThat(migration.customers()).isEqualTo(union);
        assertThat(migration.stayers() + migration.movers() + migration.entrants() + migration.leavers())
                .isEqualTo(union);
    }

    private static void repeatedCustomer(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(Reason.DUPLICATE_ID, () -> migration(bad));
        assertThat(refused).hasMessageContaining("1 rows");
        Segmentation once =
                builder(BEFORE, bad.input().get("t0_rows")).dropRepeats().build();
        assertThat(once.customerCount()).as("dropping repeats is opt-in").isEqualTo(1);
    }

    private static void conflictingCustomer(BadInputCase bad) {
        bad.mustReject(Reason.CONFLICTING_ID, () -> migration(bad));
        bad.mustReject(
                Reason.CONFLICTING_ID,
                () -> builder(BEFORE, bad.input().get("t0_rows")).dropRepeats().build());
    }

    private static void changedId(BadInputCase bad) {
        bad.mayAccept();
        Segmentation before = builder(BEFORE, bad.input().get("t0_rows")).build();
        Segmentation after = builder(AFTER, bad.input().get("t1_rows")).build();
        MigrationMatrix migration = MigrationMatrix.between(before.withIdChanges(changes(bad)), after);
        assertThat(migration.count("A", "B")).isEqualTo(1);
        assertThat(migration.leavers()).isZero();
        assertThat(migration.entrants()).isZero();
        assertReconciled(migration, 1);
        assertThat(MigrationMatrix.between(before, after).leavers())
                .as("without the map")
                .isEqualTo(1);
    }

    private static IdChanges changes(BadInputCase bad) {
        IdChanges.Builder changes = IdChanges.builder();
        bad.input()
                .get("id_map")
                .forEach(pair -> changes.add(pair.get(0).asText(), pair.get(1).asText()));
        return changes.build();
    }

    private static void unequalIntervals(BadInputCase bad) {
        List<Segmentation> dates = new ArrayList<>();
        bad.input()
                .get("dates")
                .forEach(date -> dates.add(Segmentation.builder(LocalDate.parse(date.asText()))
                        .add("c1", "A")
                        .build()));
        PooledMigration pooled = SegmentHistory.of(dates).pooled();
        bad.mustFlag(Reason.UNEQUAL_INTERVALS, pooled.flag());
        assertThat(pooled.matrix().horizonDays()).isEmpty();
    }

    private static void blankIds(BadInputCase bad) {
        assertThat(bad.mustReject(Reason.BAD_ID, () -> migration(bad))).hasMessageContaining("3 ids");
        assertThat(bad.mustReject(
                        Reason.BAD_ID,
                        () -> builder(BEFORE, bad.input().get("t0_rows"))
                                .dropRepeats()
                                .build()))
                .hasMessageContaining("3 ids");
    }

    private static void nobody(BadInputCase bad) {
        MigrationMatrix migration = migration(bad);
        assertThat(migration.undefined()).contains(Reason.EMPTY);
        assertUndefined(bad, Reason.EMPTY, migration.retention());
        bad.mustBeUndefined(
                Reason.EMPTY,
                migration.mobility().value(MobilityIndex.PRAIS_SHORROCKS),
                migration.mobility().undefined(MobilityIndex.PRAIS_SHORROCKS).orElseThrow());
    }

    private static void nobodyInCommon(BadInputCase bad) {
        MigrationMatrix migration = migration(bad);
        assertThat(migration.undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(migration.leavers()).isEqualTo(1);
        assertThat(migration.entrants()).isEqualTo(1);
        assertUndefined(bad, Reason.NO_COMMON_CUSTOMERS, migration.retention());
        bad.mustBeUndefined(
                Reason.NO_COMMON_CUSTOMERS,
                migration.mobility().value(MobilityIndex.SHARE_MOVED),
                migration.mobility().undefined(MobilityIndex.PRAIS_SHORROCKS).orElseThrow());
    }

    private static void assertUndefined(BadInputCase bad, Reason reason, Estimate estimate) {
        bad.mustBeUndefined(reason, estimate.value(), estimate.undefined().orElseThrow());
    }

    private static void reservedName(BadInputCase bad) {
        bad.mustReject(Reason.RESERVED_NAME, () -> migration(bad));
        assertThat(Refusals.refused(Reason.RESERVED_NAME, () -> Segment.of(0, "exit")))
                .hasMessageContaining("\"exit\"");
    }

    /** The same centers in another order: the names follow the customers, and nobody has moved. */
    private static void switchedLabels(BadInputCase bad) {
        bad.mayAccept();
        FeatureMatrix centers = centers(bad.input().get("model0"));
        FeatureMatrix permuted = centers(bad.input().get("model1"));
        Segmentation before = segmentation(BEFORE, centers, centers).withNames("A", "B", "C");
        Segmentation after = segmentation(AFTER, permuted, centers).withNames("A", "B", "C");
        assertThat(MigrationMatrix.between(before, after).movers())
                .as("by label alone")
                .isEqualTo(3);
        LabelAlignment alignment = SegmentAligner.withDefaults().align(before, after);
        assertThat(MigrationMatrix.between(before, alignment.apply(after)).movers())
                .as("after matching")
                .isZero();
        assertThat(alignment.cost()).isZero();
        assertThat(alignment.toString()).contains("cost 0");
        assertThat(alignment.notices()).isEmpty();
    }

    /** A refit with one segment more: three go on under their names, the fourth is flagged. */
    private static void oneSegmentMore(BadInputCase bad) {
        FeatureMatrix customers = BadInputData.make(
                        new ObjectMapper().createObjectNode().put("gen", "blobs3"))
                .matrix();
        Segmentation before =
                fitted(BEFORE, bad.input().get("model0_k").asInt(), customers).withNames("A", "B", "C");
        Segmentation after = fitted(AFTER, bad.input().get("model1_k").asInt(), customers);
        LabelAlignment alignment = SegmentAligner.withDefaults().align(before, after);
        bad.mustFlag(Reason.UNMATCHED_SEGMENT, alignment.notices());
        assertThat(alignment.notices()).hasSize(1);
        assertThat(alignment.created()).hasSize(1);
        assertThat(alignment.retired()).isEmpty();
        MigrationMatrix migration = MigrationMatrix.between(before, alignment.apply(after));
        assertThat(migration.movers()).isEqualTo(alignment.cost()).isPositive();
        assertThat(migration.sizeAfter(
                        migration.segment(alignment.created().get(0).name())))
                .as("who moved is in the new segment")
                .isEqualTo(alignment.cost());
    }

    private static FeatureMatrix centers(JsonNode rows) {
        double[][] values = new double[rows.size()][2];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[] {
                rows.get(i).get(0).asDouble(), rows.get(i).get(1).asDouble()
            };
        }
        return FeatureMatrix.copyOf(List.of("x0", "x1"), values);
    }

    /** What a model with these centers, in their order, makes of customers. */
    private static Segmentation segmentation(LocalDate asOf, FeatureMatrix centers, FeatureMatrix customers) {
        KMeansModel model = KMeans.of(centers.rowCount())
                .withSeeding(Seeding.centers(centers))
                .fit(centers)
                .model();
        return Segmentation.of(snapshot(asOf, customers), model.assign(customers));
    }

    private static Segmentation fitted(LocalDate asOf, int k, FeatureMatrix customers) {
        return Segmentation.of(
                snapshot(asOf, customers),
                KMeans.of(k).withRestarts(5).fit(customers).assignment());
    }

    private static Snapshot snapshot(LocalDate asOf, FeatureMatrix customers) {
        return Snapshot.of(asOf, LongStream.range(0, customers.rowCount()).toArray(), customers);
    }

    private static void idInMessage(BadInputCase bad) {
        InvalidInputException refused = bad.mustReject(
                Reason.CONFLICTING_ID,
                () -> builder(BEFORE, bad.input().get("t0_rows")).build());
        for (Throwable thrown = refused; thrown != null; thrown = thrown.getCause()) {
            assertThat(thrown.toString()).doesNotContain("alice").doesNotContain("example.com");
        }
        assertThat(BadFiles.migrate("id,segment\nalice@example.com,A\nalice@example.com,B\n", "id,segment\nbob,A\n"))
                .as("the application")
                .startsWith("1 ")
                .doesNotContain("alice")
                .doesNotContain("example.com");
    }

    private static MigrationMatrix migration(BadInputCase bad) {
        if (bad.input().has("t0")) {
            return MigrationMatrix.between(
                    grouped(BEFORE, bad.input().get("t0")),
                    grouped(AFTER, bad.input().get("t1")));
        }
        return MigrationMatrix.between(
                builder(BEFORE, bad.input().get("t0_rows")).build(),
                builder(AFTER, bad.input().get("t1_rows")).build());
    }

    private static Segmentation grouped(LocalDate asOf, JsonNode idsOfSegment) {
        Segmentation.Builder builder = Segmentation.builder(asOf);
        idsOfSegment
                .properties()
                .forEach(segment -> segment.getValue().forEach(id -> builder.add(id.asText(), segment.getKey())));
        return builder.build();
    }

    private static Segmentation.Builder builder(LocalDate asOf, JsonNode rows) {
        Segmentation.Builder builder = Segmentation.builder(asOf);
        rows.forEach(row -> builder.add(
                row.get(0).isNull() ? null : row.get(0).asText(), row.get(1).asText()));
        return builder;
    }
}
