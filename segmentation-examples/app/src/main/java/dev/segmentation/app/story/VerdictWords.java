package dev.segmentation.app.story;

import dev.segmentation.metrics.validity.Criterion;
import dev.segmentation.metrics.validity.SegmentCard;
import dev.segmentation.metrics.validity.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Verdicts in a word or two. */
final class VerdictWords {

    private static final List<Criterion> CRITERIA =
            List.of(Criterion.DISTINCT, Criterion.MATERIAL, Criterion.MEANINGFUL);

    private VerdictWords() {}

    /** Such as {@code keep}, {@code drop: not material} or {@code watch: distinct?}. */
    static String advice(SegmentCard card) {
        List<String> against = new ArrayList<>();
        for (Criterion criterion : CRITERIA) {
            Verdict verdict = card.judgement(criterion).verdict();
            String name = criterion.name().toLowerCase(Locale.ROOT);
            if (verdict == Verdict.FAIL) {
                against.add("not " + name);
            } else if (verdict != Verdict.PASS) {
                against.add(name + "?");
            }
        }
        String advice = card.recommendation().name().toLowerCase(Locale.ROOT)
                + card.mergeWith().map(other -> " with " + other.name()).orElse("");
        return against.isEmpty() ? advice : advice + ": " + String.join(", ", against);
    }
}
