package dev.segmentation.app.page;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What pictures of several numbers of segments show, in a sentence computed from their tables. */
final class CountSays {

    private static final double RECOVERED = 0.75;

    private static final String OVERLAP = "mean overlap";
    private static final String INTERVAL = "interval";
    private static final String STABILITY = "stability of the latter";

    private CountSays() {}

    /** Which number most criteria choose. */
    static String criteria(DataTable table) {
        Map<String, String> choices = new LinkedHashMap<>();
        table.shown().forEach(line -> choices.put(line.label(), line.text("its choice")));
        Map<Integer, Integer> votes = new LinkedHashMap<>();
        choices.values().stream()
                .filter(choice -> choice.matches("\\d{1,9}"))
                .forEach(choice -> votes.merge(Integer.parseInt(choice), 1, Integer::sum));
        if (votes.isEmpty()) {
            return "No criterion chooses a number of segments.";
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<String> winners = votes.entrySet().stream()
                .filter(vote -> vote.getValue() == most)
                .map(Map.Entry::getKey)
                .sorted()
                .map(String::valueOf)
                .toList();
        return "Of " + choices.size() + (choices.size() == 1 ? " criterion " : " criteria ") + most
                + (most == 1 ? " chooses " : " choose ")
                + (winners.size() == 1
                        ? winners.get(0)
                                + (winners.get(0).equals("1") ? " segment" : " segments")
                                + (votes.size() == 1 ? "" : ", more than any other number")
                        : "each of " + String.join(", ", winners) + " segments")
                + ".";
    }

    /** With which numbers all segments are found again, and which one is found worst. */
    static String stability(DataTable table) {
        List<ShownLine> lines = table.shown();
        Set<String> all = new LinkedHashSet<>();
        lines.forEach(line -> all.add(line.label()));
        lines.stream().filter(line -> !(line.number(OVERLAP) >= RECOVERED)).forEach(line -> all.remove(line.label()));
        String recovered = all.isEmpty()
                ? "With no number of segments all of them are known to be recovered"
                : "All segments are recovered with " + String.join(", ", all) + " segments";
        Optional<ShownLine> worst = ShownLine.most(lines, line -> -line.number(OVERLAP));
        return recovered
                + worst.map(line ->
                                "; the least stable" + ShownLine.among(lines, OVERLAP) + " is " + line.text("segment")
                                        + " of " + line.label() + ", with a mean overlap of " + line.text(OVERLAP)
                                        + line.interval(INTERVAL))
                        .orElse("")
                + ".";
    }

    /** What is taken over best and what worst. */
    static String origins(DataTable table) {
        List<ShownLine> lines = table.shown();
        Optional<ShownLine> best = ShownLine.most(lines, line -> line.number(STABILITY));
        Optional<ShownLine> worst = ShownLine.most(lines, line -> -line.number(STABILITY));
        if (best.isEmpty() || worst.isEmpty()) {
            return "How far segments stay the same cannot be told.";
        }
        return best.get().number(STABILITY) == worst.get().number(STABILITY)
                ? "All segments are equally stable" + ShownLine.among(lines, STABILITY) + " ("
                        + best.get().text(STABILITY) + ")."
                : "Stays most as it was" + ShownLine.among(lines, STABILITY) + ": " + of(best.get()) + "; least"
                        + ShownLine.among(lines, STABILITY) + ": " + of(worst.get()) + ".";
    }

    private static String of(ShownLine line) {
        return line.text("of the larger solution") + ", made from " + line.label() + " segments ("
                + line.text(STABILITY) + ")";
    }
}
