package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Reason;
import dev.segmentation.app.io.ReasonWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How many customers a segment has and what they are worth, each with its date where that is known: of one date if any file has
 * the value of the date of the customers.
 */
final class CardFacts {

    private static final String VALIDATION = "validation.json";
    private static final String CUSTOMERS = "Customers";
    private static final String NO_VALUE = Reason.NO_OBSERVATIONS.name();

    /** Amounts of movement are added up. */
    private static final String OF_ALL = " (amounts of all, no sample)";

    /**
     * A line of a card.
     *
     * @param what it is
     * @param date empty if it is not known
     * @param value what is said
     */
    record Fact(String what, String date, String value) {}

    private final Draft draft;
    private final Moves moves;

    CardFacts(Draft draft) {
        this.draft = draft;
        this.moves = draft.moves();
    }

    /** Of a segment, by its number. */
    List<Fact> of(int segment) {
        String name = draft.segments().names().get(segment);
        Optional<JsonNode> profile = ofSegment(draft.profile(), name);
        Optional<JsonNode> card = ofSegment(draft.file(VALIDATION), name);
        JsonNode size = draft.file("segmentation.json").path("sizes").path(segment);
        List<Fact> facts = new ArrayList<>();
        String date;
        if (profile.isPresent()) {
            date = date(draft.profile());
            addCustomers(facts, date, profile.get(), Measure.of(profile.get().path("share")));
        } else if (card.isPresent()) {
            date = date(draft.file(VALIDATION));
            Measure share = Measure.of(card.get(), "share", card.get().path("shareInterval"));
            addCustomers(facts, date, card.get(), ofAll(share));
        } else if (size.isNumber()) {
            date = date(draft.file("segmentation.json"));
            facts.add(new Fact(CUSTOMERS, date, Unit.COUNT.text(size.asDouble())));
        } else {
            date = moves.steps().isEmpty() ? "" : moves.end(moves.steps().size());
            followed(segment).ifPresent(count -> facts.add(new Fact(CUSTOMERS, date, count)));
        }
        value(card.filter(CardFacts::hasValue), segment, date).ifPresent(facts::add);
        return facts;
    }

    private static Optional<JsonNode> ofSegment(JsonNode file, String name) {
        return Optional.of(Elements.find(file.path("segments"), "segment", name))
                .filter(JsonNode::isObject);
    }

    private static void addCustomers(List<Fact> facts, String date, JsonNode sized, Measure share) {
        facts.add(new Fact(CUSTOMERS, date, Unit.COUNT.text(sized.path("size").asDouble())));
        facts.add(new Fact("Share of customers", date, Unit.SHARE.sentence(share)));
    }

    private Measure ofAll(Measure share) {
        JsonNode customers = draft.file(VALIDATION).path("customers");
        return customers.isNumber() ? share.withCustomers(customers.asLong()) : share;
    }

    /** How many there are at the last date to which customers have been followed. */
    private Optional<String> followed(int segment) {
        int last = moves.steps().size() - 1;
        for (int i = 0; last >= 0 && i < moves.flows(last).segments(); i++) {
            if (moves.flows(last).segment(i) == segment) {
                return Optional.of(
                        moves.hidden(last).after(i)
                                ? DataTable.HIDDEN
                                : Unit.COUNT.text(moves.flows(last).after()[segment]));
            }
        }
        return Optional.empty();
    }

    // ---- value

    /** Of the date of the customers if any file has it: that of the validation, which has an interval, or of movement. */
    private Optional<Fact> value(Optional<JsonNode> card, int segment, String date) {
        String validated = date(draft.file(VALIDATION));
        Optional<Fact> ofSample = card.map(found -> new Fact(
                "Share of value",
                validated,
                Unit.SHARE.sentence(ofAll(Measure.of(found, "valueShare", found.path("valueShareInterval"))))));
        if (ofSample.isPresent() && validated.equals(date)) {
            return ofSample;
        }
        return end(date).stream()
                .boxed()
                .flatMap(end -> followedValue(end, segment).stream())
                .findFirst()
                .or(() -> ofSample)
                .or(() -> IntStream.iterate(moves.steps().size(), end -> end > 0, end -> end - 1)
                        .boxed()
                        .flatMap(end -> followedValue(end, segment).stream())
                        .findFirst());
    }

