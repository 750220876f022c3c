package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.Numbers;
import dev.segmentation.metrics.markov.LongRun;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.metrics.migration.DirectionalMobility;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.MigrationTests;
import dev.segmentation.metrics.migration.MobilityBootstrap;
import dev.segmentation.metrics.migration.MobilityIndex;
import dev.segmentation.metrics.migration.MobilityIndices;
import dev.segmentation.metrics.migration.ReturnedCustomers;
import dev.segmentation.metrics.migration.UnscoredCustomers;
import dev.segmentation.metrics.noise.CorrectedMigration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Migration between two dates as files. */
public final class MigrationFiles {

    /** Segments up to which intervals of mobility are drawn; a thousand matrices of more take minutes. */
    private static final int MOST_DRAWN = 30;

    private static final int DRAWS = 999;

    /** A state that no segment can be called, {@link Segment#RESERVED_NAMES}. */
    private static final String UNSCORED = "UNSCORED";

    private MigrationFiles() {}

    /**
     * The matrix and what follows from it. Rows are segments before, columns segments after; shares are of the customers
     * of a row who are present at both dates.
     *
     * @param migration between two dates
     * @return {@code segments, counts, probabilities, intervals, entrants, leavers, exitRates, entryShares, unscored, mobility,
     *     mobilityIntervals, stationary, stationaryIntervals, tests}, and totals; of a history also {@code newcomers, returners,
     *     returnRates, returnersUnscored, away, returnRate}
     */
    public static ObjectNode json(MigrationMatrix migration) {
        List<Segment> segments = migration.segments();
        ObjectNode json = Json.object();
        json.set("segments", Json.texts(segments.stream().map(Segment::name).toList()));
        ArrayNode counts = json.putArray("counts");
        ArrayNode probabilities = json.putArray("probabilities");
        ArrayNode intervals = json.putArray("intervals");
        ArrayNode entrants = json.putArray("entrants");
        ArrayNode leavers = json.putArray("leavers");
        ArrayNode exitRates = json.putArray("exitRates");
        ArrayNode entryShares = json.putArray("entryShares");
        for (Segment from : segments) {
            ArrayNode countRow = counts.addArray();
            ArrayNode probabilityRow = probabilities.addArray();
            ArrayNode intervalRow = intervals.addArray();
            for (Segment to : segments) {
                countRow.add(migration.count(from, to));
                addShare(probabilityRow, intervalRow, migration.interval(from, to));
            }
            entrants.add(migration.entrants(from));
            leavers.add(migration.leavers(from));
            exitRates.add(Json.estimate(migration.exitRate(from)));
            entryShares.add(Json.estimate(migration.entryShare(from)));
        }
        migration.returned().ifPresent(returned -> addReturned(json, migration, returned));
        addUnscored(json, migration);
        json.put("intervalLevel", migration.level());
        addUndefinedRows(json, migration);
        json.put("stayers", migration.stayers());
        json.put("movers", migration.movers());
        json.put("customers", migration.customers());
        json.set("moved", Json.estimate(migration.shareMoved()));
        json.set("retention", Json.estimate(migration.retention()));
        addMobility(json, migration);
        addLongRun(json, migration);
        json.set("tests", tests(migration));
        return json;
    }

    /** Which entrants are new and which came back, of those who had left. */
    private static void addReturned(ObjectNode json, MigrationMatrix migration, ReturnedCustomers returned) {
        ArrayNode newcomers = json.putArray("newcomers");
        ArrayNode returners = json.putArray("returners");
        ArrayNode rates = json.putArray("returnRates");
        for (Segment to : migration.segments()) {
            newcomers.add(returned.newcomers(to));
            returners.add(returned.customers(to));
            rates.add(Json.estimate(returned.rate(to)));
        }
        json.put("returnersUnscored", returned.unscored());
        json.put("away", returned.away());
        json.set("returnRate", Json.estimate(returned.rate()));
    }

