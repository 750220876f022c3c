package dev.segmentation.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.ModelFit;
import dev.segmentation.Segment;
import dev.segmentation.SegmentProfile;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.metrics.history.CohortHistory;
import dev.segmentation.metrics.history.Scoring;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.history.SegmentLedger;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityIndex;
import dev.segmentation.metrics.migration.PooledMigration;
import dev.segmentation.metrics.selection.IndexCriterion;
import dev.segmentation.metrics.selection.PredictionStrength;
import dev.segmentation.metrics.selection.SegmentCountSearch;
import dev.segmentation.metrics.validity.SegmentValidation;
import dev.segmentation.metrics.validity.SegmentationKind;
import dev.segmentation.metrics.validity.Sizing;
import dev.segmentation.metrics.validity.ValidationReport;
import dev.segmentation.metrics.value.ValueAttribution;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.prepare.Transactions;
import dev.segmentation.scan.RowFile;
import dev.segmentation.scan.RowFileWriter;
import dev.segmentation.scan.RowSource;
import dev.segmentation.scan.SegmentProfiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The code of the README, word for word; {@link ReadmeTest} holds the two together and runs it. */
final class ReadmeExample {

    private final ObjectMapper json = new ObjectMapper();

    /** What the second half of the README reports, for the test to check. */
    final List<String> calls = new ArrayList<>();

    void run(double[] values, List<String> customerIds, Snapshot july, double[] nextSpend) throws IOException {
        FeatureMatrix raw = FeatureMatrix.copyOfRowMajor(List.of("recency_days", "frequency", "monetary"), values);
        Snapshot january = Snapshot.of(LocalDate.of(2024, 1, 31), customerIds, raw); // long[] or List<String>
        ScalingModel scaling = Scaling.signedLog1p().then(Scaling.zScore()).fit(raw);
        KMeans config = KMeans.of(4).withSeed(42).withRestarts(20);
        Fit<KMeansModel> fit = config.fit(scaling.apply(raw), Execution.onThreads(4)); // or fit(matrix)
        Segmentation numbered = Segmentation.of(january, fit.assignment()); // segment 0 is the largest
        System.out.println(numbered.profile()); // read it, then name the segments
        Segmentation before = numbered.withNames("Lapsed", "Fading", "Small baskets", "Loyal");
        TypingTool tool = TypingTool.of(scaling, fit.model(), before.segments());
        Segmentation after = tool.segment(july); // later customers in the same segments: nothing is fitted again
        System.out.println(MigrationMatrix.between(before, after));

        if (!fit.converged()) {
            System.err.println(fit.report()); // iterations, seed, objective of every restart, notices
        }
        ValidationReport report = SegmentValidation.withDefaults()
                .withMinimumShare(0.05) // material: at least 5 % of customers
                .withOutcome("spend_next_quarter", nextSpend) // meaningful: a double[] of what happened afterwards
                .withSegmenter(config) // stable: found again in bootstrap samples; optional
                .validate(before, scaling.apply(raw));
        report.findings().forEach(System.out::println); // each with its interval and number of customers
        System.out.println(
                report.card(before.segment("Loyal")).charter()); // keep, merge, split, watch or drop, and why
        report.merges().forEach(System.out::println); // for every two neighbors: would merging lose anything?
        Optional<SegmentationKind> kind = report.kind(); // natural, reproducible or constructed
        Sizing sizing = report.sizing(); // too many segments, too few, or fitting

        SegmentCountSearch search = SegmentCountSearch.between(
                        2, 5, k -> KMeans.of(k).withSeed(42).withRestarts(5))
                .withCriteria(PredictionStrength.withDefaults(), IndexCriterion.squaredSilhouette());
        System.out.println(search.search(scaling.apply(raw), Execution.onThreads(4)));
        calls.add("kind " + kind + " sizing " + sizing);

        MigrationMatrix migration = MigrationMatrix.between(before, after); // joined on customer id
        long lapsed = migration.count("Fading", "Lapsed");
        double risk = migration.probability("Fading", "Lapsed"); // of those still there; interval(…) says how sure
        Estimate interval = migration.interval("Fading", "Lapsed");
        long newcomers = migration.entrants("Loyal"); // customers who were not there in January; leavers(…) likewise
        double mobility = migration.mobility().value(MobilityIndex.PRAIS_SHORROCKS); // 0 = nobody moves
        double growth = migration.growth().rate("Loyal");
        ValueAttribution value = ValueAttribution.between(before, after, "monetary"); // to the cent
        System.out.printf(
                "%s = entry %s, exit %s, migration %s, like-for-like %s%n",
                value.total(), value.entry(), value.exit(), value.migration(), value.likeForLike());

        SegmentLedger ledger = SegmentLedger.empty()
                .record(Scoring.of(before)) // what was known at the end of January
                .record(Scoring.of(after));
        SegmentHistory history = ledger.history(); // asKnownOn(date) tells what was known on a day
        PooledMigration all = history.pooled(); // every step from one date to the next, taken together
        CohortHistory loyal =
                history.follow(history.freeze("Loyal in January", before.asOf(), before.segment("Loyal")));
        Estimate stillThere = loyal.present(after.asOf());

        Typing typing = tool.type(july); // a customer rarely fits a segment completely
        for (int row = 0; row < typing.size(); row++) {
            String id = july.customerIds().get(row);
            if (typing.margin(row) < 0.10) { // 0 = tie with the runner-up, 1 = no doubt
                review(id, typing.segment(row), typing.runnerUp(row)); // an Optional<Segment>: rules know none
            } else {
                route(id, typing.segment(row)); // a Segment: name(), index()
            }
        }

        SavedModel saved = SavedModel.of(tool).withFittedAsOf(january.asOf()); // plain records
        String text = json.writeValueAsString(saved.members()); // by any JSON library; here Jackson's ObjectMapper
        TypingTool same = json.readValue(text, SavedModel.class).restore(); // checked before it is used: the same bits
        calls.add("restored " + same.type(july).assignment().equals(typing.assignment()));

        calls.add("lapsed " + lapsed + " of risk " + risk + " in " + interval.customers() + ", newcomers " + newcomers
                + ", mobility " + mobility + ", growth " + growth + ", periods "
                + all.periods().size() + ", still there " + stillThere);
    }

