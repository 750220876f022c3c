package dev.segmentation.app.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What pictures of several dates show, in a sentence computed from their tables. */
final class MovementSays {

    private static final String CUSTOMERS = "customers";
    private static final String STEPS = "customer steps";
    private static final String DATE = "date";
    private static final String SHARE = "share";
    private static final String INTERVAL = "interval";
    private static final String VALUE = "value";
    private static final String REFRESH_FROM = "refresh from";
    private static final String[] ITEMS = {
        "new customers", "lost customers", "change of who moved", "change of who stayed"
    };
    private static final String MOVED = "share of customers who moved";

    private MovementSays() {}

    static String sizes(DataTable table) {
        return overTime(table, CUSTOMERS, "is the largest", " customers");
    }

    static String value(DataTable table) {
        return overTime(table, VALUE, "is worth most", "");
    }

    /** The largest at the last date, and who changed most since the first. */
    private static String overTime(DataTable table, String column, String isMost, String unit) {
        List<ShownLine> lines = table.shown();
        if (lines.isEmpty()) {
            return "Nothing can be told of any date.";
        }
        Map<Integer, List<ShownLine>> ofSegments = new LinkedHashMap<>(); // each from the first date to the last
        lines.forEach(line -> ofSegments
                .computeIfAbsent(line.segment(), segment -> new ArrayList<>())
                .add(line));
        List<ShownLine> atLast =
                ofSegments.values().stream().map(all -> all.get(all.size() - 1)).toList();
        Optional<ShownLine> largest = ShownLine.most(atLast, line -> line.number(column));
        if (largest.isEmpty()) {
            return "What segments are at the last date is not shown.";
        }
        String most = "At the last date (" + Visible.name(largest.get().text(DATE)) + ") "
                + largest.get().name() + " " + isMost
                + ShownLine.among(atLast, column) + ", with " + largest.get().text(column) + unit
                + ShownLine.ties(atLast, line -> line.number(column));
        Map<Integer, ShownLine> before = new HashMap<>();
        ofSegments.values().stream()
                .filter(all -> all.size() > 1 && all.get(0).has(column))
                .forEach(all -> before.put(all.get(0).segment(), all.get(0)));
        List<ShownLine> atBoth = atLast.stream()
                .filter(line -> before.containsKey(line.segment()))
                .toList();
        return most
                + ShownLine.most(
                                atBoth,
                                line -> Math.abs(line.number(column)
                                        - earlier(before, line).number(column)))
                        .map(line -> change(line, earlier(before, line), column, ShownLine.among(lines, column)))
                        .orElse("")
                + ".";
    }

    private static ShownLine earlier(Map<Integer, ShownLine> before, ShownLine line) {
        return Objects.requireNonNull(before.get(line.segment()), "earlier");
    }

    private static String change(ShownLine after, ShownLine before, String column, String among) {
        return after.number(column) == before.number(column)
                ? "; no segment" + among + " differs from what it was at the first (" + Visible.name(before.text(DATE))
                        + ")"
                : "; " + after.name() + " changed most" + among + " since the first (" + Visible.name(before.text(DATE))
                        + "), from " + before.text(column) + " to " + after.text(column);
    }

    /** Between two different segments; ways in and out are none. */
    static String flows(DataTable table, Segments segments) {
        List<ShownLine> between = table.shown().stream()
                .filter(line -> line.segment() >= 0)
                .filter(line -> segments.number(line.text("to")) >= 0)
                .filter(line -> segments.number(line.text("to")) != line.segment())
                .toList();
        return ShownLine.most(between, line -> line.number(CUSTOMERS))
                .map(line -> "The largest flow between segments" + ShownLine.among(between, CUSTOMERS) + " is "
                        + line.name() + " \u2192 " + ShownLine.quoted(line.text("to"))
                        + ShownLine.ties(between, other -> other.number(CUSTOMERS)) + ": " + line.text(CUSTOMERS)
                        + (line.number(CUSTOMERS) == 1 ? " customer, " : " customers, ")
                        + Visible.name(line.text("step")) + ".")
                .orElse(
                        between.isEmpty()
                                ? "Nobody went from one segment to another."
                                : "All flows between segments are hidden.");
    }

    /** Who stays most and who least. */
    static String matrix(DataTable table) {
        List<ShownLine> stayed = table.shown().stream()
                .filter(line -> line.label().equals(line.text("to")))
                .toList();
        Optional<ShownLine> most = ShownLine.most(stayed, line -> line.number(SHARE));
        Optional<ShownLine> least = ShownLine.most(stayed, line -> -line.number(SHARE));
        if (most.isEmpty() || least.isEmpty()) {
            return "How many stay in their segment cannot be told.";
        }
        String of = "Of " + most.get().name() + " " + most.get().text(SHARE) + " stay"
                + most.get().interval(INTERVAL);
        long shown = stayed.stream().filter(line -> line.has(SHARE)).count();
        if (shown == 1) {
            return of + (stayed.size() > 1 ? "; of the others it is not shown." : ".");
        }
        return most.get().number(SHARE) == least.get().number(SHARE)
                ? of + ", and of no segment" + ShownLine.among(stayed, SHARE) + " more or less."
                : of + ", the most" + ShownLine.among(stayed, SHARE)
                        + ShownLine.ties(stayed, line -> line.number(SHARE)) + "; of "
                        + least.get().name() + " " + least.get().text(SHARE)
                        + least.get().interval(INTERVAL) + ", the least" + ShownLine.among(stayed, SHARE)
                        + ShownLine.ties(stayed, line -> -line.number(SHARE)).replace("much", "few") + ".";
    }

