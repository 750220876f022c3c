package dev.segmentation.app.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.sample.RowSample;
import dev.segmentation.metrics.selection.Candidate;
import dev.segmentation.metrics.selection.SearchReport;
import dev.segmentation.metrics.selection.SegmentCountSearch;
import dev.segmentation.metrics.selection.SelectionCriterion;
import dev.segmentation.metrics.stability.ClusterwiseJaccard;
import dev.segmentation.metrics.stability.Stability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks of every number of segments all that can be asked in sensible time: the criteria, whether each segment comes back in
 * customers drawn anew, and which segments go on when there is one more.
 *
 * <p>What is computed once is of all customers, what needs many fits of at most {@value #MOST_DRAWN}, drawn at random, and of
 * models of a likelihood of {@value #MOST_DRAWN_OF_LIKELIHOOD}. Algorithms whose time grows with the square of the number of
 * customers have at most {@value #MOST_OF_QUADRATIC}, and {@value #MOST_DRAWN_OF_QUADRATIC} where many fits are needed. Where
 * fewer are looked at than there are, a notice says so. Immutable.
 */
public final class CountSearch {

    static final double LEVEL = 0.95;

    static final int MOST_DRAWN = 10_000;

    static final int MOST_DRAWN_OF_LIKELIHOOD = 2_000;

    static final int MOST_OF_QUADRATIC = 5_000;

    static final int MOST_DRAWN_OF_QUADRATIC = 1_000;

    private static final long OF_ALL = 0;

    private static final long OF_DRAWN = 1;

    private final int fewest;
    private final int most;
    private final int resamples;
    private final long seed;

    private CountSearch(int fewest, int most, int resamples, long seed) {
        this.fewest = fewest;
        this.most = most;
        this.resamples = resamples;
        this.seed = seed;
    }

    /**
     * A search with 20 draws of customers for everything that needs some, and seed 0.
     *
     * @param fewest at least 2
     * @param most at least as many
     * @return the configuration
     */
    public static CountSearch between(int fewest, int most) {
        if (fewest < 2 || most < fewest) {
            throw new IllegalArgumentException("from " + fewest + " to " + most);
        }
        return new CountSearch(fewest, most, 20, 0);
    }

    /**
     * Sets how often customers are drawn.
     *
     * @param value at least 2
     * @return a new configuration
     */
    public CountSearch withResamples(int value) {
        return new CountSearch(fewest, most, value, seed);
    }

    /**
     * Sets the seed of all draws.
     *
     * @param value any
     * @return a new configuration
     */
    public CountSearch withSeed(long value) {
        return new CountSearch(fewest, most, resamples, value);
    }

    /**
     * Searches.
     *
     * @param subject at least as many customers as segments at most
     * @param execution how to work; changes no result
     * @return what was found
     */
    public CountResult search(SearchSubject subject, Execution execution) {
        checkMissing(subject.rows());
        int customers = subject.rows().rowCount();
        boolean quadratic = subject.has(SearchSubject.Trait.QUADRATIC);
        int[] all = IntStream.range(0, customers).toArray();
        int[] segmented = RowSample.of(all, quadratic ? MOST_OF_QUADRATIC : customers, seed, OF_ALL);
        SearchSubject whole = some(subject, segmented);
        int[] places = RowSample.of(IntStream.range(0, segmented.length).toArray(), mostDrawn(subject), seed, OF_DRAWN);
        SearchSubject drawn = some(whole, places);

        List<CountCriterion> asked = Arrays.stream(CountCriterion.values())
                .filter(criterion -> criterion.suits(subject, segmented.length))
                .toList();
        SearchReport ofAll = report(CountCriterion.Rows.ALL, asked, whole, whole.thorough(), execution);
        SearchReport ofDrawn = report(CountCriterion.Rows.DRAWN, asked, drawn, drawn.quick(), execution);
        List<Notice> notices = notices(asked, customers, segmented.length, places.length);
        List<CountResult.Answer> answers = new ArrayList<>();
        for (CountCriterion criterion : asked) {
            SearchReport report = criterion.rows() == CountCriterion.Rows.ALL ? ofAll : ofDrawn;
            answers.add(new CountResult.Answer(criterion, report.curve(criterion.of(resamples))));
        }
        List<Candidate> candidates = ofAll.candidates().stream()
                .filter(candidate -> candidate.segmentCount() >= fewest)
                .toList();
        Map<Integer, Stability> stability = new TreeMap<>();
        for (Candidate candidate : candidates) {
            if (candidate.fit().isPresent()) {
                assess(candidate, drawn, places, execution, stability, notices);
            }
        }
        return new CountResult(customers, resamples, seed, candidates, answers, stability, notices);
    }

    /** Here, since the library would tell the row of a sample. */
    private static void checkMissing(FeatureMatrix rows) {
        if (rows.missingCount() == 0) {
            return;
        }
        for (int row = 0; row < rows.rowCount(); row++) {
            for (String feature : rows.featureNames()) {
                if (Double.isNaN(rows.value(row, rows.indexOf(feature)))) {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            row,
                            feature,
                            "missing value at row " + row + ", feature \"" + feature
                                    + "\"; fill it, or leave out the line or the feature");
                }
            }
        }
    }

    private static SearchSubject some(SearchSubject subject, int[] rows) {
        return rows.length == subject.rows().rowCount()
                ? subject
                : subject.with(subject.rows().rows(rows));
    }

    /** Criteria of a likelihood have a say on one segment, too, which they do not score by themselves. */
    private SearchReport report(
            CountCriterion.Rows rows,
            List<CountCriterion> asked,
            SearchSubject subject,
            IntFunction<? extends Segmenter<?>> segmenters,
            Execution execution) {
        boolean fromOne = rows == CountCriterion.Rows.ALL && subject.has(SearchSubject.Trait.LIKELIHOOD) && fewest == 2;
        List<SelectionCriterion> criteria = asked.stream()
                .filter(criterion -> criterion.rows() == rows)
                .map(criterion -> criterion.of(resamples))
                .toList();
        return SegmentCountSearch.between(fromOne ? 1 : fewest, most, segmenters)
                .withCriteria(criteria)
                .withSeed(seed)
                .withLevel(LEVEL)
                .search(subject.rows(), execution);
    }

    /** A candidate that comes back in no draw, since none can be segmented, has no stability. */
    private void assess(
            Candidate candidate,
            SearchSubject drawn,
            int[] places,
            Execution execution,
            Map<Integer, Stability> stability,
            List<Notice> notices) {
        int count = candidate.segmentCount();
        Assignment labels = candidate.assignment();
        try {
            Stability found = ClusterwiseJaccard.of(drawn.quick().apply(count))
                    .withReplicates(resamples)
                    .withSeed(seed)
                    .withLevel(LEVEL)
                    .assess(drawn.rows(), places.length == labels.size() ? labels : labels.rows(places), execution);
            stability.put(count, found);
            found.notices()
                    .forEach(notice -> notices.add(
                            new Notice(notice.reason(), count + " segments, stability: " + Wording.of(notice))));
        } catch (InvalidInputException unsuitable) {
            notices.add(failure(count, unsuitable.reason(), unsuitable));
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            notices.add(failure(count, failed.reason(), failed));
        }
    }

    private static Notice failure(int count, Reason reason, RuntimeException thrown) {
        return new Notice(reason, count + " segments, stability: no draw could be segmented: " + thrown.getMessage());
    }

    private static int mostDrawn(SearchSubject subject) {
        if (subject.has(SearchSubject.Trait.QUADRATIC)) {
            return MOST_DRAWN_OF_QUADRATIC;
        }
        return subject.has(SearchSubject.Trait.LIKELIHOOD) ? MOST_DRAWN_OF_LIKELIHOOD : MOST_DRAWN;
    }

    private static List<Notice> notices(List<CountCriterion> asked, int customers, int segmented, int drawn) {
        List<Notice> notices = new ArrayList<>();
        if (segmented < customers) {
            notices.add(new Notice(
                    Reason.RESOURCE_LIMIT,
                    "segments are those of " + count(segmented) + " of the " + count(customers)
                            + " customers, drawn at random, since the time of the algorithm grows with the square of their"
                            + " number"));
        }
        if (drawn < segmented) {
            String titles = asked.stream()
                    .filter(criterion -> criterion.rows() == CountCriterion.Rows.DRAWN)
                    .map(CountCriterion::title)
                    .collect(Collectors.joining(", "));
            notices.add(new Notice(
                    Reason.RESOURCE_LIMIT,
                    "what needs many fits (" + titles + ", how segments come back) is of " + count(drawn) + " of the "
                            + count(customers) + " customers, drawn at random"));
        }
        if (asked.contains(CountCriterion.SIMPLIFIED_SILHOUETTE)) {
            notices.add(new Notice(
                    Reason.RESOURCE_LIMIT,
                    "the silhouette would need all distances between " + count(segmented)
                            + " customers; the simplified one, of distances to means, takes its place"));
        }
        return notices;
    }

    private static String count(int customers) {
        return String.format(Locale.ROOT, "%,d", customers);
    }
}
