package dev.segmentation.app.story;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.app.report.ValueFiles;
import dev.segmentation.app.report.WithoutInterval;
import dev.segmentation.metrics.aging.RefreshAdvice;
import dev.segmentation.metrics.aging.RefreshFinding;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.aging.SchemeHalfLife;
import dev.segmentation.metrics.aging.TimeToShare;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.history.Presence;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.SegmentGrowth;
import dev.segmentation.metrics.migration.SizeForecast;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The numbers of {@link MovementPage}, all of them, each with its interval, or named among those {@link WithoutInterval}. */
final class MovementJson {

    private MovementJson() {}

    /**
     * The movement over all dates.
     *
     * @param movement what they say together
     * @param numbers what {@link Step#json} says of each step, then of the whole
     * @return {@code warnings, dated, dates, steps, firstToLast, pooled, flicker, tests, forecast, mix, halfLife, refresh,
     *     withoutInterval}
     */
    static ObjectNode of(Movement movement, List<ObjectNode> numbers) {
        ObjectNode json = Json.object();
        json.set("warnings", Json.texts(movement.warnings()));
        json.put("dated", movement.timetable().isDated());
        addDates(json.putArray("dates"), movement);
        ArrayNode steps = json.putArray("steps");
        for (int i = 0; i < movement.steps().size(); i++) {
            steps.add(step(movement.steps().get(i), numbers.get(i)));
        }
        json.set("firstToLast", step(movement.whole(), numbers.get(numbers.size() - 1)));
        json.set("pooled", pooled(movement));
        json.set("flicker", flicker(movement.flicker()));
        movement.known().ifPresent(known -> json.set("truth", truth(known)));
        json.set("tests", tests(movement.habits()));
        json.set("forecast", forecast(movement));
        json.set("mix", mix(movement.aging()));
        addHalfLife(json, movement);
        json.set("refresh", refresh(movement));
        WithoutInterval.addTo(json);
        return json;
    }

    private static ObjectNode step(Step step, ObjectNode numbers) {
        ObjectNode json = numbers.deepCopy();
        json.set("growth", growth(step.migration().growth()));
        step.worth().ifPresent(value -> json.set("value", ValueFiles.json(value)));
        return json;
    }

    private static ArrayNode growth(SegmentGrowth growth) {
        ArrayNode lines = Json.array();
        for (SegmentGrowth.Line line : growth.lines()) {
            ObjectNode node = lines.addObject();
            node.put("segment", line.name());
            node.put("opening", line.opening());
            node.put("in", line.grossIn());
            node.put("out", line.grossOut());
            node.put("closing", line.closing());
            node.put("excess", line.excessReallocation());
            Json.put(node, "rate", line.rate(), line.undefined().orElse(Reason.NO_OBSERVATIONS));
        }
        return lines;
    }

    private static ObjectNode pooled(Movement movement) {
        Movement.Habits habits = movement.habits();
        MigrationMatrix matrix = habits.pooled().matrix();
        ObjectNode json = MigrationFiles.json(matrix);
        if (!movement.whole().worstToBest().isEmpty()) {
            MigrationFiles.addDirection(json, matrix.ordered(movement.whole().worstToBest()));
        }
        habits.corrected().ifPresent(found -> MigrationFiles.addNoise(json, found));
        habits.pooled().flag().ifPresent(flag -> json.put("flag", flag.name()));
        return json;
    }

    private static ObjectNode truth(KnownMoves known) {
        ObjectNode json = Json.object();
        json.set("changed", Json.estimate(known.changed()));
        json.set("floor", Json.estimate(known.floor()));
        json.set("trueMoves", Json.estimate(known.trueMoves()));
        json.set("lateMoves", Json.estimate(known.lateMoves()));
        json.set("apparentMoves", Json.estimate(known.apparentMoves()));
        return json;
    }

    private static ObjectNode tests(Movement.Habits habits) {
        ObjectNode json = Json.object();
        habits.sameInAllSteps()
                .ifPresentOrElse(
                        test -> json.set("sameInAllSteps", MigrationFiles.test(test)),
                        () -> putMissing(json, "sameInAllSteps", Reason.UNEQUAL_INTERVALS));
        habits.pastMatters()
                .ifPresentOrElse(
                        test -> json.set("pastMatters", MigrationFiles.test(test)),
                        () -> putMissing(json, "pastMatters", Reason.UNEQUAL_INTERVALS));
        return json;
    }

    private static void putMissing(ObjectNode json, String key, Reason reason) {
        json.putNull(key);
        json.put(key + "Undefined", reason.name());
    }

    private static void addDates(ArrayNode dates, Movement movement) {
        SegmentHistory history = movement.history();
        for (LocalDate date : history.dates()) {
            ObjectNode node = dates.addObject();
            if (movement.timetable().isDated()) {
                node.put("asOf", date.toString());
            } else {
                node.put("file", dates.size());
            }
            ObjectNode sizes = node.putObject("sizes");
            history.segments().forEach(segment -> sizes.put(segment.name(), history.size(segment, date)));
            node.put("notYet", history.size(Presence.NOT_YET, date));
            node.put("unscored", history.size(Presence.UNSCORED, date));
            node.put("left", history.size(Presence.LEFT, date));
            node.put("returned", history.returned(date));
        }
    }