    /** Who is there, but in no segment, at either date. */
    private static void addUnscored(ObjectNode json, MigrationMatrix migration) {
        UnscoredCustomers unscored = migration.unscored();
        ObjectNode node = json.putObject("unscored");
        node.put("before", unscored.sizeBefore());
        node.put("after", unscored.sizeAfter());
        ArrayNode becameScored = node.putArray("becameScored");
        ArrayNode becameUnscored = node.putArray("becameUnscored");
        for (Segment segment : migration.segments()) {
            becameScored.add(unscored.becameScored(segment));
            becameUnscored.add(unscored.becameUnscored(segment));
        }
        node.put("entered", unscored.entered());
        node.put("stayed", unscored.stayed());
        node.put("left", unscored.left());
    }

    private static void addShare(ArrayNode shares, ArrayNode intervals, Estimate share) {
        if (share.isDefined()) {
            shares.add(share.value());
            intervals.addObject().put("lower", share.lower()).put("upper", share.upper());
        } else {
            shares.addNull();
            intervals.addNull();
        }
    }

    /** One reason per row; left out where every row is defined. */
    private static void addUndefinedRows(ObjectNode json, MigrationMatrix migration) {
        List<Optional<Reason>> reasons = migration.segments().stream()
                .map(from -> migration.interval(from, from).undefined())
                .toList();
        if (reasons.stream().anyMatch(Optional::isPresent)) {
            ArrayNode array = json.putArray("probabilitiesUndefined");
            reasons.forEach(reason -> array.add(reason.map(Reason::name).orElse(null)));
        }
    }

    private static void addMobility(ObjectNode json, MigrationMatrix migration) {
        ObjectNode values = json.putObject("mobility");
        MobilityIndices found = migration.mobility();
        for (MobilityIndex index : MobilityIndex.values()) {
            Json.put(
                    values,
                    camelCase(index.name()),
                    found.value(index),
                    found.undefined(index).orElse(Reason.NO_OBSERVATIONS));
        }
        if (migration.segments().size() > MOST_DRAWN) {
            json.putNull("mobilityIntervals");
            json.put("mobilityIntervalsUndefined", Reason.RESOURCE_LIMIT.name());
            return;
        }
        ObjectNode intervals = json.putObject("mobilityIntervals");
        MobilityBootstrap.withDefaults()
                .withLevel(migration.level())
                .estimates(migration)
                .forEach((index, estimate) -> addInterval(intervals, camelCase(index.name()), estimate));
    }