    /** Not so if it was not said which column is the value, or nobody has one. */
    private static boolean hasValue(JsonNode card) {
        return card.path("valueShare").isNumber()
                || !card.path("valueShareUndefined").asText(NO_VALUE).equals(NO_VALUE);
    }

    /** At an end of a step; none if value was not followed there, or the segment is not among those that were. */
    private Optional<Fact> followedValue(int end, int segment) {
        boolean closes = end > 0 && hasValue(end - 1, segment);
        if (!closes && (end == moves.steps().size() || !hasValue(end, segment))) {
            return Optional.empty();
        }
        int step = closes ? end - 1 : end;
        Amounts.Item item = closes ? Amounts.Item.CLOSING : Amounts.Item.OPENING;
        double value = line(step, segment).path(item.key).asDouble();
        double total = moves.steps()
                .get(step)
                .path("value")
                .path("total")
                .path(item.key)
                .asDouble(Double.NaN);
        String said = moves.hidesValue(end, segment) || moves.amounts(step).isHiddenOfAll(item)
                ? DataTable.HIDDEN
                : total > 0
                        ? Unit.SHARE.text(value / total) + OF_ALL
                        : undefined(Reason.NO_ACTIVITY).withoutValue();
        return Optional.of(new Fact("Share of value", moves.end(end), said));
    }

    private static Measure undefined(Reason reason) {
        return new Measure(Double.NaN, Double.NaN, Double.NaN, OptionalLong.empty(), ReasonWords.of(reason.name()));
    }

    private boolean hasValue(int step, int segment) {
        return line(step, segment).isObject();
    }

    private JsonNode line(int step, int segment) {
        return ValueSection.line(
                moves.steps().get(step), draft.segments().names().get(segment));
    }

    // ---- dates

    /** As a file says; if it does not, that of the only end of a step at which segments have as many customers. */
    String date(JsonNode file) {
        String date = file.path("asOf").asText("");
        if (!date.isEmpty() || !file.isObject()) {
            return date;
        }
        double[] sizes = sizes(file);
        int[] ends = IntStream.rangeClosed(
                        0, moves.steps().isEmpty() ? -1 : moves.steps().size())
                .filter(end -> isAsFarAsTold(sizes, sizesAt(end)))
                .toArray();
        return ends.length == 1 && moves.isDated(ends[0]) ? moves.end(ends[0]) : "";
    }

    private OptionalInt end(String date) {
        return date.isEmpty() || moves.steps().isEmpty()
                ? OptionalInt.empty()
                : IntStream.rangeClosed(0, moves.steps().size())
                        .filter(end -> moves.end(end).equals(date))
                        .findFirst();
    }

    private double[] sizesAt(int end) {
        return end == 0 ? moves.flows(0).before() : moves.flows(end - 1).after();
    }

    private static boolean isAsFarAsTold(double[] sizes, double... others) {
        return Arrays.stream(sizes).anyMatch(Double::isFinite)
                && IntStream.range(0, sizes.length).allMatch(s -> Double.isNaN(sizes[s]) || sizes[s] == others[s]);
    }

    /** By the numbers of segments; NaN of those that may not be told. */
    private double[] sizes(JsonNode file) {
        double[] sizes = new double[draft.segments().count()];
        JsonNode list = file.path("sizes");
        for (int s = 0; s < list.size() && s < sizes.length; s++) {
            sizes[s] = draft.isHidden(s) ? Double.NaN : list.path(s).asDouble();
        }
        for (JsonNode segment : file.path("segments")) {
            int number = draft.segments().number(segment.path("segment").asText());
            if (number >= 0) {
                sizes[number] = segment.path("size").asDouble(Double.NaN);
            }
        }
        return sizes;
    }
}
