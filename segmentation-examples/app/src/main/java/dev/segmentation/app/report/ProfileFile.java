package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.app.io.Json;
import dev.segmentation.metrics.profile.Contrast;
import dev.segmentation.metrics.profile.Distribution;
import dev.segmentation.metrics.profile.LevelProfile;
import dev.segmentation.metrics.profile.NumericProfile;
import dev.segmentation.metrics.profile.ProfileTable;
import dev.segmentation.metrics.profile.ProfiledSegment;
import dev.segmentation.metrics.profile.Profiling;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code profile.json} and {@code evidence.json}: every segment against all customers in every column, in the units of the file, with intervals,
 * quantiles and histograms.
 */
public final class ProfileFile {

    private static final double LEVEL = 0.95;

    /** Lines of whole weight are repeated up to so many customers. */
    private static final double MOST_REPEATED = 2_000_000;

    /** Up to so many different values are counted. */
    private static final int FEW_VALUES = 3;

    /** Of a file without dates; not written. */
    private static final LocalDate NO_DATE = LocalDate.EPOCH;

    private static final List<WithoutInterval.Group> WITHOUT_INTERVAL = List.of(
            new WithoutInterval.Group(
                    "counts of everybody in the file, not of a sample",
                    "customers",
                    "size",
                    "count",
                    "missing",
                    "counts",
                    "valueCounts",
                    "unusual"),
            new WithoutInterval.Group(
                    "describe the customers of the file; how sure a mean is, index and difference say",
                    "mean",
                    "totalMean",
                    "quantiles"),
            new WithoutInterval.Group("taken for known in the interval of index", "totalShare"),
            new WithoutInterval.Group("given, or how it was computed", "level", "edges", "values"),
            new WithoutInterval.Group("results of a test, which say themselves how far chance goes", "adjustedP"));

    private final Segmentation segmentation;
    private final ProfileTable table;
    private final List<Notice> notices;

    private ProfileFile(Segmentation segmentation, ProfileTable table, List<Notice> notices) {
        this.segmentation = segmentation;
        this.table = table;
        this.notices = notices;
    }

    /**
     * Profiles segments by all columns of their snapshot.
     *
     * @param segmentation columns with their roles; base columns formed the segments
     * @param execution how to work
     * @return the profile
     */
    public static ProfileFile of(Segmentation segmentation, Execution execution) {
        ProfileTable table = Profiling.withDefaults().withLevel(LEVEL).profile(segmentation, execution);
        List<Notice> notices = new ArrayList<>(table.notices());
        notices.addAll(ofEmptyColumns(table));
        return new ProfileFile(segmentation, table, List.copyOf(notices));
    }

    /** It is no mistake to name a column that is to be filled next quarter, but who expects numbers of it should know. */
    private static List<Notice> ofEmptyColumns(ProfileTable table) {
        List<Notice> notices = new ArrayList<>();
        List<ProfiledSegment> profiles = table.segments();
        for (int c = 0; c < profiles.get(0).columns().size(); c++) {
            int column = c;
            if (profiles.stream()
                    .allMatch(profile -> profile.columns().get(column).count() == 0)) {
                notices.add(new Notice(
                        Reason.NO_OBSERVATIONS,
                        "column \"" + profiles.get(0).columns().get(c).column()
                                + "\" has no value at all, so that nothing can be told of it"));
            }
        }
        return notices;
    }

    /**
     * Profiles segments by columns that all formed them.
     *
     * <p>A line whose weight is w is w customers who are alike: it counts so often, in intervals too. Where a weight is no
     * whole number, or customers are more than {@value #MOST_REPEATED}, lines count once each, which a notice says.
     *
     * @param columns in the units of the file, with the weights of lines
     * @param assignment one label per line
     * @param segments one per label
     * @param execution how to work
     * @return the profile
     */
    public static ProfileFile ofForming(
            FeatureTable columns, Assignment assignment, List<Segment> segments, Execution execution) {
        int[] lines = lines(columns);
        FeatureTable rows = columns.isWeighted() ? columns.rows(lines) : columns;
        Snapshot.Builder builder = Snapshot.builder(
                NO_DATE, CustomerIds.of(LongStream.range(0, lines.length).toArray()));
        for (String name : rows.names()) {
            switch (rows.kind(name)) {
                case NUMERIC -> builder.numeric(name, Role.BASE, rows.numbers(name));
                case ORDINAL -> builder.ordinal(name, Role.BASE, rows.levels(name), cells(rows, name));
                case NOMINAL -> builder.nominal(name, Role.BASE, cells(rows, name));
            }
        }
        Segmentation segmentation = Segmentation.of(builder.build(), assignment.rows(lines))
                .withNames(segments.stream().map(Segment::name).toList());
        ProfileFile plain = of(segmentation, execution);
        return isRepeated(columns) ? plain : plain.with(notRepeated());
    }

