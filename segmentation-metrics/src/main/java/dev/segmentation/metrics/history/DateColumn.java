package dev.segmentation.metrics.history;

import dev.segmentation.CustomerRegister;
import dev.segmentation.Segmentation;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where all customers of a history are at one date: two bytes each. */
final class DateColumn {

    static final short NOT_YET = -1;
    static final short LEFT = -2;
    static final short UNSCORED = -3;

    /** How far codes are below 0 at most, so that they can be made positions of a table. */
    static final int OUTSIDE = 3;

    private final LocalDate date;
    private final List<String> versions;
    private short[] codes = new short[0];
    private int[] layerOf = new int[0]; // whose record holds; empty if there is one layer

    private DateColumn(LocalDate date, List<String> versions) {
        this.date = date;
        this.versions = versions;
    }

    /** A date whose layers are all entered, later ones over earlier ones; new segments get the next number. */
    static DateColumn of(List<Scoring> layers, CustomerRegister customers, Map<String, Integer> segments) {
        DateColumn column = new DateColumn(
                layers.get(0).asOf(), layers.stream().map(Scoring::version).toList());
        for (int layer = 0; layer < layers.size(); layer++) {
            column.enter(layers.get(layer).segmentation(), layer, layers.size() > 1, customers, segments);
        }
        return column;
    }

    private void enter(
            Segmentation segmentation,
            int layer,
            boolean severalLayers,
            CustomerRegister customers,
            Map<String, Integer> segments) {
        short[] codeOf = new short[segmentation.segments().size()];
        segmentation
                .segments()
                .forEach(segment ->
                        codeOf[segment.index()] = segments.computeIfAbsent(segment.name(), name -> segments.size())
                                .shortValue());
        int[] scored = customers.add(segmentation.snapshot().customerIds());
        int[] unscored = customers.add(segmentation.unscored());
        grow(customers.size(), severalLayers);
        for (int row = 0; row < scored.length; row++) {
            codes[scored[row]] = codeOf[segmentation.assignment().label(row)];
        }
        for (int customer : unscored) {
            codes[customer] = UNSCORED;
        }
        if (severalLayers) {
            for (int customer : scored) {
                layerOf[customer] = layer;
            }
            for (int customer : unscored) {
                layerOf[customer] = layer;
            }
        }
    }

    private void grow(int size, boolean severalLayers) {
        int before = codes.length;
        codes = Arrays.copyOf(codes, size);
        Arrays.fill(codes, before, size, NOT_YET);
        if (severalLayers) {
            layerOf = Arrays.copyOf(layerOf, size);
        }
    }

    /** Once all dates are entered: who is absent and was seen at an earlier date has left. */
    void finish(boolean... seen) {
        grow(seen.length, layerOf.length > 0);
        for (int customer = 0; customer < seen.length; customer++) {
            if (codes[customer] != NOT_YET) {
                seen[customer] = true;
            } else if (seen[customer]) {
                codes[customer] = LEFT;
            }
        }
    }

    /** The same date for some of the customers; −1 for one who is unknown, and was never there. */
    DateColumn only(int... customers) {
        DateColumn part = new DateColumn(date, versions);
        part.grow(customers.length, layerOf.length > 0);
        for (int i = 0; i < customers.length; i++) {
            if (customers[i] >= 0) {
                part.codes[i] = codes[customers[i]];
                if (layerOf.length > 0) {
                    part.layerOf[i] = layerOf[customers[i]];
                }
            }
        }
        return part;
    }

    /** The same date with other codes, one per customer, which are not copied. */
    DateColumn withCodes(short... others) {
        DateColumn changed = new DateColumn(date, versions);
        changed.codes = others;
        changed.layerOf = layerOf;
        return changed;
    }

    /** The number of customers. */
    int size() {
        return codes.length;
    }

    LocalDate date() {
        return date;
    }

    List<String> versions() {
        return versions;
    }

    /** Whether everybody was scored by the same version at both dates. */
    boolean isOfOneVersionWith(DateColumn other) {
        return Stream.of(this, other)
                        .flatMap(column -> column.versions.stream())
                        .distinct()
                        .count()
                == 1;
    }

    /** Of the customer's record. */
    String version(int customer) {
        return versions.get(layerOf.length == 0 ? 0 : layerOf[customer]);
    }

    /** A segment, or one of the constants. */
    int code(int customer) {
        return codes[customer];
    }

    /** Counts by code, moved up by {@link #OUTSIDE}. */
    long[] counts(int segmentCount) {
        long[] counts = new long[segmentCount + OUTSIDE];
        for (short code : codes) {
            counts[code + OUTSIDE]++;
        }
        return counts;
    }

    /** Counts by the codes at both dates, each moved up by {@link #OUTSIDE}. */
    long[][] counts(DateColumn later, int segmentCount) {
        int width = segmentCount + OUTSIDE;
        long[][] counts = new long[width][width];
        short[] then = later.codes;
        for (int customer = 0; customer < codes.length; customer++) {
            counts[codes[customer] + OUTSIDE][then[customer] + OUTSIDE]++;
        }
        return counts;
    }
}
