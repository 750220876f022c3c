package dev.segmentation.app.story;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.metrics.aging.RefreshAdvice;
import dev.segmentation.metrics.aging.RefreshFinding;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.history.Presence;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.SizeForecast;
import java.time.LocalDate;
import java.util.Locale;

/** The numbers of {@link MovementPage}, all of them, each with its interval. */
final class MovementJson {

    private MovementJson() {}

    /**
     * The movement of a method.
     *
     * @param run what the method made of all dates
     * @return {@code dates, steps, pooled, flicker, tests, forecast, mix, refresh}
     */
    static ObjectNode of(Demo.MethodRun run) {
        Movement movement = run.movement();
        ObjectNode json = Json.object();
        addDates(json.putArray("dates"), movement.history());
        ArrayNode steps = json.putArray("steps");
        for (MigrationMatrix step : movement.steps()) {
            ObjectNode node = steps.addObject();
            node.put("asOfBefore", step.asOfBefore().orElseThrow().toString());
            node.put("asOfAfter", step.asOfAfter().orElseThrow().toString());
            node.set(
                    "moved",
                    Json.estimate(ProportionInterval.wilson(step.movers(), step.presentAtBoth(), step.level())));
            node.put("entrants", step.entrants());
            node.put("leavers", step.leavers());
        }
        json.set("pooled", MigrationFiles.json(movement.pooled().matrix()));
        movement.pooled().flag().ifPresent(flag -> json.put("pooledFlag", flag.name()));
        json.set("flicker", flicker(movement.flicker()));
        ObjectNode tests = json.putObject("tests");
        tests.set("sameInAllSteps", MigrationFiles.test(movement.sameInAllSteps()));
        tests.set("pastMatters", MigrationFiles.test(movement.pastMatters()));
        json.set("forecast", forecast(movement));
        json.set("mix", mix(movement.mix()));
        json.set("refresh", refresh(movement.advice()));
        return json;
    }

    private static void addDates(ArrayNode dates, SegmentHistory history) {
        for (LocalDate date : history.dates()) {
            ObjectNode node = dates.addObject();
            node.put("asOf", date.toString());
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
        SizeForecast forecast = movement.pooled().forecast(MovementPage.STEPS_AHEAD);
        forecast.horizonDays().ifPresent(days -> json.put("stepDays", days));
        json.put("assumes", "the same chances in all steps, by the present segment alone; see tests");
        ArrayNode steps = json.putArray("steps");
        for (int step = 0; step <= forecast.steps(); step++) {
            ObjectNode sizes = steps.addObject();
            for (Segment segment : movement.history().segments()) {
                sizes.set(segment.name(), Json.estimate(forecast.size(segment, step)));
            }
        }
        return json;
    }

    private static ObjectNode mix(PopulationStability mix) {
        ObjectNode json = Json.object();
        Json.put(json, "index", mix.index(), reason(mix, PopulationStability.Measure.INDEX));
        Json.put(json, "critical95", mix.critical(0.95), reason(mix, PopulationStability.Measure.CHANCE));
        Json.put(json, "pValue", mix.pearsonPValue(), reason(mix, PopulationStability.Measure.CHANCE));
        return json;
    }

    private static Reason reason(PopulationStability mix, PopulationStability.Measure measure) {
        return mix.undefined(measure).orElse(Reason.NO_OBSERVATIONS);
    }

    private static ObjectNode refresh(RefreshAdvice advice) {
        ObjectNode json = Json.object();
        json.put("verdict", advice.verdict().name().toLowerCase(Locale.ROOT));
        json.put("errorRate", advice.errorRate());
        ArrayNode findings = json.putArray("findings");
        for (RefreshFinding finding : advice.findings()) {
            ObjectNode node = signal(finding.signal());
            node.put("adjustedP", finding.adjustedP());
            node.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
            findings.add(node);
        }
        ArrayNode notMeasured = json.putArray("notMeasured");
        advice.notMeasured().forEach(signal -> notMeasured.add(signal.name()));
        return json;
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
