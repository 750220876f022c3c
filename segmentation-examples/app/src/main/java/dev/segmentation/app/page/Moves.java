package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Who went where at each step and in all of them together, and what may not be shown of it. */
final class Moves {

    private final JsonNode holder;
    private final List<JsonNode> steps;
    private final List<FlowTable> flows = new ArrayList<>();
    private final List<FlowTable.Hidden> hidden = new ArrayList<>();
    private final List<Amounts> amounts = new ArrayList<>();

    Moves(ReportFiles files, Segments segments, Redaction redaction) {
        this.steps = files.steps();
        JsonNode pooled = files.get("movement.json").path("pooled");
        this.holder = pooled.isObject() || steps.isEmpty() ? pooled : steps.get(0);
        for (JsonNode step : steps) {
            FlowTable table = FlowTable.of(step, segments);
            flows.add(table);
            hidden.add(table.hidden(redaction));
            amounts.add(new Amounts(step, table, hidden.get(hidden.size() - 1), redaction));
        }
        if (holder.isObject()) {
            FlowTable all = FlowTable.of(holder, segments);
            FlowTable.Hidden ofAll = all.hidden(redaction);
            for (int i = 0; i < steps.size(); i++) { // or it could be told from the other steps
                ofAll = ofAll.or(flows.get(i).rows().equals(all.rows()) ? hidden.get(i) : all.everything());
            }
            flows.add(all);
            hidden.add(ofAll);
        }
    }

    /** One migration after the other, each with {@code value} where that was asked for. */
    List<JsonNode> steps() {
        return steps;
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

    /** The share of customers who moved, with the interval that the file has, the same wherever it is told. */
    Measure moved() {
        return ifTold(
                holder.path("moved").isObject()
                        ? Measure.of(holder.path("moved"))
                        : Measure.of(
                                        holder.path("mobility"),
                                        "shareMoved",
                                        holder.path("mobilityIntervals").path("shareMoved"))
                                .withCustomers(holder.path("stayers").asLong()
                                        + holder.path("movers").asLong()));
    }

    /** Customers who were there at both dates. */
    long followed() {
        return holder.path("stayers").asLong() + holder.path("movers").asLong();
    }

    /** A number that is computed of how many moved. */
    Measure ifTold(Measure measure) {
        return tellsMoved() ? measure : Measure.HIDDEN;
    }

    /** A number that is computed of the whole table of flows: with few digits where some of it is hidden. */
    Measure ofTable(Measure measure) {
        boolean any = hidden.stream().anyMatch(FlowTable.Hidden::any);
        return !tellsMoved() ? Measure.HIDDEN : any ? measure.rounded() : measure;
    }
}