    private static List<@Nullable String> cells(FeatureTable rows, String name) {
        List<@Nullable String> cells = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            cells.add(rows.level(row, name).orElse(null));
        }
        return cells;
    }

    /** The rows of all customers: each line as often as it weighs, or once. */
    private static int[] lines(FeatureTable columns) {
        IntStream all = IntStream.range(0, columns.rowCount());
        return columns.isWeighted() && isRepeated(columns)
                ? all.flatMap(row -> IntStream.generate(() -> row).limit((long) columns.weight(row)))
                        .toArray()
                : all.toArray();
    }

    private static boolean isRepeated(FeatureTable columns) {
        double[] weights = IntStream.range(0, columns.rowCount())
                .mapToDouble(columns::weight)
                .toArray();
        return !columns.isWeighted()
                || (Arrays.stream(weights).allMatch(weight -> weight == Math.rint(weight))
                        && Arrays.stream(weights).sum() <= MOST_REPEATED);
    }

    private static Notice notRepeated() {
        return new Notice(
                Reason.WEIGHTS_IGNORED,
                "weights were not used in this profile: every line counts once, since intervals and tests are of whole"
                        + " customers, up to " + (long) MOST_REPEATED
                        + " of them; sizes and centers in segmentation.json are"
                        + " weighted");
    }

    private ProfileFile with(Notice notice) {
        List<Notice> all = new ArrayList<>(notices);
        all.add(notice);
        return new ProfileFile(segmentation, table, List.copyOf(all));
    }

    /**
     * What is to be known of the profile.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * The file, without a date.
     *
     * @return {@code customers, level, segments[], total, histograms[], notices[], withoutInterval[]}
     */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("customers", segmentation.customerCount());
        json.put("level", LEVEL);
        ArrayNode segments = json.putArray("segments");
        table.segments().forEach(profile -> segments.add(segment(profile)));
        ArrayNode totals = json.putObject("total").putArray("numeric");
        List<ProfiledSegment> profiles = table.segments();
        for (int c = 0; c < profiles.get(0).columns().size(); c++) {
            totals.add(total(c));
        }
        ArrayNode histograms = json.putArray("histograms");
        FeatureTable columns = segmentation.snapshot().table();
        profiles.get(0).columns().forEach(column -> histograms.add(histogram(columns, column.column())));
        json.set("notices", Json.notices(notices));
        WithoutInterval.addTo(json, WITHOUT_INTERVAL);
        return json;
    }

    private ObjectNode segment(ProfiledSegment profile) {
        ObjectNode json = Json.object();
        json.put("segment", profile.segment().name());
        json.put("size", segmentation.size(profile.segment()));
        json.set("share", Json.estimate(profile.share()));
        json.set("markers", Json.texts(profile.markers()));
        ArrayNode numeric = json.putArray("numeric");
        profile.columns().forEach(column -> numeric.add(numeric(column)));
        ArrayNode levels = json.putArray("levels");
        profile.levels().forEach(level -> levels.add(level(level)));
        return json;
    }

    private static ObjectNode numeric(NumericProfile column) {
        ObjectNode json = Json.object();
        json.put("column", column.column());
        json.put("forming", column.isForming());
        json.put("count", column.count());
        json.put("missing", column.missing());
        Json.put(json, "mean", column.mean(), Reason.NO_OBSERVATIONS);
        Json.put(json, "totalMean", column.totalMean(), Reason.NO_OBSERVATIONS);
        json.set("index", Json.estimate(column.index()));
        json.set("difference", Json.estimate(column.difference()));
        addContrast(json, column.contrast());
        json.put("marker", column.isMarker());
        json.set("quantiles", quantiles(column.distribution()));
        return json;
    }

    private static ObjectNode level(LevelProfile level) {
        ObjectNode json = Json.object();
        json.put("column", level.column());
        json.put("level", level.level());
        json.put("forming", level.isForming());
        json.put("count", level.count());
        json.set("share", Json.estimate(level.share()));
        Json.put(json, "totalShare", level.totalShare(), Reason.NO_OBSERVATIONS);
        json.set("index", Json.estimate(level.index()));
        addContrast(json, level.contrast());
        json.put("marker", level.isMarker());
        return json;
    }

    private static void addContrast(ObjectNode json, Contrast contrast) {
        json.put("flag", contrast.flag().name().toLowerCase(Locale.ROOT));
        Json.put(json, "adjustedP", contrast.holm(), contrast.undefined().orElse(Reason.NO_OBSERVATIONS));
    }

    private ObjectNode total(int column) {
        NumericProfile any = table.segments().get(0).columns().get(column);
        ObjectNode json = Json.object();
        json.put("column", any.column());
        json.put(
                "count",
                table.segments().stream()
                        .mapToLong(profile -> profile.columns().get(column).count())
                        .sum());
        json.put(
                "missing",
                table.segments().stream()
                        .mapToLong(profile -> profile.columns().get(column).missing())
                        .sum());
        Json.put(json, "mean", any.totalMean(), Reason.NO_OBSERVATIONS);
        json.set("quantiles", quantiles(any.totalDistribution()));
        return json;
    }

    private static ArrayNode quantiles(Distribution distribution) {
        ArrayNode array = Json.array();
        for (double p : distribution.probabilities()) {
            Json.put(array.addObject().put("p", p), "value", distribution.quantile(p), Reason.NO_OBSERVATIONS);
        }
        return array;
    }

    private ObjectNode histogram(FeatureTable columns, String column) {
        Histogram found = Histogram.of(columns.numbers(column), segmentation.assignment());
        ObjectNode json = Json.object().put("column", column);
        json.set("edges", Json.numbers(found.edges()));
        json.put("wholeNumbers", areWhole(columns.numbers(column)));
        json.put("openBelow", found.isOpenBelow());
        json.put("openAbove", found.isOpenAbove());
        ArrayNode counts = json.putArray("counts");
        for (Segment segment : segmentation.segments()) {
            ArrayNode row = counts.addArray();
            Arrays.stream(found.counts(segment.index())).forEach(row::add);
        }
        addValues(json, columns.numbers(column));
        addUsual(json, columns.numbers(column));
        return json;
    }

    /** So that a bin may be of a single value. */
    private static boolean areWhole(double... values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).allMatch(value -> value == Math.rint(value));
    }

    /** How many customers of each segment have another value than the most frequent one: a mean is of them alone. */
    private void addUsual(ObjectNode json, double... values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> value + 0.0)
                .sorted()
                .toArray();
        double usual = Double.NaN;
        int most = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            for (to = from; to < sorted.length && sorted[to] == sorted[from]; ) {
                to++;
            }
            if (to - from > most) {
                most = to - from;
                usual = sorted[from];
            }
        }
        long[] others = new long[segmentation.segments().size()];
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row]) && values[row] + 0.0 != usual) {
                others[segmentation.assignment().label(row)]++;
            }
        }
        ArrayNode array = json.putArray("unusual");
        Arrays.stream(others).forEach(array::add);
    }

    /** How many customers of each segment have each value, where there are few: then a mean says it, too. */
    private void addValues(ObjectNode json, double... values) {
        double[] different = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> value + 0.0) // no negative zero
                .distinct()
                .limit(FEW_VALUES + 1)
                .sorted()
                .toArray();
        if (different.length > FEW_VALUES) {
            return;
        }
        long[][] counts = new long[segmentation.segments().size()][different.length];
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row])) {
                counts[segmentation.assignment().label(row)][Arrays.binarySearch(different, values[row] + 0.0)]++;
            }
        }
        json.set("values", Json.numbers(different));
        ArrayNode array = json.putArray("valueCounts");
        for (long[] row : counts) {
            Arrays.stream(row).forEach(array.addArray()::add);
        }
    }
}