    static SegmentProfile outOfCore(Path file, Iterable<double[]> customers) {
        List<String> names = List.of("recency_days", "frequency", "monetary");
        try (RowFileWriter writer = RowFile.create(file, names)) {
            for (double[] customer : customers) {
                writer.addRow(customer); // as they come; an unfinished file is never seen
            }
            writer.commit();
        }
        RowSource rows = RowFile.open(file); // or RowSource.of(names, cursor): a query of yours
        Execution threads = Execution.onThreads(2);
        ScalingModel scaling = Scaling.signedLog1p().then(Scaling.zScore()).fit(rows, threads);
        ModelFit<KMeansModel> fit = KMeans.of(4).withSeed(42).fit(scaling.apply(rows), threads);
        return SegmentProfiles.of(scaling.apply(rows), fit.model(), threads);
    }

    static Snapshot fromTransactions() {
        Transactions transactions = Transactions.builder()
                .add("C-1", LocalDate.of(2025, 1, 3), 49.90) // customer, date, amount
                .add("C-1", LocalDate.of(2025, 1, 17), -49.90) // a return
                .add("C-2", LocalDate.of(2024, 11, 29), 120.00)
                .build();
        Snapshot snapshot =
                RfmFeatures.asOf(LocalDate.of(2025, 1, 31)).of(transactions).snapshot();
        return snapshot;
    }

    private void review(String id, Segment segment, Optional<Segment> runnerUp) {
        calls.add("review " + id + " " + segment + " " + runnerUp.orElseThrow());
    }

    private void route(String id, Segment segment) {
        calls.add("route " + id + " " + segment);
    }
}
