package dev.segmentation.app.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Estimate;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.app.report.StepValue;
import dev.segmentation.app.report.ValueFiles;
import dev.segmentation.app.report.WithoutInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.noise.CorrectedMigration;
import dev.segmentation.metrics.noise.TypingError;
import dev.segmentation.metrics.value.ValueBridge;
import java.util.List;
import java.util.Optional;

/**
 * From one date to a later one.
 *
 * @param timetable all dates
 * @param from the number of the earlier date
 * @param to the number of the later date
 * @param migration who moved
 * @param worstToBest all segments in their order; empty if they have none
 * @param worth what movement did to value, if customers have one
 * @param corrected how much is real, if the typing error is known
 * @param warnings what may be wrong with the input, for people
 */
public record Step(
        Timetable timetable,
        int from,
        int to,
        MigrationMatrix migration,
        List<String> worstToBest,
        Optional<StepValue> worth,
        Optional<CorrectedMigration> corrected,
        List<String> warnings) {

    /**
     * Who moved, and nothing else.
     *
     * @param timetable all dates
     * @param from the number of the earlier date
     * @param to the number of the later date
     * @param migration who moved
     * @return the step
     */
    public static Step of(Timetable timetable, int from, int to, MigrationMatrix migration) {
        return new Step(timetable, from, to, migration, List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Tells up from down.
     *
     * @param segments all of them, from worst to best
     * @return a new step
     */
    public Step ordered(List<String> segments) {
        return new Step(timetable, from, to, migration, List.copyOf(segments), worth, corrected, warnings);
    }

    /**
     * Tells what movement did to value.
     *
     * @param value between the two dates
     * @return a new step
     */
    public Step withValue(StepValue value) {
        return new Step(timetable, from, to, migration, worstToBest, Optional.of(value), corrected, warnings);
    }

    /**
     * Tells how much of the movement is real.
     *
     * @param error of the typing at both dates
     * @return a new step
     */
    public Step correctedBy(TypingError error) {
        return new Step(
                timetable,
                from,
                to,
                migration,
                worstToBest,
                worth,
                Optional.of(CorrectedMigration.of(migration, error)),
                warnings);
    }

    /**
     * Says what may be wrong with the input.
     *
     * @param found sentences
     * @return a new step
     */
    public Step withWarnings(List<String> found) {
        return new Step(timetable, from, to, migration, worstToBest, worth, corrected, List.copyOf(found));
    }

    /** Such as {@code 2025-03-31 .. 2025-06-30}. */
    String label() {
        return timetable.label(from) + " .. " + timetable.label(to);
    }

    /** What movement did to value, where it is known that customers have one. */
    ValueBridge value() {
        return worth.orElseThrow().bridge();
    }

    /** The share of customers in a segment at both dates who moved. */
    Estimate moved() {
        return moved(migration);
    }

    static Estimate moved(MigrationMatrix migration) {
        return migration.shareMoved();
    }

    /** All numbers of the step but those of value. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("warnings", Json.texts(warnings));
        if (timetable.isDated()) {
            json.put("asOfBefore", timetable.dates().get(from).toString());
            json.put("asOfAfter", timetable.dates().get(to).toString());
        }
        json.setAll(MigrationFiles.json(migration));
        if (!worstToBest.isEmpty()) {
            MigrationFiles.addDirection(json, migration.ordered(worstToBest));
        }
        corrected.ifPresent(found -> MigrationFiles.addNoise(json, found));
        return json;
    }

    /**
     * Adds {@code migration.json} and {@code migration.csv}, and {@code value.json} and {@code value.csv} where customers
     * have a value.
     *
     * @param folder empty, or with a slash at the end
     * @param files to be extended
     */
    public void addTo(String folder, OutputFiles files) {
        addTo(folder, json(), files);
    }

    /** The same with what {@link #json} has given, since its intervals take long. */
    void addTo(String folder, ObjectNode numbers, OutputFiles files) {
        files.add(folder + "migration.json", text(numbers));
        files.add(folder + "migration.csv", MigrationFiles.csv(migration, files.formulas()));
        worth.ifPresent(found -> {
            files.add(folder + "value.json", text(ValueFiles.json(found)));
            files.add(folder + "value.csv", ValueFiles.csv(found, files.formulas()));
        });
    }

    /** Says also which numbers have no interval. */
    private static String text(ObjectNode numbers) {
        ObjectNode file = numbers.deepCopy();
        WithoutInterval.addTo(file);
        return Json.text(file);
    }
}
