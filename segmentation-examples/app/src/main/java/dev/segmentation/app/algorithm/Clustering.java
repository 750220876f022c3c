package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Assignment;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.Memberships;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Typing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an algorithm of the registry found. Immutable. */
public final class Clustering {

    private final SegmentationModel model;
    private final Typing typing;
    private final FitReport report;
    private final List<Segment> segments;
    private final Optional<FeatureTable> centers;
    private final Optional<Memberships> memberships;
    private final Optional<ObjectNode> details;
    private final List<String> sentences;
    private final boolean named;

    private Clustering(
            SegmentationModel model,
            Typing typing,
            FitReport report,
            List<Segment> segments,
            Optional<FeatureTable> centers,
            Optional<Memberships> memberships,
            Optional<ObjectNode> details,
            List<String> sentences,
            boolean named) {
        this.model = model;
        this.typing = typing.withSegments(segments);
        this.report = report;
        this.segments = List.copyOf(segments);
        this.centers = centers;
        this.memberships = memberships;
        this.details = details;
        this.sentences = List.copyOf(sentences);
        this.named = named;
    }

    /** Segments that are called by their number, as in the files. */
    static Clustering of(SegmentationModel model, Typing typing, FitReport report) {
        List<Segment> numbered = IntStream.range(0, model.segmentCount())
                .mapToObj(s -> Segment.of(s, Integer.toString(s)))
                .toList();
        return new Clustering(
                model,
                typing,
                report,
                numbered,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    /** Labels of the fit, margins of the model: where a margin is of another label, it is that of a tie. */
    static Clustering of(Fit<?> fit, Typing typing) {
        return of(fit.model(), typing, fit.report());
    }

    /** Degrees of all segments; the typing is that of the degrees. */
    static Clustering soft(Fit<?> fit, Memberships memberships) {
        Clustering all = of(fit.model(), memberships.toTyping(), fit.report());
        return new Clustering(
                all.model,
                all.typing,
                all.report,
                all.segments,
                all.centers,
                Optional.of(memberships),
                all.details,
                all.sentences,
                all.named);
    }

    Clustering withNames(List<Segment> own) {
        return new Clustering(model, typing, report, own, centers, memberships, details, sentences, named);
    }

    /**
     * The same segments by the names that the user gives them.
     *
     * @param given one per segment, in the order of the labels
     * @return a new clustering, which says so
     */
    public Clustering called(List<Segment> given) {
        String sentence = "Named: "
                + given.stream()
                        .map(segment -> segment.index() + " is " + segment.name())
                        .collect(Collectors.joining(", "))
                + ".";
        Clustering same = withSentence(sentence);
        return new Clustering(model, typing, report, given, centers, memberships, details, same.sentences, true);
    }

    /** In the units of the file, one row per segment. */
    Clustering withCenters(FeatureTable rows) {
        return new Clustering(
                model, typing, report, segments, Optional.of(rows), memberships, details, sentences, named);
    }

    Clustering withDetails(ObjectNode object) {
        return new Clustering(
                model, typing, report, segments, centers, memberships, Optional.of(object), sentences, named);
    }

    Clustering withSentence(String sentence) {
        List<String> all = new ArrayList<>(sentences);
        all.add(sentence);
        return new Clustering(model, typing, report, segments, centers, memberships, details, all, named);
    }

    /**
     * What labels later customers.
     *
     * @return fitted on what was given
     */
    public SegmentationModel model() {
        return model;
    }

    /**
     * The segment of each row.
     *
     * @return one label per row
     */
    public Assignment assignment() {
        return typing.assignment();
    }

    /**
     * How clearly each row belongs to its segment.
     *
     * @return with the names of {@link #segments}
     */
    public Typing typing() {
        return typing;
    }

    /**
     * How the fit went.
     *
     * @return of an algorithm without objective, NaN
     */
    public FitReport report() {
        return report;
    }

    /**
     * The segments, by their names, or their numbers where they have none.
     *
     * @return in the order of the labels
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * Whether the user has named the segments.
     *
     * @return false if they are called as the algorithm does
     */
    public boolean isNamed() {
        return named;
    }

    /**
     * What the algorithm has as its centers, in the units of the file.
     *
     * @return one row per segment; empty if it has none
     */
    public Optional<FeatureTable> centers() {
        return centers;
    }

    /**
     * The degree to which each row belongs to each segment.
     *
     * @return empty if the algorithm knows no degrees
     */
    public Optional<Memberships> memberships() {
        return memberships;
    }

    /**
     * What is special of the algorithm, for the file.
     *
     * @return empty for plain k-means
     */
    public Optional<ObjectNode> details() {
        return details;
    }

    /**
     * What is special of the algorithm, for the screen.
     *
     * @return lines or paragraphs
     */
    public List<String> sentences() {
        return sentences;
    }
}
