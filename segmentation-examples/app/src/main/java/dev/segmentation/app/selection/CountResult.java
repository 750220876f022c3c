package dev.segmentation.app.selection;

import dev.segmentation.Estimate;
import dev.segmentation.Notice;
import dev.segmentation.app.io.Wording;
import dev.segmentation.metrics.selection.Candidate;
import dev.segmentation.metrics.selection.CriterionCurve;
import dev.segmentation.metrics.stability.AcrossSolutions;
import dev.segmentation.metrics.stability.Stability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What a {@link CountSearch} found of every number of segments. Immutable. */
public final class CountResult {

    private final int customers;
    private final int resamples;
    private final long seed;
    private final List<Candidate> candidates;
    private final List<Answer> answers;
    private final Map<Integer, Stability> stability;
    private final List<Notice> searchNotices;

    CountResult(
            int customers,
            int resamples,
            long seed,
            List<Candidate> candidates,
            List<Answer> answers,
            Map<Integer, Stability> stability,
            List<Notice> searchNotices) {
        this.customers = customers;
        this.resamples = resamples;
        this.seed = seed;
        this.candidates = List.copyOf(candidates);
        this.answers = List.copyOf(answers);
        this.stability = new LinkedHashMap<>(stability);
        this.searchNotices = List.copyOf(searchNotices);
    }

    /**
     * What a criterion found.
     *
     * @param criterion that was asked
     * @param curve its scores and pick
     */
    record Answer(CountCriterion criterion, CriterionCurve curve) {

        OptionalInt pick() {
            return curve.pick();
        }

        /** The numbers of segments with a score; one segment only if it is among the answers. */
        List<Integer> counts() {
            return curve.segmentCounts().stream()
                    .filter(count -> count > 1 || criterion.canSayOne())
                    .toList();
        }

        /** Whether one segment is among its answers here. */
        boolean couldSayOne() {
            return counts().contains(1);
        }
    }

    /**
     * Whether a number of segments could be made.
     *
     * @param segments how many
     * @return false if it was not tried either
     */
    public boolean isFitted(int segments) {
        return candidates.stream()
                .anyMatch(candidate ->
                        candidate.segmentCount() == segments && candidate.fit().isPresent());
    }

    /**
     * Why no number of segments could be made.
     *
     * @return what stood in the way of the smallest one; empty if any could
     */
    public Optional<Notice> failure() {
        return candidates.stream().allMatch(candidate -> candidate.fit().isEmpty())
                ? candidates.get(0).failure()
                : Optional.empty();
    }

    /**
     * How well the segment comes back that comes back worst in customers drawn anew.
     *
     * @param segments how many there are
     * @return its Jaccard index with its interval; empty if that is not known of any segment
     */
    public Optional<Estimate> weakest(int segments) {
        return Optional.ofNullable(stability.get(segments))
                .flatMap(found -> IntStream.range(0, found.segmentCount())
                        .mapToObj(found::jaccard)
                        .filter(Estimate::isDefined)
                        .min(Comparator.comparingDouble(Estimate::value)));
    }

    /** Of how many segments it is not known how well they come back, such as those without customers. */
    int unknown(int segments) {
        Stability found = stability.get(segments);
        return found == null
                ? segments
                : (int) IntStream.range(0, found.segmentCount())
                        .filter(s -> !found.jaccard(s).isDefined())
                        .count();
    }

    /** The number that the criteria agree on, and what is to be said of it. */
    CountConclusion conclusion() {
        return new CountConclusion(this);
    }

    /**
     * The number that the criteria agree on.
     *
     * @return empty if they do not, or if no separate groups are shown
     */
    public OptionalInt agreed() {
        return conclusion().agreed();
    }

    /** All numbers of segments that anything is known of. */
    SortedSet<Integer> counts() {
        SortedSet<Integer> counts = new TreeSet<>();
        candidates.forEach(candidate -> counts.add(candidate.segmentCount()));
        answers.forEach(answer -> counts.addAll(answer.counts()));
        return counts;
    }

    /** From each number of segments to the next one, where both could be made; the key is the larger one. */
    Map<Integer, AcrossSolutions> acrossSolutions() {
        Map<Integer, AcrossSolutions> steps = new LinkedHashMap<>();
        for (int c = 1; c < candidates.size(); c++) {
            Candidate before = candidates.get(c - 1);
            Candidate after = candidates.get(c);
            if (before.fit().isPresent() && after.fit().isPresent()) {
                steps.put(after.segmentCount(), AcrossSolutions.of(List.of(before.assignment(), after.assignment())));
            }
        }
        return steps;
    }

    /** What is to be known of samples, fits, draws and criteria. */
    List<Notice> notices() {
        List<Notice> all = new ArrayList<>(searchNotices);
        for (Candidate candidate : candidates) {
            String prefix = candidate.segmentCount() + " segments: ";
            candidate.failure().ifPresent(why -> all.add(new Notice(why.reason(), prefix + Wording.of(why))));
            candidate
                    .fit()
                    .ifPresent(fit -> fit.report()
                            .notices()
                            .forEach(notice -> all.add(new Notice(notice.reason(), prefix + Wording.of(notice)))));
        }
        for (Answer answer : answers) {
            answer.curve()
                    .notices()
                    .forEach(notice -> all.add(
                            new Notice(notice.reason(), answer.criterion().title() + ": " + Wording.of(notice))));
        }
        return all;
    }

    int customers() {
        return customers;
    }

    int resamples() {
        return resamples;
    }

    long seed() {
        return seed;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    List<Answer> answers() {
        return answers;
    }

    Map<Integer, Stability> stability() {
        return stability;
    }

    /**
     * For the screen: a table of criteria and numbers of segments, a sentence on each criterion, and a conclusion.
     *
     * @return lines
     */
    public List<String> lines() {
        return new CountPage(this).lines();
    }
}
