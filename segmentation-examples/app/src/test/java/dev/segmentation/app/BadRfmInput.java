package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Snapshot;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.RfmTable;
import dev.segmentation.prepare.Transactions;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmModel;
import dev.segmentation.rule.RfmScores;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleAudit;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.Refusals;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;

/** The cases RF: transactions, dates, scores and rules. */
final class BadRfmInput {

    private BadRfmInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("RF001", BadRfmInput::tiedMonetary),
                entry("RF004", BadRfmInput::futureTransaction),
                entry("RF005", BadRfmInput::transactionAtAsOf),
                entry("RF006", BadRfmInput::customerWithoutTransactions),
                entry("RF007", BadRfmInput::unknownCustomer),
                entry("RF008", BadRfmInput::identicalRecencies),
                entry("RF010", BadRfmInput::oneCalendarDay),
                entry("RF011", BadRfmInput::oneCalendarDay),
                entry("RF012", BadRfmInput::oneCalendarDay),
                entry("RF013", BadRfmInput::defaultTimeZone),
                entry("RF016", BadRfmInput::outsideTheTrainingRange),
                entry("RF017", BadRfmInput::overlappingRules),
                entry("RF021", BadRfmInput::gapBetweenRules));
    }

    private static void tiedMonetary(BadInputCase bad) {
        int zeros = bad.input().get("monetary").get("zeros").asInt();
        double[] monetary = new double[zeros + 10];
        Arrays.setAll(monetary, i -> Math.max(0, i - zeros));
        int bins = bad.input().get("bins").asInt();
        FeatureMatrix features = rfm(distinct(100), distinct(100), monetary);
        RfmModel model = Rfm.independent(bins).fit(features);
        assertThat(bad.mustFlag(Reason.TIED_CUTS, model.notices()).message())
                .contains("\"monetary\"")
                .contains("of 5 classes");
        assertThat(model.monetaryClasses()).isLessThan(bins);
        Map<Double, Integer> scoreOf = new HashMap<>();
        RfmScores scores = model.score(features);
        for (int i = 0; i < monetary.length; i++) {
            Integer earlier = scoreOf.putIfAbsent(monetary[i], scores.monetary(i));
            assertThat(earlier == null || earlier == scores.monetary(i))
                    .as("equal values share a score")
                    .isTrue();
        }
    }

    /** Of the two allowed behaviors the features document that later records are left out and counted. */
    private static void futureTransaction(BadInputCase bad) {
        RfmTable table = RfmFeatures.asOf(asOf(bad)).of(transactions(bad, "UTC"));
        assertThat(bad.mustFlag(Reason.FUTURE_DATE, table.notices()).message()).contains("1 records");
        assertThat(table.excluded().future()).isEqualTo(1);
        assertThat(table.snapshot().customerCount()).as("no recency at all").isZero();
    }

    /** Documented: records dated before the as-of date count, those on it do not. */
    private static void transactionAtAsOf(BadInputCase bad) {
        bad.mayAccept();
        RfmTable on = RfmFeatures.asOf(asOf(bad)).of(transactions(bad, "UTC"));
        assertThat(on.excluded().future()).isEqualTo(1);
        RfmTable dayAfter = RfmFeatures.asOf(asOf(bad).plusDays(1)).of(transactions(bad, "UTC"));
        assertThat(dayAfter.excluded().total()).isZero();
        assertThat(recency(dayAfter)).containsExactly(1);
    }

    private static void customerWithoutTransactions(BadInputCase bad) {
        bad.mayAccept();
        CustomerIds customers = CustomerIds.of(texts(bad.input().get("customers")));
        RfmTable table = RfmFeatures.asOf(asOf(bad)).withCustomers(customers).of(transactions(bad, "UTC"));
        Snapshot snapshot = table.snapshot();
        assertThat(snapshot.customerIds()).as("customers in are customers out").isEqualTo(customers);
        assertThat(table.isActive(0)).isTrue();
        assertThat(table.isActive(1)).isFalse();
        assertThat(table.notices()).extracting(Notice::reason).containsExactly(Reason.NO_ACTIVITY);
        assertThat(snapshot.numbers("recency_days")).containsExactly(31, Double.NaN);
        assertThat(snapshot.numbers("frequency")).containsExactly(1, 0);
    }

    private static void unknownCustomer(BadInputCase bad) {
        CustomerIds customers = CustomerIds.of(texts(bad.input().get("customers")));
        RfmTable table = RfmFeatures.asOf(asOf(bad)).withCustomers(customers).of(transactions(bad, "UTC"));
        assertThat(bad.mustFlag(Reason.UNKNOWN_CUSTOMER, table.notices()).message())
                .contains("1 records")
                .doesNotContain("zz");
        assertThat(table.excluded().unknownCustomer()).isEqualTo(1);
        assertThat(table.snapshot().customerCount()).isEqualTo(1);
    }

    private static void identicalRecencies(BadInputCase bad) {
        double[] recency = numbers(bad.input().get("recency"));
        FeatureMatrix features = rfm(recency, distinct(recency.length), distinct(recency.length));
        RfmModel model = Rfm.independent(bad.input().get("bins").asInt()).fit(features);
        assertThat(bad.mustFlag(Reason.TIED_CUTS, model.notices()).message()).contains("\"recency_days\"");
        RfmScores scores = model.score(features);
        assertThat(IntStream.range(0, recency.length).map(scores::recency).distinct())
                .containsExactly(1);
    }

    /** Local times count by their date, so an hour that is skipped or repeated cannot matter. */
    private static void oneCalendarDay(BadInputCase bad) {
        bad.mayAccept();
        LocalDate asOf = asOf(bad);
        ZoneId zone = ZoneId.of(bad.input().get("zone").asText());
        Transactions.Builder local = Transactions.builder();
        Transactions.Builder instants = Transactions.builder().inZone(zone);
        for (JsonNode record : bad.input().get("transactions")) {
            String id = record.get(0).asText();
            LocalDateTime time = LocalDateTime.parse(record.get(1).asText());
            local.add(id, time, record.get(2).asDouble());
            instants.add(id, time.atZone(zone).toInstant(), record.get(2).asDouble());
        }
        for (Transactions.Builder builder : List.of(local, instants)) {
            assertThat(recency(RfmFeatures.asOf(asOf).of(builder.build()))).containsExactly(1);
        }
    }

    private static void defaultTimeZone(BadInputCase bad) {
        bad.mayAccept();
        TimeZone before = TimeZone.getDefault();
        try {
            for (JsonNode zone : bad.input().get("jvm_tz")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone.asText()));
                assertThat(recency(RfmFeatures.asOf(asOf(bad)).of(instants(bad))))
                        .containsExactly(2);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static void outsideTheTrainingRange(BadInputCase bad) {
        bad.mayAccept();
        double[] training = numbers(bad.input().get("fit_monetary"));
        RfmModel model = Rfm.quintiles().fit(rfm(distinct(training.length), distinct(training.length), training));
        double[] later = numbers(bad.input().get("score_monetary"));
        RfmScores scores = model.score(rfm(new double[] {1, 1e6}, new double[] {0, 1e6}, later));
        assertThat(scores.monetary(0)).isEqualTo(1);
        assertThat(scores.monetary(1)).isEqualTo(5);
        assertThat(scores.recency(0)).as("fewer days are better").isEqualTo(5);
        assertThat(scores.recency(1)).isEqualTo(1);
        assertThat(scores.frequency(0)).isEqualTo(1);
        assertThat(scores.frequency(1)).isEqualTo(5);
    }

    private static void overlappingRules(BadInputCase bad) {
        bad.mayAccept();
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("VIP").where("spend").above(100))
                .rule(Rule.named("ACTIVE").where("recency").below(30))
                .otherwise("Other")
                .build();
        JsonNode row = bad.input().get("row");
        FeatureMatrix customer = FeatureMatrix.copyOfRowMajor(
                List.of("spend", "recency"),
                row.get("spend").asDouble(),
                row.get("recency").asDouble());
        assertThat(rules.segmentNames().get(rules.assign(customer).label(0)))
                .as("the first rule that holds")
                .isEqualTo("VIP");
        RuleAudit audit = rules.audit();
        assertThat(audit.isExclusive()).isFalse();
        assertThat(audit.overlaps()).hasSize(1);
        assertThat(audit.notices()).extracting(Notice::reason).contains(Reason.OVERLAP);
    }

    private static void gapBetweenRules(BadInputCase bad) {
        RuleSet rules = RuleSet.builder()
                .withRange("spend", 0, 20)
                .rule(Rule.named("L").where("spend").atLeast(0).and("spend").below(10))
                .rule(Rule.named("H").where("spend").above(10).and("spend").atMost(20))
                .build();
        RuleAudit audit = rules.audit();
        assertThat(bad.mustFlag(Reason.GAP, audit.notices()).message()).contains("spend = 10");
        assertThat(audit.isExhaustive()).isFalse();
        assertThat(audit.gaps()).hasSize(1);
        assertThat(audit.gaps().get(0).example("spend")).isEqualTo(10);
        FeatureMatrix customer = FeatureMatrix.copyOfRowMajor(
                List.of("spend"), bad.input().get("row").get("spend").asDouble());
        InvalidInputException refused = Refusals.refused(Reason.GAP, () -> rules.assign(customer));
        assertThat(refused.row()).hasValue(0);
    }

    /** The records with their dates, whether they are given as dates, times or instants in UTC. */
    private static Transactions transactions(BadInputCase bad, String zone) {
        Transactions.Builder builder = Transactions.builder().inZone(ZoneId.of(zone));
        for (JsonNode record : bad.input().get("transactions")) {
            String id = record.get(0).asText();
            String when = record.get(1).asText();
            double amount = record.get(2).asDouble();
            if (when.endsWith("Z")) {
                builder.add(id, Instant.parse(when), amount);
            } else {
                builder.add(id, LocalDate.parse(when), amount);
            }
        }
        return builder.build();
    }

    private static Transactions instants(BadInputCase bad) {
        return transactions(bad, "UTC");
    }

    private static LocalDate asOf(BadInputCase bad) {
        return LocalDate.parse(bad.input().get("as_of").asText().substring(0, 10));
    }

    private static double[] recency(RfmTable table) {
        return table.snapshot().numbers("recency_days");
    }

    private static FeatureMatrix rfm(double[] recency, double[] frequency, double[] monetary) {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(List.of("recency_days", "frequency", "monetary"));
        for (int i = 0; i < monetary.length; i++) {
            builder.addRow(recency[i], frequency[i], monetary[i]);
        }
        return builder.build();
    }

    private static double[] distinct(int count) {
        return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        Arrays.setAll(numbers, i -> array.get(i).asDouble());
        return numbers;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
