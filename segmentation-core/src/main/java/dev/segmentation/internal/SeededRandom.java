package dev.segmentation.internal;

/**
 * Random numbers that are a pure function of a seed and a key, so that blocks, threads and engines cannot change them.
 *
 * <p>The static draws hash (seed, key…) with the finaliser of SplitMix64 (Steele, Lea and Flood 2014,
 * doi:10.1145/2660193.2660195). An instance is one stream of that generator, for work that is sequential by nature;
 * instances are not thread-safe.
 */
public final class SeededRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private SeededRandom(long state) {
        this.state = state;
    }

    /** The stream of (seed, stream); different keys give unrelated streams. */
    public static SeededRandom stream(long seed, long stream) {
        return new SeededRandom(key(seed, stream));
    }

    /** Combines a seed and a key to a new seed. */
    public static long key(long seed, long key) {
        return mix(mix(seed + GOLDEN) ^ mix(key * 0xD1342543DE82EF95L + 0x2545F4914F6CDD1DL));
    }

    /** Uniform in (0, 1), from a seed and a row. */
    public static double uniform(long seed, long row) {
        return toUnit(mix(seed ^ mix(row * GOLDEN + 0x632BE59BD9B4E019L)));
    }

    /** The next 64 bits of the stream. */
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** The next uniform in (0, 1). */
    public double nextDouble() {
        return toUnit(nextLong());
    }

    /** The next integer in 0 … bound − 1, without bias (Lemire 2019, doi:10.1145/3230636). */
    public int nextInt(int bound) {
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFF_FFFFL;
        if (low < bound) {
            long threshold = (0x1_0000_0000L - bound) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFF_FFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /** The next standard normal number (Box and Muller). */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    private static double toUnit(long bits) {
        return ((bits >>> 12) + 0.5) * 0x1p-52;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
