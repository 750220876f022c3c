package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who went where at each step and in all of them together, and what may not be shown of it. */
final class Moves {

    private final JsonNode holder;
    private final JsonNode dates;
    private final boolean pooled;
    private final boolean tellsCustomers;
    private final List<JsonNode> steps;
    private final List<FlowTable> flows = new ArrayList<>();
    private final List<FlowTable.Hidden> hidden = new ArrayList<>();
    private final List<Amounts> amounts = new ArrayList<>();

    Moves(ReportFiles files, Segments segments, Redaction redaction) {
        this.steps = files.steps();
        this.dates = files.get("movement.json").path("dates");
        JsonNode all = files.get("movement.json").path("pooled");
        this.holder = all.isObject() || steps.isEmpty() ? all : steps.get(0);
        this.pooled = all.isObject() && steps.size() > 1;
        for (JsonNode step : steps) {
            FlowTable table = FlowTable.of(step, segments);
            flows.add(table);
            hidden.add(table.hidden(redaction));
            amounts.add(new Amounts(step, table, hidden.get(hidden.size() - 1), redaction));
        }
        if (holder.isObject()) {
            FlowTable table = FlowTable.of(holder, segments);
            FlowTable.Hidden ofAll = table.hidden(redaction);
            for (int i = 0; i < steps.size(); i++) { // or it could be told from the other steps
                ofAll = ofAll.or(flows.get(i).rows().equals(table.rows()) ? hidden.get(i) : table.everything());
            }
            flows.add(table);
            hidden.add(ofAll);
        }
        this.tellsCustomers = tellsMoved() && tellsCustomers(redaction);
    }

    /** How many they are, beside how many were followed in each step, would tell of those who were so only in some. */
    private boolean tellsCustomers(Redaction redaction) {
        long different = holder.path("moved").path("customers").asLong();
        long[] others = new long[steps.size() + 1];
        others[steps.size()] = followed() - different;
        for (int i = 0; i < steps.size(); i++) {
            JsonNode step = steps.get(i);
            others[i] = different
                    - step.path("stayers").asLong()
                    - step.path("movers").asLong();
        }
        return !isAnyHidden(redaction, others);
    }

    /** Whether any of some counts may not be told with their sum, or can be none: then the file contradicts itself. */
    static boolean isAnyHidden(Redaction redaction, long... counts) {
        if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
            return true;
        }
        boolean any = false;
        for (boolean cell : redaction.hiddenOf(counts)) {
            any |= cell;
        }
        return any;
    }

    /** One migration after the other, each with {@code value} where that was asked for. */
    List<JsonNode> steps() {
        return steps;
    }

    /**
     * What an end of steps is called: by its date, else by the place of its file, so that no two are called the same.
     *
     * @param position 0 of the first, as many as there are steps of the last
     */
    String end(int position) {
        String date = date(position);
        if (!date.isEmpty()) {
            return date;
        }
        return steps.size() == 1 && dates.isEmpty() ? position == 0 ? "before" : "after" : "file " + (position + 1);
    }

    /** Whether the date of an end of steps is known. */
    boolean isDated(int position) {
        return !date(position).isEmpty();
    }

    private String date(int position) {
        String date = dates.path(position).path("asOf").asText("");
        if (date.isEmpty() && position <= steps.size() && !steps.isEmpty()) {
            date = position == 0
                    ? steps.get(0).path("asOfBefore").asText("")
                    : steps.get(position - 1).path("asOfAfter").asText("");
        }
        return date;
    }

    /** Such as {@code 2025-03-31 to 2025-06-30}. */
    String ends(int step) {
        return end(step) + " to " + end(step + 1);
    }

    FlowTable flows(int step) {
        return flows.get(step);
    }

    FlowTable.Hidden hidden(int step) {
        return hidden.get(step);
    }

    /** Which amounts of the bridge of a step may not be told. */
    Amounts amounts(int step) {
        return amounts.get(step);
    }

    /** Whether it may not be told what a segment is worth at a date: it ends one step, and begins the next. */
    boolean hidesValue(int date, int segment) {
        return (date > 0 && amounts.get(date - 1).isHidden(segment, Amounts.Item.CLOSING))
                || (date < amounts.size() && amounts.get(date).isHidden(segment, Amounts.Item.OPENING));
    }

    /** All steps together where they are in the files, else the only one; not an object if there is none. */
    JsonNode together() {
        return holder;
    }

    FlowTable flowsTogether() {
        return flows.get(steps.size());
    }

    /** What is hidden of all steps together: also what is hidden of one of them. */
    FlowTable.Hidden hiddenTogether() {
        return hidden.get(steps.size());
    }

    /** Whether it may be told how many moved. */
    boolean tellsMoved() {
        return hidden.stream().noneMatch(FlowTable.Hidden::moved);
    }

    /** Whether it is of several steps, so that a customer counts once in each. */
    boolean isPooled() {
        return pooled;
    }

    /** What is counted of all steps together. */
    String counted() {
        return pooled ? "customer steps" : "customers";
    }

    /** What a customer step is; empty of a single step. */
    String saysCounted() {
        if (!pooled) {
            return "";
        }
        JsonNode different = holder.path("moved").path("customers");
        return " Customer steps: each customer counts once in each step"
                + (tellsCustomers && different.isNumber()
                        ? "; they are of " + Unit.count(different.asLong()) + " customers."
                        : ".");
    }

    /** The share of customers who moved, with the interval that the file has, the same wherever it is told. */
    Measure moved() {
        Measure moved = holder.path("moved").isObject()
                ? Measure.of(holder.path("moved"))
                : Measure.of(
                        holder.path("mobility"),
                        "shareMoved",
                        holder.path("mobilityIntervals").path("shareMoved"));
        return ifTold(moved.withCustomers(followed()));
    }

    /** Customers who were there at both dates; of several steps, customer steps. */
    long followed() {
        return holder.path("stayers").asLong() + holder.path("movers").asLong();
    }

    /** A number that is computed of how many moved. */
    Measure ifTold(Measure measure) {
        return tellsMoved() ? measure : Measure.HIDDEN;
    }

    /** A number that is computed of the whole table of flows: with few digits where some of it is hidden. */
    Measure ofTable(Measure measure) {
        return hidesAny() ? ifTold(measure).rounded() : measure;
    }

    /** How {@link #ofTable} is written. */
    Unit unitOfTable() {
        return hidesAny() ? Unit.TWO_DIGITS : Unit.NUMBER;
    }

    /** Whether any flow of any step is hidden. */
    boolean hidesAny() {
        return hidden.stream().anyMatch(FlowTable.Hidden::any);
    }
}
