package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether segments respond differently to a lever, such as an offer that some customers got and others did not: the effect
 * in every segment, and the test of the interaction of segment and lever.
 *
 * <p>The effect is the mean outcome of the treated minus that of the control customers. Where every outcome is 0 or 1 it is
 * a difference of shares. <b>It is what the lever causes only if chance alone decided who got it</b>, at least within each
 * segment. Otherwise it may be what treated customers are like; {@link #notices()} tells when the share of the treated
 * differs strongly between segments, but nothing in the data tells that it is random within them. Segments must have been
 * formed without the outcome.
 *
 * <p><b>Means:</b> Welch's interval in each segment; the interaction is tested by Welch's test with effects in the place of
 * means, in Johansen's form, which lets every arm of every segment have its own variance. It relies on means of an arm being
 * close to normal: some dozens of customers, more where outcomes are skewed.
 * <br><b>Shares:</b> Newcombe's interval in each segment. For what is computed over segments, half a success and half a
 * failure are added to every arm (Price and Bonett); Cochran's Q of the effects is then about χ². Where a handful of
 * customers respond in all, both are cautious: they find less than 5 % where there is nothing.
 * <br><b>Missing</b> outcomes are left out and counted. Row weights are not used, which {@link #notices()} says.
 * <br><b>Undefined:</b> a segment with fewer than two customers in an arm has no effect and is left out of the tests, which
 * {@link #notices()} says; with fewer than two segments left there is no test.
 * <br><b>Cost:</b> O(n) time and memory.
 * <br><b>References:</b> B. L. Welch (1951), Biometrika 38, 330–336, doi:10.1093/biomet/38.3-4.330; S. Johansen (1980),
 * Biometrika 67, 85–92, doi:10.1093/biomet/67.1.85; W. G. Cochran (1954), Biometrics 10, 101–129, doi:10.2307/3001666;
 * R. M. Price and D. G. Bonett (2004), Comput. Stat. Data Anal. 45, 449–456; R. G. Newcombe (1998), Stat. Med. 17, 873–890.
 */
public final class LeverResponse {

    private final List<SegmentResponse> segments;
    private final Estimate average;
    private final TestResult heterogeneity;
    private final LeverArms.Scale scale;
    private final List<Notice> notices;

    /** A p and the same adjusted over the segments. */
    record Adjusted(double pValue, double holm) {}

    LeverResponse(
            List<SegmentResponse> segments,
            Estimate average,
            TestResult heterogeneity,
            LeverArms.Scale scale,
            List<Notice> notices) {
        this.segments = segments;
        this.average = average;
        this.heterogeneity = heterogeneity;
        this.scale = scale;
        this.notices = notices;
    }

    /**
     * Measures the response in segments of customers.
     *
     * @param segmentation n customers in segments
     * @param outcome a numeric column, NaN where missing
     * @param lever a numeric column, 1 for who got the lever and 0 for who did not
     * @param level the confidence level of the intervals, in (0, 1)
     * @return the response
     * @throws InvalidInputException if a column does not exist ({@link Reason#UNKNOWN_NAME}) or is not numeric ({@link
     *     Reason#SCHEMA_MISMATCH}), a lever is missing ({@link Reason#NON_FINITE}) or neither 0 nor 1, or the level is out of
     *     range ({@link Reason#BAD_PARAM})
     */
    public static LeverResponse of(Segmentation segmentation, String outcome, String lever, double level) {
        Snapshot snapshot = Objects.requireNonNull(segmentation, "segmentation").snapshot();
        double[] outcomes = numbers(snapshot, Objects.requireNonNull(outcome, "outcome"));
        double[] levers = numbers(snapshot, Objects.requireNonNull(lever, "lever"));
        List<Notice> notices = snapshot.table().isWeighted()
                ? List.of(new Notice(
                        Reason.WEIGHTS_IGNORED, "row weights were not used: means and shares count every row once"))
                : List.of();
        return new LeverArms(outcomes, levers, segmentation.assignment(), segmentation.segments())
                .respond(level, notices);
    }

    /**
     * Measures the response in segments that have no names.
     *
     * @param outcome n values, NaN where missing; not modified
     * @param lever n values, 1 for who got the lever and 0 for who did not; not modified
     * @param assignment n labels
     * @param level the confidence level of the intervals, in (0, 1)
     * @return the response; segments are called {@code Segment 0}, {@code Segment 1}, …
     * @throws InvalidInputException if the lengths differ ({@link Reason#SCHEMA_MISMATCH}), an outcome is infinite or a lever
     *     is not finite ({@link Reason#NON_FINITE}), a lever is neither 0 nor 1 or the level is out of range ({@link
     *     Reason#BAD_PARAM})
     */
    public static LeverResponse of(double[] outcome, double[] lever, Assignment assignment, double level) {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(lever, "lever");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(assignment.size(), outcome.length, "LeverResponse.of", "outcome", "label");
        Arguments.sameSize(assignment.size(), lever.length, "LeverResponse.of", "lever", "label");
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < assignment.segmentCount(); s++) {
            segments.add(Segment.of(s, "Segment " + s));
        }
        return new LeverArms(outcome, lever, assignment, segments).respond(level, List.of());
    }

    private static double[] numbers(Snapshot snapshot, String name) {
        double[] values = snapshot.numbers(name);
        if (snapshot.table().kind(name) != ColumnKind.NUMERIC) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    name,
                    "LeverResponse.of: column \"" + name + "\" has levels, expected numbers; code a lever as 1 and 0");
        }
        return values;
    }

    /**
     * The segments in the order of their labels, empty ones included.
     *
     * @return k responses
     */
    public List<SegmentResponse> segments() {
        return segments;
    }

    /**
     * The response of a segment.
     *
     * @param name its name
     * @return its response
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentResponse segment(String name) {
        Objects.requireNonNull(name, "name");
        return segments.stream()
                .filter(response -> response.segment().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "LeverResponse: no segment \"" + name + "\"; there are "
                                + Arguments.shown(segments.stream()
                                        .map(response -> response.segment().name())
                                        .toList())));
    }

    /**
     * The mean of the effects of the segments, which count by their customers. Unlike the plain difference of treated and
     * control customers it does not suffer from some segments having got the lever more often.
     *
     * @return in the unit of the outcome; undefined if no segment has an effect, as the first one's is
     */
    public Estimate average() {
        return average;
    }

    /**
     * The test that the effect is the same in all segments: the interaction of segment and lever.
     *
     * @return F for means, χ² on k − 1 for shares; undefined with fewer than two segments that have an effect, and {@link
     *     Reason#ZERO_VARIANCE} for shares if all outcomes are equal
     */
    public TestResult heterogeneity() {
        return heterogeneity;
    }

    /**
     * Whether every outcome is 0 or 1, so that effects are differences of shares.
     *
     * @return false also without any outcome
     */
    public boolean isOfShares() {
        return scale == LeverArms.Scale.SHARES;
    }

    /**
     * What the caller should know: that the treated share differs strongly between segments, by 10 points or more and more
     * than chance gives in one of a hundred cases ({@link Reason#UNBALANCED_ARMS}); which segments have no effect ({@link
     * Reason#NO_OBSERVATIONS}); that weights were not used.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per segment, one for their mean, and the test. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "segment", "treated", "n", "control", "n", "effect", "lower", "upper", "against others", "Holm p"));
        for (SegmentResponse response : segments) {
            lines.add(List.of(
                    response.segment().name(),
                    number(response.treatedMean()),
                    Long.toString(response.treated()),
                    number(response.controlMean()),
                    Long.toString(response.control()),
                    response.difference()
                            .undefined()
                            .map(Enum::name)
                            .orElseGet(() -> number(response.difference().value())),
                    number(response.difference().lower()),
                    number(response.difference().upper()),
                    number(response.excess().value()),
                    number(response.holm())));
        }
        lines.add(List.of(
                "mean of effects",
                "",
                "",
                "",
                "",
                average.undefined().map(Enum::name).orElseGet(() -> number(average.value())),
                number(average.lower()),
                number(average.upper()),
                "",
                ""));
        StringBuilder text = new StringBuilder(TextTable.of(lines));
        text.append("\nsame effect in all segments: ").append(heterogeneity);
        text.append("\neffects are causal only if chance decided who got the lever");
        notices.forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value);
    }
}
