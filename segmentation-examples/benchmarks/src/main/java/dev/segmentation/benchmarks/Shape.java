package dev.segmentation.benchmarks;

/** The problems that every contender gets; constants are named as they are written on the command line. */
public enum Shape {
    /** Small: 6 MB, which stay in the cache. */
    A(100_000, 8, 8, Blobs.OVERLAPPING),
    /** Long and narrow: 64 MB, bound by memory. */
    B(1_000_000, 8, 8, Blobs.OVERLAPPING),
    /** Large: 128 MB, bound by arithmetic. */
    C(1_000_000, 16, 32, Blobs.OVERLAPPING),
    /** Wide: 102 MB, bound by arithmetic. */
    D(200_000, 64, 64, Blobs.OVERLAPPING),
    /** C with blobs far apart, where bounds on distances pay. */
    Csep(1_000_000, 16, 32, Blobs.separated(16)),
    /** D with blobs far apart. */
    Dsep(200_000, 64, 64, Blobs.separated(64));

    private final int rows;
    private final int features;
    private final int segments;
    private final double distance;

    Shape(int rows, int features, int segments, double distance) {
        this.rows = rows;
        this.features = features;
        this.segments = segments;
        this.distance = distance;
    }

    /**
     * The data and where to start.
     *
     * @return the same bits on every machine
     */
    public Blobs blobs() {
        return new Blobs(rows, features, segments, distance);
    }
}
