package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a {@link SegmentCountSearch} found: every candidate, every score, and the pick of each criterion. There is no
 * single best; where criteria disagree, decide by what the segments are for. Immutable.
 */
public final class SearchReport {

    private final List<Candidate> candidates;
    private final Map<String, CriterionCurve> curves;

    SearchReport(List<Candidate> candidates, Map<String, CriterionCurve> curves) {
        this.candidates = List.copyOf(candidates);
        this.curves = new LinkedHashMap<>(curves);
    }

    /**
     * All segment counts of the range, also those that could not be fitted.
     *
     * @return by ascending segment count
     */
    public List<Candidate> candidates() {
        return candidates;
    }

    /**
     * One segment count.
     *
     * @param segmentCount k, in the range
     * @return the candidate
     * @throws InvalidInputException if it is out of the range ({@link Reason#BAD_PARAM})
     */
    public Candidate candidate(int segmentCount) {
        return candidates.stream()
                .filter(candidate -> candidate.segmentCount() == segmentCount)
                .findFirst()
                .orElseThrow(() -> Arguments.badParameter(
                        "SearchReport.candidate",
                        "k",
                        segmentCount,
                        candidates.get(0).segmentCount() + " to "
                                + candidates.get(candidates.size() - 1).segmentCount() + ", what was searched"));
    }

    /**
     * The names of the criteria.
     *
     * @return in the order of their columns
     */
    public List<String> criteria() {
        return List.copyOf(curves.keySet());
    }

    /**
     * All that a criterion found.
     *
     * @param criterion one of the search, found by its name
     * @return its curve
     * @throws InvalidInputException if the search had no such criterion ({@link Reason#UNKNOWN_NAME})
     */
    public CriterionCurve curve(SelectionCriterion criterion) {
        return curve(Objects.requireNonNull(criterion, "criterion").name());
    }

    /**
     * All that a criterion found.
     *
     * @param criterion its name
     * @return its curve
     * @throws InvalidInputException if the search had no such criterion ({@link Reason#UNKNOWN_NAME})
     */
    public CriterionCurve curve(String criterion) {
        CriterionCurve curve = curves.get(Objects.requireNonNull(criterion, "criterion"));
        if (curve == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    criterion,
                    "SearchReport: no criterion \"" + criterion + "\"; there are " + curves.keySet());
        }
        return curve;
    }

    /**
     * The score of a segment count.
     *
     * @param criterion one of the search
     * @param segmentCount k, in the range; 1 also where the criterion scores it by itself
     * @return with its interval where something was drawn at random, else an interval of no width; or undefined with the
     *     reason
     * @throws InvalidInputException if there is no such criterion ({@link Reason#UNKNOWN_NAME}) or count ({@link
     *     Reason#BAD_PARAM})
     */
    public Estimate score(SelectionCriterion criterion, int segmentCount) {
        return curve(criterion).score(segmentCount);
    }

    /**
     * What a criterion picks by its own rule.
     *
     * @param criterion one of the search
     * @return a segment count; empty if the rule picks none
     * @throws InvalidInputException if there is no such criterion ({@link Reason#UNKNOWN_NAME})
     */
    public OptionalInt pick(SelectionCriterion criterion) {
        return curve(criterion).pick();
    }

    /**
     * What the caller should know about candidates and criteria, each with the name it concerns.
     *
     * @return possibly empty
     */
    public List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        for (Candidate candidate : candidates) {
            String prefix = "k = " + candidate.segmentCount() + ": ";
            candidate.failure().ifPresent(why -> notices.add(new Notice(why.reason(), prefix + why.message())));
            candidate
                    .fit()
                    .ifPresent(fit -> fit.report()
                            .notices()
                            .forEach(notice -> notices.add(new Notice(notice.reason(), prefix + notice.message()))));
        }
        curves.forEach((name, curve) -> curve.notices()
                .forEach(notice -> notices.add(new Notice(notice.reason(), name + ": " + notice.message()))));
        return List.copyOf(notices);
    }

    /** One table: a row per segment count, a column per criterion; the pick of each criterion is marked with *. */
    @Override
    public String toString() {
        SortedSet<Integer> counts = new TreeSet<>();
        candidates.forEach(candidate -> counts.add(candidate.segmentCount()));
        curves.values().forEach(curve -> counts.addAll(curve.segmentCounts()));
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("k"));
        head.addAll(curves.keySet());
        head.add("sizes");
        lines.add(head);
        for (int k : counts) {
            List<String> line = new ArrayList<>(List.of(Integer.toString(k)));
            curves.values().forEach(curve -> line.add(cell(curve, k)));
            line.add(sizes(k));
            lines.add(line);
        }
        StringBuilder text = new StringBuilder(TextTable.of(lines)).append("\n* the pick of the criterion's own rule");
        notices().forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    private static String cell(CriterionCurve curve, int k) {
        if (!curve.segmentCounts().contains(k)) {
            return "";
        }
        boolean picked = curve.pick().isPresent() && curve.pick().getAsInt() == k;
        return CriterionCurve.shown(curve.score(k).value()) + (picked ? "*" : " ");
    }

    private String sizes(int k) {
        Optional<Candidate> found =
                candidates.stream().filter(c -> c.segmentCount() == k).findFirst();
        if (found.isEmpty()) {
            return "not fitted";
        }
        Candidate candidate = found.get();
        return candidate
                .fit()
                .map(fit -> Arrays.toString(candidate.sizes())
                        + (fit.report().termination() == Termination.CONVERGED ? "" : ", not converged"))
                .orElseGet(() ->
                        candidate.failure().map(why -> why.reason().toString()).orElse(""));
    }
}
