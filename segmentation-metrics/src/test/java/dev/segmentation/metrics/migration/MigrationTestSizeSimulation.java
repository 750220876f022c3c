package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.markov.MarkovChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often the tests of migration reject at 5 % what is true, by number of customers, of segments, and by how many stay: as
 * they are by default, and by the χ² distribution alone. Writes {@code target/migration-test-sizes.csv}, a line per cell; {@code
 * -Druns=} sets the runs per cell, {@code -Dsizes=100,400} the numbers of customers, likewise {@code segments} and {@code kinds},
 * {@code -Ddraws=99} draws less often than by default. All cells of 2000 runs take hours.
 */
class MigrationTestSizeSimulation {

    private static final int RUNS = Integer.getInteger("runs", 2000);
    private static final int[] SIZES = chosen("sizes", "100,400,2000,20000");
    private static final int[] SEGMENTS = chosen("segments", "2,4,6,10");
    private static final double[] STAYS = {0.5, 0.9};
    private static final MigrationTests DRAWN =
            MigrationTests.withDefaults().withDraws(Integer.getInteger("draws", 999));
    private static final MigrationTests CHI_SQUARE =
            MigrationTests.withDefaults().withoutDraws();
    private static final int PERIODS = 4;

    /** What is true, and the test that asks for it. */
    private enum Kind {
        HOMOGENEITY {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                return tests.homogeneity(IntStream.range(0, PERIODS)
                        .mapToObj(period -> market.matrix(market.moves(market.chances, random)))
                        .toList());
            }
        },
        INDEPENDENCE {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                double[][] equal = new double[market.k][];
                Arrays.fill(equal, market.chances[0]);
                return tests.independence(market.matrix(market.moves(equal, random)));
            }
        },
        ORDER {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                long[][][] triples = new long[market.k][][];
                long[][] first = market.moves(market.chances, random);
                for (int h = 0; h < market.k; h++) {
                    triples[h] = new long[market.k][];
                    for (int i = 0; i < market.k; i++) {
                        triples[h][i] = BinomialDraw.multinomial(random, first[h][i], market.chances[i]);
                    }
                }
                return tests.order(triples);
            }
        },
        GIVEN {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                return tests.given(
                        market.matrix(market.moves(market.chances, random)),
                        MarkovChain.of(market.names, market.chances));
            }
        },
        SYMMETRY {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                return tests.symmetry(market.matrix(market.joint(random)));
            }
        },
        EQUAL_SIZES {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                return tests.equalSizes(market.matrix(market.joint(random)));
            }
        },
        LUMPABILITY {
            @Override
            MigrationTest test(MigrationTests tests, Market market, SeededRandom random) {
                double[][] chances = new double[market.k][market.k];
                for (int i = 0; i < market.k; i++) {
                    for (int j = 0; j < market.k; j++) {
                        boolean sameLevel = i % 2 == j % 2;
                        int there = (market.k + (j % 2 == 0 ? 1 : 0)) / 2;
                        chances[i][j] = (sameLevel ? market.stay : 1 - market.stay) / there;
                    }
                }
                Map<String, String> levels = IntStream.range(0, market.k)
                        .boxed()
                        .collect(Collectors.toMap(market.names::get, i -> i % 2 == 0 ? "even" : "odd"));
                return tests.lumpability(market.matrix(market.moves(chances, random)), levels);
            }
        };

        abstract MigrationTest test(MigrationTests tests, Market market, SeededRandom random);
    }

    /** Segments of which each is half as often a destination as the one before, if customers move at all. */
    private static final class Market {

        private final int n;
        private final int k;
        private final double stay;
        private final List<String> names;
        private final double[][] chances;

        Market(int n, int k, double stay) {
            this.n = n;
            this.k = k;
            this.stay = stay;
            names = IntStream.range(0, k).mapToObj(i -> "s" + i).toList();
            chances = new double[k][k];
            for (int i = 0; i < k; i++) {
                double sum = 0;
                for (int j = 0; j < k; j++) {
                    chances[i][j] = j == i ? 0 : Math.pow(0.5, Math.min(j, 3));
                    sum += chances[i][j];
                }
                for (int j = 0; j < k; j++) {
                    chances[i][j] = j == i ? stay : chances[i][j] / sum * (1 - stay);
                }
            }
        }

        /** Customers in equal numbers in all segments before. */
        long[][] moves(double[][] by, SeededRandom random) {
            long[][] cells = new long[k][];
            for (int i = 0; i < k; i++) {
                cells[i] = BinomialDraw.multinomial(random, n / k, by[i]);
            }
            return cells;
        }

        /** As many from i to j as from j to i. */
        long[][] joint(SeededRandom random) {
            double[] shares = new double[k * k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    shares[i * k + j] = chances[i][j] + chances[j][i];
                }
            }
            long[] drawn = BinomialDraw.multinomial(random, n, shares);
            return IntStream.range(0, k)
                    .mapToObj(i -> Arrays.copyOfRange(drawn, i * k, (i + 1) * k))
                    .toArray(long[][]::new);
        }

        MigrationMatrix matrix(long[][] cells) {
            return MigrationMatrix.copyOf(names, cells, new long[k], new long[k]);
        }
    }

    @Test
    void sizesAreNominal() throws IOException {
        List<String> lines = new ArrayList<>(List.of("test,n,k,stay,leastExpected,default,chiSquare,pearson"));
        List<String> wrong = new ArrayList<>();
        Files.createDirectories(Path.of("target"));
        for (Kind kind : chosenKinds()) {
            for (int n : SIZES) {
                for (int k : SEGMENTS) {
                    for (double stay : STAYS) {
                        if (kind != Kind.LUMPABILITY || k > 2) { // a level of one segment has nothing to compare
                            cell(kind, new Market(n, k, stay), lines, wrong);
                        }
                        Files.write(Path.of("target/migration-test-sizes.csv"), lines);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static int[] chosen(String property, String otherwise) {
        return Arrays.stream(System.getProperty(property, otherwise).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static List<Kind> chosenKinds() {
        String names = System.getProperty("kinds", "");
        return names.isEmpty()
                ? List.of(Kind.values())
                : Arrays.stream(names.split(",")).map(Kind::valueOf).toList();
    }

    private static void cell(Kind kind, Market market, List<String> lines, List<String> wrong) {
        long seed = 1_000_000L * (kind.ordinal() + 1) + 10_000L * market.k + market.n + (long) (1000 * market.stay);
        LongAdder[] rejected = {new LongAdder(), new LongAdder(), new LongAdder()};
        List<MigrationTests> tests = List.of(DRAWN, CHI_SQUARE, CHI_SQUARE.withStatistic(TestStatistic.PEARSON));
        double least = IntStream.range(0, RUNS)
                .parallel()
                .mapToDouble(run -> {
                    double expected = Double.NaN;
                    for (int t = 0; t < tests.size(); t++) {
                        SeededRandom random = SeededRandom.stream(seed, run);
                        MigrationTest test =
                                kind.test(tests.get(t).withSeed(run), market, random); // or all share their draws
                        if (test.pValue() <= 0.05) {
                            rejected[t].increment();
                        }
                        expected = test.leastExpected();
                    }
                    return expected;
                })
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        double[] share = Arrays.stream(rejected)
                .mapToDouble(sum -> sum.sum() / (double) RUNS)
                .toArray();
        String line = String.format(
                Locale.ROOT,
                "%s,%d,%d,%.1f,%.2f,%.4f,%.4f,%.4f",
                kind,
                market.n,
                market.k,
                market.stay,
                least,
                share[0],
                share[1],
                share[2]);
        lines.add(line);
        if (!(share[0] <= 0.07) || (least >= 5 && !(share[0] >= 0.03))) {
            wrong.add(line);
        }
    }
}
