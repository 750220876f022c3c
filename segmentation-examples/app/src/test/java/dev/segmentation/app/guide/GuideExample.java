package dev.segmentation.app.guide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.metrics.history.Scoring;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.history.SegmentLedger;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.validity.SegmentValidation;
import dev.segmentation.metrics.validity.ValidationReport;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The code of the page for developers. */
final class GuideExample {

    private static final int CUSTOMERS = 600;

    private final ObjectMapper json = new ObjectMapper();
    private final Snapshot march = customers(LocalDate.of(2025, 3, 31), 1);
    private final Snapshot june = customers(LocalDate.of(2025, 6, 30), 2);
    private final ScalingModel scaling =
            Scaling.signedLog1p().then(Scaling.zScore()).fit(march.features());
    private final KMeans config = KMeans.of(3).withSeed(42).withRestarts(10);

    static void main() {
        GuideExample example = new GuideExample();
        TypingTool tool = example.fit();
        example.type(tool);
        example.validate(tool);
        example.follow(tool);
        example.save(tool);
        example.work();
        example.cancel();
        example.errors();
    }

    private TypingTool fit() {
        FeatureMatrix features = march.features();
        ScalingModel scaling = Scaling.signedLog1p().then(Scaling.zScore()).fit(features);
        KMeans config = KMeans.of(3).withSeed(42).withRestarts(10);
        Fit<KMeansModel> fit = config.fit(scaling.apply(features));
        System.out.println(fit.converged() + ", " + fit.report().iterations() + " iterations");
        for (Notice notice : fit.report().notices()) {
            System.out.println(notice.reason() + ": " + notice.message());
        }
        Segmentation numbered = Segmentation.of(march, fit.assignment());
        System.out.println(numbered.profile());
        Segmentation named = numbered.withNames("Rare", "Lapsed", "Regular");
        TypingTool tool = TypingTool.of(scaling, fit.model(), named.segments());
        return tool;
    }

    private void type(TypingTool tool) {
        Typing typing = tool.type(june);
        int unsure = 0;
        for (int row = 0; row < typing.size(); row++) {
            if (typing.margin(row) < 0.10) { // 0 = tie with the runner-up, 1 = no doubt
                unsure++;
            }
        }
        System.out.println(typing.segment(0).name() + ", and " + unsure + " of " + typing.size() + " are between two");
    }

    private void validate(TypingTool tool) {
        Segmentation segmentation = tool.segment(march);
        ValidationReport report = SegmentValidation.withDefaults()
                .withMinimumShare(0.05)
                .withSegmenter(config) // found again in customers drawn anew?
                .withReplicates(20)
                .validate(segmentation, scaling.apply(march.features()));
        System.out.println(report.card(segmentation.segment("Regular")).charter());
    }

    private void follow(TypingTool tool) {
        Segmentation before = tool.segment(march);
        Segmentation after = tool.segment(june); // nothing is fitted again
        MigrationMatrix migration = MigrationMatrix.between(before, after); // joined on customer id
        System.out.println(migration.interval("Regular", "Rare"));
        SegmentLedger ledger = SegmentLedger.empty().record(Scoring.of(before)).record(Scoring.of(after));
        SegmentHistory history = ledger.history();
        System.out.println(history.pooled().periods().size() + " step");
    }

    private void save(TypingTool tool) {
        try {
            SavedModel saved = SavedModel.of(tool).withFittedAsOf(march.asOf());
            String text = json.writeValueAsString(saved.members());
            TypingTool same = json.readValue(text, SavedModel.class).restore(); // checked before it is used
            System.out.println(
                    same.type(june).assignment().equals(tool.type(june).assignment()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work() {
        FeatureMatrix features = scaling.apply(march.features());
        List<FitProgress> heard = new ArrayList<>();
        Execution two = Execution.onThreads(2).withListener(heard::add);
        Fit<KMeansModel> fit = config.fit(features, two);
        System.out.println(fit.assignment().equals(config.fit(features).assignment())); // the same bits
        FitProgress last = heard.get(heard.size() - 1);
        System.out.println(last.stage() + " " + last.done() + " of " + last.total());
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            config.fit(features, Execution.on(pool, 2)); // yours: the library never closes it
        } finally {
            pool.shutdown();
        }
    }

    private void cancel() {
        AtomicBoolean stop = new AtomicBoolean(true); // set by another thread
        try {
            config.fit(scaling.apply(march.features()), Execution.sequential().withCancellation(stop::get));
        } catch (CancelledException e) {
            System.out.println(e.reason());
        }
    }

    private void errors() {
        FeatureMatrix gap = FeatureMatrix.copyOfRowMajor(List.of("orders"), new double[] {1, 2, Double.NaN});
        try {
            KMeans.of(2).fit(gap);
        } catch (InvalidInputException e) {
            if (e.reason() == Reason.NON_FINITE) {
                System.out.println(e.row() + ", " + e.name());
            }
            System.out.println(e.getMessage());
        }
    }

    private static Snapshot customers(LocalDate asOf, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids = new ArrayList<>();
        double[] recency = new double[CUSTOMERS];
        double[] orders = new double[CUSTOMERS];
        double[] nextSpend = new double[CUSTOMERS];
        for (int i = 0; i < CUSTOMERS; i++) {
            int kind = random.nextInt(10) == 0 ? random.nextInt(3) : (i % 6 + 2) / 3;
            ids.add("C-" + i);
            recency[i] = new double[] {8, 60, 260}[kind] * (0.5 + random.nextDouble());
            orders[i] = 1 + Math.floor(new double[] {12, 3, 2}[kind] * (0.5 + random.nextDouble()));
            nextSpend[i] = new double[] {90, 30, 2}[kind] * random.nextDouble();
        }
        return Snapshot.builder(asOf, CustomerIds.of(ids))
                .numeric("recency_days", Role.BASE, recency)
                .numeric("orders", Role.BASE, orders)
                .numeric("spend_next_quarter", Role.OUTCOME, nextSpend)
                .build();
    }
}