    /** Such as {@code praisShorrocks} of {@code PRAIS_SHORROCKS}. */
    private static String camelCase(String code) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < code.length(); i++) {
            boolean first = i > 0 && code.charAt(i - 1) == '_';
            if (code.charAt(i) != '_') {
                name.append(first ? code.charAt(i) : Character.toLowerCase(code.charAt(i)));
            }
        }
        return name.toString();
    }

    /** Where sizes settle if these moves go on, among the customers present at both dates. */
    private static void addLongRun(ObjectNode json, MigrationMatrix migration) {
        Optional<LongRun> longRun = migration.chain().map(MarkovChain::longRun);
        Optional<Reason> reason = longRun.isPresent()
                ? longRun.get().undefined()
                : Optional.of(migration.undefined().orElse(Reason.NO_OBSERVATIONS));
        if (reason.isPresent()) {
            json.putNull("stationary");
            json.put("stationaryUndefined", reason.get().name());
            return;
        }
        ArrayNode shares = json.putArray("stationary");
        for (double share : longRun.orElseThrow().stationary()) {
            shares.add(share);
        }
        if (migration.segments().size() > MOST_DRAWN) {
            json.putNull("stationaryIntervals");
            json.put("stationaryIntervalsUndefined", Reason.RESOURCE_LIMIT.name());
            return;
        }
        List<Estimate> settled = MobilityBootstrap.withDefaults()
                .withLevel(migration.level())
                .stationary(migration, Execution.sequential());
        Optional<Reason> unknown =
                settled.stream().flatMap(share -> share.undefined().stream()).findFirst();
        if (unknown.isPresent()) {
            json.putNull("stationaryIntervals");
            json.put("stationaryIntervalsUndefined", unknown.get().name());
            return;
        }
        ArrayNode intervals = json.putArray("stationaryIntervals");
        settled.forEach(
                share -> intervals.addObject().put("lower", share.lower()).put("upper", share.upper()));
    }

    private static ObjectNode tests(MigrationMatrix migration) {
        MigrationTests tests = drawing();
        ObjectNode json = Json.object();
        json.set("independence", test(tests.independence(migration)));
        json.set("symmetry", test(tests.symmetry(migration)));
        json.set("equalSizes", test(tests.equalSizes(migration)));
        return json;
    }

    /**
     * The tests that files and pages tell.
     *
     * @return as many draws as usual, one after the other
     */
    public static MigrationTests drawing() {
        return MigrationTests.withDefaults().withDraws(DRAWS);
    }

    /**
     * Whether the p of a test is no more than a bound: none of its draws came as far, so that it is one over their number and
     * one.
     *
     * @param test its result
     * @return false also if nothing was drawn
     */
    public static boolean atFloor(MigrationTest test) {
        return test.monteCarloP().isPresent() && test.monteCarloP().getAsDouble() <= 1 / (DRAWS + 1.0);
    }

    /**
     * A test.
     *
     * @param test its result
     * @return {@code statistic, degrees, pValue}; and {@code pValueAtMost}, which is true if p is no more than that, since no
     *     draw came as far
     */
    public static ObjectNode test(MigrationTest test) {
        Reason reason = test.undefined().orElse(Reason.NO_OBSERVATIONS);
        ObjectNode json = Json.object();
        Json.put(json, "statistic", test.statistic(), reason);
        json.put("degrees", test.degrees());
        Json.put(json, "pValue", test.pValue(), reason);
        if (atFloor(test)) {
            json.put("pValueAtMost", true);
        }
        return json;
    }

    /**
     * Adds to {@link #json} how much of the movement is real. What is unbiased may be below 0.
     *
     * @param json to be extended
     * @param corrected for the typing error
     */
    public static void addNoise(ObjectNode json, CorrectedMigration corrected) {
        ObjectNode noise = json.putObject("noise");
        Reason reason = corrected.apparent().undefined().orElse(Reason.NO_OBSERVATIONS);
        Json.put(noise, "apparent", corrected.apparent().value(), reason);
        addInterval(noise, "apparentInterval", corrected.apparent());
        Json.put(noise, "floor", corrected.floor(), reason);
        noise.set("corrected", Json.estimate(corrected.moved()));
        Json.put(noise, "movedUnbiased", corrected.movedUnbiased().value(), reason);
        addInterval(noise, "movedUnbiasedInterval", corrected.movedUnbiased());
        noise.put("overstated", corrected.overstated());
        noise.put("termination", corrected.termination().name());
        ArrayNode probabilities = noise.putArray("probabilities");
        ArrayNode intervals = noise.putArray("intervals");
        ArrayNode reasons = Json.array();
        for (String from : corrected.segments()) {
            ArrayNode row = probabilities.addArray();
            ArrayNode intervalRow = intervals.addArray();
            ArrayNode reasonRow = reasons.addArray();
            for (String to : corrected.segments()) {
                Estimate share = corrected.probability(from, to);
                addShare(row, intervalRow, share);
                reasonRow.add(share.undefined().map(Reason::name).orElse(null));
            }
        }
        if (hasText(reasons)) {
            noise.set("probabilitiesUndefined", reasons);
        }
    }

    /** Whether any cell has a reason. */
    private static boolean hasText(ArrayNode rows) {
        for (JsonNode row : rows) {
            for (JsonNode cell : row) {
                if (cell.isTextual()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Adds to {@link #json} which way customers moved.
     *
     * @param json to be extended
     * @param direction between segments that have an order
     */
    public static void addDirection(ObjectNode json, DirectionalMobility direction) {
        Reason reason = direction.undefined().orElse(Reason.NO_OBSERVATIONS);
        ObjectNode node = json.putObject("direction");
        node.set("worstToBest", Json.texts(direction.worstToBest()));
        node.put("up", direction.up());
        node.put("down", direction.down());
        Json.put(node, "upRate", direction.upRate().value(), reason);
        Json.put(node, "downRate", direction.downRate().value(), reason);
        ObjectNode intervals = Json.object();
        addInterval(intervals, "upRate", direction.upRate());
        addInterval(intervals, "downRate", direction.downRate());
        for (Map.Entry<String, Estimate> weighed : List.of(
                Map.entry("net", direction.net()),
                Map.entry("index", direction.index()),
                Map.entry("scaledIndex", direction.scaledIndex()),
                Map.entry("meanDistance", direction.meanDistance()))) {
            Estimate estimate = weighed.getValue();
            Json.put(
                    node,
                    weighed.getKey(),
                    estimate.value(),
                    estimate.undefined().orElse(reason));
            addInterval(intervals, weighed.getKey(), estimate);
        }
        node.set("intervals", intervals);
    }

    private static void addInterval(ObjectNode intervals, String key, Estimate estimate) {
        if (estimate.isDefined()) {
            intervals.putObject(key).put("lower", estimate.lower()).put("upper", estimate.upper());
        } else {
            intervals.putNull(key);
            intervals.put(key + "Undefined", estimate.undefined().orElseThrow().name());
        }
    }

    /**
     * One line per pair of segments, and per way in and out.
     *
     * @param migration between two dates
     * @param formulas what to do with names that look like formulas
     * @return {@code from, to, customers, share, lower, upper}; entrants come from nowhere and leavers go nowhere, which
     *     are empty cells; who had left and came back is from {@code EXIT}, with the share of all who could have; customers
     *     who are there without a segment, if anybody is, are {@value #UNSCORED}
     */
    public static String csv(MigrationMatrix migration, Formulas formulas) {
        CsvText csv = new CsvText(formulas, "from", "to", "customers", "share", "lower", "upper");
        for (Segment from : migration.segments()) {
            for (Segment to : migration.segments()) {
                Estimate share = migration.interval(from, to);
                csv.add(
                        from.name(),
                        to.name(),
                        Long.toString(migration.count(from, to)),
                        cell(share, share.value()),
                        cell(share, share.lower()),
                        cell(share, share.upper()));
            }
            csv.add(from.name(), "", Long.toString(migration.leavers(from)), "", "", "");
        }
        for (Segment to : migration.segments()) {
            long returners =
                    migration.returned().map(back -> back.customers(to)).orElse(0L);
            csv.add("", to.name(), Long.toString(migration.entrants(to) - returners), "", "", "");
        }
        migration.returned().filter(back -> back.away() > 0).ifPresent(back -> addReturned(csv, migration, back));
        if (migration.unscored().customers() > 0) {
            addUnscored(csv, migration);
        }
        return csv.toString();
    }

    private static void addReturned(CsvText csv, MigrationMatrix migration, ReturnedCustomers returned) {
        for (Segment to : migration.segments()) {
            Estimate rate = returned.rate(to);
            csv.add(
                    Segment.EXIT,
                    to.name(),
                    Long.toString(returned.customers(to)),
                    cell(rate, rate.value()),
                    cell(rate, rate.lower()),
                    cell(rate, rate.upper()));
        }
    }

    private static void addUnscored(CsvText csv, MigrationMatrix migration) {
        UnscoredCustomers unscored = migration.unscored();
        for (Segment segment : migration.segments()) {
            csv.add(segment.name(), UNSCORED, Long.toString(unscored.becameUnscored(segment)), "", "", "");
            csv.add(UNSCORED, segment.name(), Long.toString(unscored.becameScored(segment)), "", "", "");
        }
        long returners = migration.returned().map(ReturnedCustomers::unscored).orElse(0L);
        csv.add("", UNSCORED, Long.toString(unscored.entered() - returners), "", "", "");
        if (returners > 0) {
            csv.add(Segment.EXIT, UNSCORED, Long.toString(returners), "", "", "");
        }
        csv.add(UNSCORED, UNSCORED, Long.toString(unscored.stayed()), "", "", "");
        csv.add(UNSCORED, "", Long.toString(unscored.left()), "", "", "");
    }

    private static String cell(Estimate share, double number) {
        return share.isDefined() ? Numbers.text(number) : "";
    }
}