    /** How many went up and down, and back. */
    static String direction(DataTable table) {
        List<String> said = new ArrayList<>();
        Optional<ShownLine> up = labelled(table, "went up", SHARE);
        Optional<ShownLine> down = labelled(table, "went down", SHARE);
        if (up.isPresent() && down.isPresent()) {
            said.add("Of the " + up.get().text("of") + " " + up.get().text(SHARE)
                    + up.get().interval(INTERVAL) + " went up and " + down.get().text(SHARE)
                    + down.get().interval(INTERVAL) + " down");
        } else if (isHidden(table, "went up") || isHidden(table, "went down")) {
            said.add("How many went up and how many down is hidden");
        }
        labelled(table, "taken back in the next step", SHARE)
                .ifPresent(back -> said.add((said.isEmpty() ? "Of the moves " : "of the moves ") + back.text(SHARE)
                        + back.interval(INTERVAL) + " were taken back in the next step"));
        if (!said.isEmpty() && isHidden(table, "taken back in the next step")) {
            said.add("how many of the moves were taken back is hidden");
        }
        return said.isEmpty() ? "Which way customers moved cannot be told." : String.join("; ", said) + ".";
    }

    private static boolean isHidden(DataTable table, String label) {
        return table.shown().stream().anyMatch(line -> line.label().equals(label) && line.isHidden(SHARE));
    }

    static String noise(DataTable table) {
        Optional<ShownLine> seen = labelled(table, "seen to move", SHARE);
        Optional<ShownLine> floor = labelled(table, "noise floor", SHARE);
        Optional<ShownLine> truly =
                labelled(table, "truly moved", SHARE).or(() -> labelled(table, "truly changed", SHARE));
        boolean steps = table.hasColumn(STEPS);
        String ofThem = steps
                ? " of the customer steps were seen to change segment"
                : " of the customers were seen to change segment";
        List<String> said = new ArrayList<>();
        seen.ifPresent(line -> said.add(line.text(SHARE) + line.interval(INTERVAL) + ofThem));
        truly.ifPresentOrElse(
                line -> said.add(line.text(SHARE) + line.interval(INTERVAL) + " truly did"),
                () -> said.add(table.shown().stream()
                        .filter(line -> line.label().equals("truly moved")
                                && line.text(SHARE).startsWith("at most "))
                        .findFirst()
                        .map(line -> line.text(SHARE).replace(", and perhaps", " truly did, and perhaps"))
                        .orElse("how many truly did cannot be told")));
        floor.ifPresent(line -> said.add("if nobody had, mistaken typing would have shown " + line.text(SHARE)));
        String sentence = String.join("; ", said);
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    }

    private static Optional<ShownLine> labelled(DataTable table, String label, String column) {
        return table.shown().stream()
                .filter(line -> line.label().equals(label) && line.has(column))
                .findFirst();
    }

    /** What all customers are worth, and what made the most of the change. */
    static String bridge(DataTable table) {
        Optional<ShownLine> all = table.shown().stream()
                .filter(line -> line.segment() < 0 && line.has("opening") && line.has("closing"))
                .findFirst();
        if (all.isEmpty()) {
            return "What all customers are worth cannot be told.";
        }
        ShownLine line = all.get();
        String most = "";
        double largest = 0;
        for (String item : ITEMS) {
            if (line.has(item) && Math.abs(line.number(item)) > largest) { // who moves in has moved out elsewhere
                largest = Math.abs(line.number(item));
                double amount = item.equals("lost customers") ? -line.number(item) : line.number(item);
                most = "; the largest part of the change" + ShownLine.among(List.of(line), ITEMS) + " is " + item + ", "
                        + (amount > 0 ? "+" : "")
                        + Unit.AMOUNT.text(amount);
            }
        }
        return "The value of all customers went from " + line.text("opening") + " to " + line.text("closing") + most
                + ".";
    }

    static String mobility(DataTable table) {
        String counted = table.hasColumn(STEPS) ? STEPS : CUSTOMERS;
        return labelled(table, MOVED, VALUE)
                .map(line ->
                        "The share of customers who changed segment from one date to the next is " + line.text(VALUE)
                                + line.interval(INTERVAL)
                                + (line.has(counted) ? ", of " + line.text(counted) + " " + counted : "") + ".")
                .or(() -> labelled(table, "Prais\u2013Shorrocks", VALUE)
                        .map(line -> "The index of Prais and Shorrocks is " + line.text(VALUE) + line.interval(INTERVAL)
                                + ", where 0 is that nobody moves."))
                .orElse("How much customers move cannot be told.");
    }

    /** How many signals say what, and the one that is furthest. */
    static String signals(DataTable table) {
        List<ShownLine> lines = table.shown();
        List<String> said = new ArrayList<>();
        long rest = lines.size();
        for (String verdict : List.of("refresh", "watch", "keep")) {
            long count = lines.stream()
                    .filter(line -> line.text("verdict").equals(verdict))
                    .count();
            rest -= count;
            if (count > 0) {
                said.add(count + " say" + (count == 1 ? "s " : " ") + verdict);
            }
        }
        if (rest > 0) {
            said.add("of " + rest + " it cannot be told");
        }
        String furthest = ShownLine.most(
                        lines, line -> Math.abs(line.number(VALUE)) / Math.abs(line.number(REFRESH_FROM)))
                .map(line -> "; furthest on its scale" + ShownLine.among(lines, VALUE) + " is " + line.name() + ", "
                        + line.text(VALUE) + " where " + line.text(REFRESH_FROM) + " says refresh")
                .orElse("");
        return "Of " + lines.size() + (lines.size() == 1 ? " signal " : " signals ") + String.join(", ", said)
                + furthest + ".";
    }
}
