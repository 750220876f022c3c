package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a profile that did not form the segments, and which of them look alike in a resample. */
final class MarkerCells {

    /**
     * With fewer values, all of them lie on one side of the total's mean by chance alone more often than once in twenty, 2^(1 −
     * values), and then they do in every resample.
     */
    private static final int LEAST_VALUES = 6;

    private final List<Segment> segments;
    private final int customers;
    private final Markers markers;
    private final List<MarkerColumn> columns = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /** A numeric column or a level in all segments. */
    private record Line(String name, List<Cell> cells) {}

    /** What is there before resampling; either measurable or not for a reason. */
    private record Cell(
            double difference,
            NumericProfile.Marker marker,
            long values,
            @Nullable Reason undefined) {}

    /** Line by line and segment by segment: whether the sign is the same, and whether it is a marker as well. */
    record Kept(BitSet sign, BitSet marker) {}

    private MarkerCells(Segmentation segmentation, Markers markers) {
        this.segments = segmentation.segments();
        this.customers = segmentation.customerCount();
        this.markers = markers;
    }

    static MarkerCells of(Segmentation segmentation, ProfileTable table, Markers markers) {
        MarkerCells cells = new MarkerCells(segmentation, markers);
        Snapshot snapshot = segmentation.snapshot();
        List<ProfiledSegment> profiles = table.segments();
        ProfiledSegment first = profiles.get(0);
        for (NumericProfile profile : first.columns()) {
            if (!profile.isForming()) {
                cells.columns.add(MarkerColumn.ofNumbers(snapshot.numbers(profile.column())));
                cells.add(
                        profile.column(),
                        snapshot.numbers(profile.column()),
                        segmentation.assignment(),
                        profiles.stream()
                                .map(p -> p.column(profile.column()).isMarker())
                                .toList());
            }
        }
        for (String name : snapshot.table().names()) {
            boolean described = snapshot.table().kind(name) != ColumnKind.NUMERIC
                    && first.levels().stream().anyMatch(level -> level.column().equals(name) && !level.isForming());
            if (described) {
                cells.addLevels(snapshot, name, segmentation.assignment(), profiles);
            }
        }
        return cells;
    }

    private void addLevels(Snapshot snapshot, String name, Assignment labels, List<ProfiledSegment> profiles) {
        double[] codes = snapshot.numbers(name);
        List<String> levels = snapshot.table().levels(name);
        columns.add(MarkerColumn.ofCodes(codes, levels.size()));
        for (int v = 0; v < levels.size(); v++) {
            String level = levels.get(v);
            double[] indicator = new double[codes.length];
            for (int i = 0; i < codes.length; i++) {
                indicator[i] = Double.isNaN(codes[i]) ? Double.NaN : codes[i] == v ? 1 : 0;
            }
            add(
                    name + " = " + level,
                    indicator,
                    labels,
                    profiles.stream().map(p -> p.level(name, level).isMarker()).toList());
        }
    }

    private void add(String name, double[] values, Assignment labels, List<Boolean> marking) {
        List<Moments> moments = Moments.of(values, labels.toArray(), segments.size());
        Moments total = Moments.union(moments);
        List<Cell> cells = new ArrayList<>();
        for (int s = 0; s < moments.size(); s++) {
            Moments segment = moments.get(s);
            double difference = segment.count > 0 ? segment.minus(total) : Double.NaN;
            Reason undefined = null;
            if (segment.count > 0 && segment.count == total.count) {
                undefined = Reason.SINGLE_SEGMENT;
            } else if (segment.count < LEAST_VALUES) {
                undefined = Reason.NO_OBSERVATIONS;
            } else if (!Double.isFinite(difference)) {
                undefined = Reason.RANGE;
            } else if (difference == 0) {
                undefined = Reason.COINCIDENT_CENTERS;
            }
            NumericProfile.Marker marker = marking.get(s) ? NumericProfile.Marker.MARKER : NumericProfile.Marker.NONE;
            cells.add(new Cell(difference, marker, segment.count, undefined));
        }
        lines.add(new Line(name, cells));
    }

    int customers() {
        return customers;
    }

    /** Whether there is anything to resample for. */
    boolean isMeasurable() {
        return lines.stream().flatMap(line -> line.cells.stream()).anyMatch(cell -> cell.undefined == null);
    }

    /** Compares a resample, whose labels may be more than there are segments, with what is there. */
    Kept kept(int[] drawn, Assignment labels, Workers workers) {
        int[] of = labels.toArray();
        int groups = Math.max(segments.size(), labels.segmentCount());
        Kept kept = new Kept(new BitSet(), new BitSet());
        int line = 0;
        for (MarkerColumn column : columns) {
            workers.checkCancelled();
            for (MarkerColumn.Means means : column.means(drawn, of, groups)) {
                compare(line++, means, kept);
            }
        }
        return kept;
    }

    private void compare(int line, MarkerColumn.Means means, Kept kept) {
        for (int s = 0; s < segments.size(); s++) {
            double difference = means.difference(s);
            double known = lines.get(line).cells.get(s).difference;
            if (difference * Math.signum(known) > 0) { // false for NaN
                int cell = line * segments.size() + s;
                kept.sign.set(cell);
                boolean marks = markers.of(difference, means.largest(), means.total()) == NumericProfile.Marker.MARKER;
                kept.marker.set(cell, marks);
            }
        }
    }

    List<SegmentMarkers> summed(List<Kept> resamples, double threshold, double level) {
        WilsonScore wilson = WilsonScore.at(level);
        int[] signs = new int[lines.size() * segments.size()];
        int[] marks = new int[signs.length];
        for (Kept kept : resamples) {
            kept.sign.stream().forEach(cell -> signs[cell]++);
            kept.marker.stream().forEach(cell -> marks[cell]++);
        }
        List<SegmentMarkers> summed = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            List<MarkerSign> found = new ArrayList<>();
            for (int l = 0; l < lines.size(); l++) {
                Cell cell = lines.get(l).cells.get(s);
                int at = l * segments.size() + s;
                Estimate sign = share(wilson, cell, signs[at], resamples.size());
                Estimate marker = share(wilson, cell, marks[at], resamples.size());
                boolean marking = cell.marker == NumericProfile.Marker.MARKER;
                MarkerSign.Standing standing = !marking
                        ? MarkerSign.Standing.NO_MARKER
                        : sign.value() >= threshold ? MarkerSign.Standing.STABLE : MarkerSign.Standing.UNSTABLE;
                found.add(new MarkerSign(lines.get(l).name, cell.difference, standing, cell.values, sign, marker));
            }
            summed.add(new SegmentMarkers(segments.get(s), List.copyOf(found)));
        }
        return List.copyOf(summed);
    }

    private static Estimate share(WilsonScore wilson, Cell cell, int kept, int resamples) {
        return cell.undefined == null ? wilson.of(kept, resamples) : Estimate.undefined(cell.undefined, 0);
    }
}
