package dev.segmentation.metrics.migration;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.markov.MarkovChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Tests of what one would like to assume about migration: that it is the same in all periods or groups, that a given matrix
 * holds, that the past does not matter, that as many go one way as the other, that segments may be rolled up.
 *
 * <p>They are about counts of customers present at both dates. Degrees of freedom count only what can differ: rows nobody was
 * in and columns nobody went to give none. Where a count below {@value #SMALL} is expected, the distribution of the statistic
 * is found by drawing counts as the hypothesis has them, 999 times unless said otherwise; elsewhere it is the χ²
 * distribution. p-values by drawing are at least 1 / (draws + 1).
 *
 * <p>With one degree of freedom few p-values are possible: all moves being between two segments, symmetry is a toss of a coin, and
 * an exact test at 5 % rejects in 2.1 % of ten tosses, in 1.2 % of eleven. There p is the mid-p by drawing, which counts results that
 * are just as far by half, at least 0.5 / (draws + 1). It rejects in 3.7 to 5.1 % where at least ten are expected to move (of two rows
 * of two segments in 3.6 to 5.7 % where at least five are expected everywhere), less where fewer are, and given how many did in up to
 * 7.7 % (sixteen).
 *
 * <p>Many customers make any difference significant: look at how large it is, by {@link MobilityBootstrap#difference} or the
 * matrices themselves.
 *
 * <p><b>References:</b> T. W. Anderson, L. A. Goodman (1957), Ann. Math. Stat. 28, 89–110, doi:10.1214/aoms/1177707039; F.
 * Bickenbach, E. Bode (2003), Int. Reg. Sci. Rev. 26, 363–392, doi:10.1177/0160017603253789 (empty cells); M. W. Fagerland, S. Lydersen,
 * P. Laake (2013), BMC Med. Res. Methodol. 13, 91, doi:10.1186/1471-2288-13-91 (mid-p of two segments).
 *
 * <p>Immutable and thread-safe.
 */
public final class MigrationTests {

    /** Expected counts below it call for drawing. */
    public static final int SMALL = 20;

    /** Of statistics, relative: how far apart equal ones may be. */
    private static final double ROUNDING = 1e-12;

    private final TestStatistic statistic;
    private final int draws;
    private final long seed;
    private final Execution execution;

    private MigrationTests(TestStatistic statistic, int draws, long seed, Execution execution) {
        this.statistic = statistic;
        this.draws = draws;
        this.seed = seed;
        this.execution = execution;
    }

    /**
     * By the likelihood ratio, with 999 draws where counts are small.
     *
     * @return the tests
     */
    public static MigrationTests withDefaults() {
        return new MigrationTests(TestStatistic.LIKELIHOOD_RATIO, 999, 0, Execution.sequential());
    }

    /**
     * Measures the distance from the hypothesis in another way.
     *
     * @param value the statistic; symmetry and equal sizes have their own
     * @return new tests
     */
    public MigrationTests withStatistic(TestStatistic value) {
        return new MigrationTests(Objects.requireNonNull(value, "statistic"), draws, seed, execution);
    }

    /**
     * Draws more or less often where counts are small.
     *
     * @param value at least 99
     * @return new tests
     * @throws InvalidInputException if it is less
     */
    public MigrationTests withDraws(int value) {
        Arguments.atLeast(99, value, "MigrationTests.withDraws", "draws", "p-values cannot be below 1 / (draws + 1)");
        return new MigrationTests(statistic, value, seed, execution);
    }

    /**
     * Never draws.
     *
     * @return new tests, by the χ² distribution alone
     */
    public MigrationTests withoutDraws() {
        return new MigrationTests(statistic, 0, seed, execution);
    }

    /**
     * Other draws.
     *
     * @param value any number
     * @return new tests
     */
    public MigrationTests withSeed(long value) {
        return new MigrationTests(statistic, draws, value, execution);
    }

    /**
     * Runs the draws on threads; p-values are the same.
     *
     * @param value how to run
     * @return new tests
     */
    public MigrationTests withExecution(Execution value) {
        return new MigrationTests(statistic, draws, seed, Objects.requireNonNull(value, "execution"));
    }

    /**
     * Whether customers move in the same way in all periods, or in all groups of customers.
     *
     * @param matrices at least one, of the same segments in the same order and of the same horizon
     * @return the test of p₁ = p₂ = …
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY}), the segments differ ({@link
     *     Reason#SCHEMA_MISMATCH}), or the horizons do ({@link Reason#UNEQUAL_INTERVALS})
     */
    public MigrationTest homogeneity(List<MigrationMatrix> matrices) {
        Objects.requireNonNull(matrices, "matrices");
        Comparability.check(matrices, "MigrationTests.homogeneity");
        List<long[][]> cells = matrices.stream().map(MigrationMatrix::cells).toList();
        int k = cells.get(0).length;
        return sameRows(IntStream.range(0, k)
                .mapToObj(from -> cells.stream().map(table -> table[from]).toArray(long[][]::new))
                .toList());
    }

    /**
     * Whether where customers go depends on where they are at all.
     *
     * @param migration between two dates
     * @return the test of equal rows, order 1 against order 0
     */
    public MigrationTest independence(MigrationMatrix migration) {
        Objects.requireNonNull(migration, "migration");
        long[][] cells = migration.cells();
        return cells.length == 0 ? nothing() : sameRows(List.<long[][]>of(cells));
    }

    /**
     * Whether where customers go depends on where they were before, beside where they are: order 2 against order 1.
     *
     * @param triples k × k × k counts: {@code triples[h][i][j]} customers were in segment h, then i, then j
     * @return the test; a small p says that a chain forgets too much
     * @throws InvalidInputException if the table is no cube ({@link Reason#SCHEMA_MISMATCH}) or a count is negative ({@link
     *     Reason#NEGATIVE_COUNT}), or the counts add up to more than a {@code long} holds ({@link Reason#RANGE})
     */
    public MigrationTest order(long[][][] triples) {
        String where = "MigrationTests.order";
        Objects.requireNonNull(triples, "triples");
        int k = triples.length;
        for (int h = 0; h < k; h++) {
            Arguments.sameSize(k, triples[h].length, where, "triples[" + h + "]", "segment");
            for (int i = 0; i < k; i++) {
                Arguments.sameSize(k, triples[h][i].length, where, "triples[" + h + "][" + i + "]", "segment");
                for (long count : triples[h][i]) {
                    if (count < 0) {
                        throw new InvalidInputException(
                                Reason.NEGATIVE_COUNT,
                                h,
                                "triples",
                                where + ": triples[" + h + "][" + i + "] has the count " + count
                                        + ", expected at least 0");
                    }
                }
            }
        }
        return sameRows(IntStream.range(0, k)
                .mapToObj(
                        now -> Arrays.stream(triples).map(before -> before[now]).toArray(long[][]::new))
                .toList());
    }

    /**
     * Whether segments may be rolled up into levels without losing what a chain needs: customers of all segments of a level
     * go to each level with the same chance.
     *
     * @param migration between two dates
     * @param levelOf the level of every segment
     * @return the test of lumpability
     * @throws InvalidInputException if a segment has no level ({@link Reason#UNKNOWN_NAME})
     * @see "J. G. Kemeny, J. L. Snell (1960), Finite Markov Chains, section 6.3"
     */
    public MigrationTest lumpability(MigrationMatrix migration, Map<String, String> levelOf) {
        Objects.requireNonNull(migration, "migration");
        Objects.requireNonNull(levelOf, "levelOf");
        Map<String, Integer> levels = new LinkedHashMap<>();
        int[] level = migration.segments().stream()
                .mapToInt(segment -> {
                    String name = levelOf.get(segment.name());
                    if (name == null) {
                        throw new InvalidInputException(
                                Reason.UNKNOWN_NAME,
                                segment.name(),
                                "MigrationTests.lumpability: segment \"" + segment.name()
                                        + "\" has no level; give every segment one");
                    }
                    return levels.computeIfAbsent(name, unseen -> levels.size());
                })
                .toArray();
        List<List<long[]>> tables = new ArrayList<>();
        levels.forEach((name, index) -> tables.add(new ArrayList<>()));
        long[][] cells = migration.cells();
        for (int i = 0; i < cells.length; i++) {
            long[] row = new long[levels.size()];
            for (int j = 0; j < cells.length; j++) {
                row[level[j]] += cells[i][j];
            }
            tables.get(level[i]).add(row);
        }
        return sameRows(tables.stream().map(rows -> rows.toArray(long[][]::new)).toList());
    }

    /**
     * Whether customers moved with given chances.
     *
     * @param migration between two dates
     * @param chain the chances, of the same states in the same order
     * @return the test; a move that the chain excludes, and that somebody made, refutes the chain for certain: p is 0, and the
     *     statistic, which would be infinite, is undefined ({@link Reason#DIVERGES})
     * @throws InvalidInputException if the states differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public MigrationTest given(MigrationMatrix migration, MarkovChain chain) {
        Objects.requireNonNull(migration, "migration");
        Objects.requireNonNull(chain, "chain");
        List<String> names =
                migration.segments().stream().map(segment -> segment.name()).toList();
        if (!names.equals(chain.states())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "chain",
                    "MigrationTests.given: the chain has the states " + Arguments.shown(chain.states()) + ", expected "
                            + Arguments.shown(names) + " in this order");
        }
        return run(new GivenChances(migration.cells(), chain.toArray(), statistic));
    }

    /**
     * Whether as many customers go from each segment to another as come back: Bowker's test of symmetry.
     *
     * @param migration between two dates
     * @return the test of nᵢⱼ = nⱼᵢ
     * @see <a href="https://doi.org/10.1080/01621459.1948.10483284">A. H. Bowker (1948), J. Am. Stat. Assoc. 43, 572–574</a>
     */
    public MigrationTest symmetry(MigrationMatrix migration) {
        Objects.requireNonNull(migration, "migration");
        return run(new Exchange(migration.cells(), Exchange::bowker));
    }

    /**
     * Whether segments kept their sizes, among the customers present at both dates: the test of Stuart and Maxwell.
     *
     * @param migration between two dates
     * @return the test of nᵢ. = n.ᵢ, which takes into account that the customers are the same
     * @see <a href="https://doi.org/10.1093/biomet/42.3-4.412">A. Stuart (1955), Biometrika 42, 412–416</a>
     */
    public MigrationTest equalSizes(MigrationMatrix migration) {
        Objects.requireNonNull(migration, "migration");
        return run(new Exchange(migration.cells(), Exchange::stuartMaxwell));
    }

    /**
     * Whether the mix of segments is the same at both dates, of everybody in a segment at each: a test of equal shares for
     * samples that overlap. Unlike {@link #equalSizes} it counts who came and who left, and unlike the χ² of two samples ({@link
     * dev.segmentation.metrics.drift.PopulationStability#pearsonPValue}) it knows that the others are the same: who stays makes
     * no difference, so that far smaller shifts are beyond chance. With nobody in common it is Pearson's χ² of two samples, with
     * everybody the test of Stuart and Maxwell.
     *
     * <p>Between, it is Wald's: the difference of the shares over its variance, a sum over customers. It holds also where those who
     * came and those who left are of different segments, if there are many of them. Counts are drawn only if all customers are in
     * common, by exchanging their two dates, or none is: in between the χ² distribution alone keeps the level, which at 5 % rejects
     * in 3 to 6 % also where less than one customer is expected to move between two segments.
     *
     * @param migration between two dates
     * @return the test of N₁ᵢ / N₁ = N₂ᵢ / N₂; undefined also if nobody could have made a difference, as if all are the same
     *     customers and nobody moved
     * @see <a href="https://doi.org/10.1093/biomet/42.3-4.412">A. Stuart (1955), Biometrika 42, 412–416</a>
     * @see <a href="https://doi.org/10.1080/01621459.1966.10502021">V. P. Bhapkar (1966), J. Am. Stat. Assoc. 61, 228–235</a>
     */
    public MigrationTest equalShares(MigrationMatrix migration) {
        Objects.requireNonNull(migration, "migration");
        MigrationCounts counts = migration.counts;
        long[] onlyBefore = new long[counts.size()];
        long[] onlyAfter = new long[counts.size()];
        for (int i = 0; i < onlyBefore.length; i++) {
            onlyBefore[i] = counts.from(i) - counts.row(i);
            onlyAfter[i] = counts.into(i) - counts.column(i);
        }
        return run(new OverlappingSamples(counts.cells(), onlyBefore, onlyAfter));
    }

    private MigrationTest sameRows(List<long[][]> tables) {
        return run(RowTables.of(tables, statistic));
    }

    private MigrationTest run(Hypothesis hypothesis) {
        long degrees = hypothesis.degrees();
        double found = hypothesis.statistic();
        double least = hypothesis.leastExpected();
        if (Double.isInfinite(found)) { // what is impossible was seen
            return new MigrationTest(
                    Double.NaN, degrees, 0, OptionalDouble.empty(), least, Optional.of(Reason.DIVERGES));
        }
        if (degrees == 0) {
            return nothing();
        }
        OptionalDouble monteCarlo = draws > 0 && least < SMALL && hypothesis.canBeDrawn()
                ? OptionalDouble.of(monteCarlo(hypothesis, found, degrees))
                : OptionalDouble.empty();
        return new MigrationTest(
                found, degrees, Tails.chiSquare(found, (double) degrees), monteCarlo, least, Optional.empty());
    }

    private double monteCarlo(Hypothesis hypothesis, double found, long degrees) {
        try (Workers workers = execution.start()) {
            List<Double> drawn = workers.map(draws, "draws", d -> hypothesis.drawn(SeededRandom.stream(seed, d)));
            long asFar =
                    drawn.stream().filter(far -> far >= found * (1 - ROUNDING)).count();
            if (degrees > 1) {
                return (1.0 + asFar) / (1.0 + draws);
            }
            long farther =
                    drawn.stream().filter(far -> far > found * (1 + ROUNDING)).count();
            return (farther + (1.0 + asFar - farther) / 2) / (1.0 + draws);
        }
    }

    private static MigrationTest nothing() {
        return new MigrationTest(
                Double.NaN, 0, Double.NaN, OptionalDouble.empty(), Double.NaN, Optional.of(Reason.NO_OBSERVATIONS));
    }

    @Override
    public String toString() {
        return "MigrationTests[statistic=" + statistic + ", draws=" + draws + ", seed=" + seed + "]";
    }
}
