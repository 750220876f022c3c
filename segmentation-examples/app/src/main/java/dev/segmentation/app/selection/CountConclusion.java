package dev.segmentation.app.selection;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.stability.Stability;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What all criteria come to. They ask different questions, so that no number is called best: a number is agreed on if more than
 * half of all criteria pick it; and if more than half of those that can say one segment do, no separate groups are shown.
 */
final class CountConclusion {

    /** Below this mean overlap, a segment is not to be trusted; from {@link Stability#RECOVERED} on it is stable (Hennig). */
    private static final double LEAST_PATTERN = 0.6;

    private final CountResult result;
    private final SortedMap<Integer, List<String>> picks = new TreeMap<>(); // titles of criteria
    private final List<String> silent = new ArrayList<>();
    private final List<String> couldSayOne = new ArrayList<>();
    private final List<String> sayOne = new ArrayList<>();

    CountConclusion(CountResult result) {
        this.result = result;
        for (CountResult.Answer answer : result.answers()) {
            String title = answer.criterion().title();
            OptionalInt pick = answer.pick();
            if (pick.isEmpty()) {
                silent.add(title);
                continue;
            }
            picks.computeIfAbsent(pick.getAsInt(), count -> new ArrayList<>()).add(title);
            if (answer.couldSayOne()) {
                couldSayOne.add(title);
                if (pick.getAsInt() == 1) {
                    sayOne.add(title);
                }
            }
        }
    }

    private boolean noGroups() {
        return 2 * sayOne.size() > couldSayOne.size();
    }

    /** The number that more than half of all criteria pick. */
    OptionalInt agreed() {
        if (noGroups()) {
            return OptionalInt.empty();
        }
        return picks.entrySet().stream()
                .filter(pick -> pick.getKey() > 1
                        && 2 * pick.getValue().size() > result.answers().size())
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (picks.isEmpty()) {
            sentences.add("No criterion picks a number.");
        } else if (noGroups()) {
            addNoGroups(sentences);
        } else if (agreed().isPresent()) {
            int count = agreed().getAsInt();
            sentences.add(picks.getOrDefault(count, List.of()).size() + " of "
                    + result.answers().size() + " criteria say " + count
                    + rest(picks.entrySet().stream()
                            .filter(pick -> pick.getKey() != count)
                            .toList())
                    + ".");
        } else {
            sentences.add("The criteria disagree: " + rest(picks.entrySet()).substring(2)
                    + ". No number stands out: decide by what the segments are for.");
        }
        sentences.add(agreed().isPresent() ? stabilityOf(agreed().getAsInt()) : stable());
        return sentences;
    }

    private void addNoGroups(List<String> sentences) {
        sentences.add("No separate groups are shown: " + said(1, sayOne) + ", " + sayOne.size() + " of the "
                + couldSayOne.size() + " criteria that can.");
        String others = rest(
                picks.entrySet().stream().filter(pick -> pick.getKey() != 1).toList());
        sentences.add((others.isEmpty() ? "" : "Of the others, " + others.substring(2) + ". ")
                + "How many segments to make is then a decision, not a finding.");
    }

    /** Such as {@code ; gap says 5; BIC picks none}. */
    private String rest(Collection<Map.Entry<Integer, List<String>>> some) {
        String said = some.stream()
                .map(pick -> "; " + said(pick.getKey(), pick.getValue()))
                .collect(Collectors.joining());
        return silent.isEmpty()
                ? said
                : said + "; " + names(silent) + (silent.size() == 1 ? " picks none" : " pick none");
    }

    private static String said(int count, List<String> titles) {
        return names(titles) + (titles.size() == 1 ? " says " : " say ") + count;
    }

    private static String names(List<String> titles) {
        int last = titles.size() - 1;
        return last == 0 ? titles.get(0) : String.join(", ", titles.subList(0, last)) + " and " + titles.get(last);
    }

    private String stabilityOf(int count) {
        Optional<Estimate> weakest = result.weakest(count);
        if (weakest.isEmpty()) {
            return "Whether the " + count + " segments come back in customers drawn anew is not known.";
        }
        double value = weakest.get().value();
        String verdict = value >= Stability.RECOVERED
                ? result.unknown(count) > 0 ? "it is stable" : "all are stable"
                : value >= LEAST_PATTERN
                        ? "there is a pattern, but who belongs to it is uncertain"
                        : "it is not to be trusted";
        return "In customers drawn anew, the weakest of the " + count + " segments comes back by "
                + decimals(value) + " [" + decimals(weakest.get().lower()) + ".."
                + decimals(weakest.get().upper()) + "] (Jaccard): " + verdict
                + (result.unknown(count) > 0 ? "; of " + result.unknown(count) + " nothing is known" : "") + ".";
    }

    /** Numbers whose segments all come back. */
    private String stable() {
        List<String> stable = result.stability().keySet().stream()
                .filter(count -> result.unknown(count) == 0
                        && result.weakest(count).orElseThrow().value() >= Stability.RECOVERED)
                .map(count -> Integer.toString(count))
                .toList();
        return stable.isEmpty()
                ? "With no number do all segments come back in customers drawn anew (Jaccard " + Stability.RECOVERED
                        + " and more)."
                : "All segments come back in customers drawn anew (Jaccard " + Stability.RECOVERED + " and more) with "
                        + names(stable) + " of them.";
    }

    /** Rounded in decimal, so that it is the same on every JDK. */
    static String decimals(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