    private static ObjectNode flicker(Flicker flicker) {
        ObjectNode json = Json.object();
        Reason reason = flicker.share().undefined().orElse(Reason.NO_OBSERVATIONS);
        json.put("steps", flicker.periods());
        json.put("moves", flicker.moves());
        json.put("returns", flicker.returns());
        json.put("tooLate", flicker.tooLate());
        json.set("share", Json.estimate(flicker.share()));
        Json.put(json, "expected", flicker.expected(), reason);
        json.set("excess", Json.estimate(flicker.excess()));
        return json;
    }

    private static ObjectNode forecast(Movement movement) {
        ObjectNode json = Json.object();
        if (movement.habits().forecast().isEmpty()) {
            boolean nobody = movement.aging().nobodyToFollow();
            putMissing(json, "steps", nobody ? Reason.NO_COMMON_CUSTOMERS : Reason.UNEQUAL_INTERVALS);
            return json;
        }
        SizeForecast forecast = movement.habits().forecast().get();
        if (movement.timetable().isDated()) {
            forecast.horizonDays().ifPresent(days -> json.put("stepDays", days));
        }
        json.put("assumes", "the same chances in all steps, by the present segment alone; see tests");
        ArrayNode steps = json.putArray("steps");
        for (int step = 0; step <= forecast.steps(); step++) {
            ArrayNode sizes = steps.addArray();
            for (Segment segment : movement.history().segments()) {
                sizes.addObject().put("segment", segment.name()).setAll(Json.estimate(forecast.size(segment, step)));
            }
        }
        return json;
    }

    /** In days, so that it takes dates. */
    private static void addHalfLife(ObjectNode json, Movement movement) {
        if (movement.aging().halfLife().isEmpty()) {
            json.putNull("halfLife");
            json.put(
                    "halfLifeUndefined",
                    movement.timetable().isDated() ? Reason.NO_COMMON_CUSTOMERS.name() : "NO_DATES");
            return;
        }
        SchemeHalfLife found = movement.aging().halfLife().get();
        TimeToShare time = found.halfLife();
        Reason reason = time.undefined().orElse(Reason.UNIDENTIFIED);
        ObjectNode node = json.putObject("halfLife");
        Json.put(node, "days", time.days(), reason);
        Json.put(node, "lower", time.lower(), reason);
        Json.put(node, "upper", time.upper().orElse(Double.NaN), Reason.UNIDENTIFIED);
        node.put("level", time.level());
        node.put("extrapolated", time.extrapolated());
        ArrayNode still = node.putArray("stillThere");
        found.points().forEach(point -> {
            ObjectNode share = Json.estimate(point.agreement());
            share.put("days", point.days());
            still.add(share);
        });
    }

    private static ObjectNode mix(Aging aging) {
        ObjectNode json = MigrationFiles.test(aging.sameMix());
        Reason reason = aging.mix().undefined(PopulationStability.Measure.INDEX).orElse(Reason.NO_OBSERVATIONS);
        Json.put(json, "index", aging.mix().index(), reason);
        return json;
    }

    private static ObjectNode refresh(Movement movement) {
        Aging aging = movement.aging();
        RefreshAdvice advice = aging.advice();
        ObjectNode json = Json.object();
        json.put("definitions", word(aging.holding(AgingSignal.Kind.DEFINITIONS)));
        json.put("sizesAndMoves", word(aging.holding(AgingSignal.Kind.CUSTOMERS)));
        json.put("says", new MovementAging(movement).inShort());
        json.put("errorRate", advice.errorRate());
        aging.basis()
                .ifPresent(basis -> json.putObject("fitComparedOn")
                        .put("boughtWithinDays", basis.days())
                        .put("customersThen", basis.then())
                        .put("customersNow", basis.now())
                        .put("silentNow", basis.silent()));
        ArrayNode findings = json.putArray("findings");
        for (RefreshFinding finding : advice.findings()) {
            AgingSignal found = aging.of(finding);
            ObjectNode node = signal(finding.signal());
            node.put("of", found.kind() == AgingSignal.Kind.DEFINITIONS ? "definitions" : "sizesAndMoves");
            node.put("adjustedP", finding.adjustedP());
            if (found.atFloor()) {
                node.put("adjustedPAtMost", true);
            }
            Json.put(node, "visibleFrom", found.visibleFrom(), Reason.NO_OBSERVATIONS);
            node.put(
                    "verdict",
                    aging.cannotTell(found.kind())
                            ? word(Aging.Holding.CANNOT_BE_TOLD)
                            : aging.isTooFew(finding)
                                    ? word(Aging.Holding.TOO_FEW)
                                    : finding.verdict().name().toLowerCase(Locale.ROOT));
            findings.add(node);
        }
        ArrayNode notMeasured = json.putArray("notMeasured");
        advice.notMeasured().forEach(signal -> notMeasured.add(signal.name()));
        return json;
    }

    /** Such as {@code too few}. */
    private static String word(Aging.Holding holding) {
        return holding.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ObjectNode signal(RefreshSignal signal) {
        ObjectNode json = Json.object();
        json.put("signal", signal.name());
        json.put("value", signal.value());
        json.put("pValue", signal.pValue());
        json.put("watchAt", signal.watchAt());
        json.put("refreshAt", signal.refreshAt());
        json.put("evidence", signal.evidence());
        return json;
    }
}
