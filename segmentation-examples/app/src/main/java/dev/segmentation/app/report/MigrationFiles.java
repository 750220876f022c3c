package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.Numbers;
import dev.segmentation.metrics.migration.DirectionalMobility;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityIndices;
import java.util.List;
import java.util.Optional;

/** Migration between two dates as files. */
public final class MigrationFiles {

    private MigrationFiles() {}

    /**
     * The matrix and what follows from it. Rows are segments before, columns segments after; shares are of the customers
     * of a row who are present at both dates.
     *
     * @param migration between two dates
     * @return {@code segments, counts, probabilities, intervals, entrants, leavers, mobility}, and totals
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
        }
        json.put("intervalLevel", migration.level());
        addUndefinedRows(json, migration);
        json.put("stayers", migration.stayers());
        json.put("movers", migration.movers());
        json.put("customers", migration.customers());
        json.set("retention", Json.estimate(migration.retention()));
        json.set("mobility", mobility(migration.mobility()));
        return json;
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

    private static ObjectNode mobility(MobilityIndices mobility) {
        Reason reason = mobility.undefined().orElse(Reason.NO_OBSERVATIONS);
        ObjectNode json = Json.object();
        Json.put(json, "praisShorrocks", mobility.praisShorrocks(), reason);
        Json.put(json, "immobilityRatio", mobility.immobilityRatio(), reason);
        Json.put(json, "shareMoved", mobility.shareMoved(), reason);
        return json;
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
        Json.put(node, "upRate", direction.upRate(), reason);
        Json.put(node, "downRate", direction.downRate(), reason);
    }

    /**
     * One line per pair of segments, and per way in and out.
     *
     * @param migration between two dates
     * @return {@code from, to, customers, share, lower, upper}; entrants come from nowhere and leavers go nowhere, which
     *     are empty cells
     */
    public static String csv(MigrationMatrix migration) {
        CsvText csv = new CsvText("from", "to", "customers", "share", "lower", "upper");
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
            csv.add("", to.name(), Long.toString(migration.entrants(to)), "", "", "");
        }
        return csv.toString();
    }

    private static String cell(Estimate share, double number) {
        return share.isDefined() ? Numbers.text(number) : "";
    }
}
