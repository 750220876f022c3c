package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.effect.NumericEffect;
import dev.segmentation.prepare.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often structure is claimed on data that have none, and found where it was planted: at all, between any pair of
 * segments, within any segment; how often neighbors are taken for one group; beside it, in fewer runs, without the segmenter, by labels that were fitted to the same
 * rows, and by one-way ANOVA on what formed the segments. Writes {@code target/structure-calibration.csv}, a line per
 * cell. {@code -Druns=} sets the runs per cell, {@code -Dsizes=200,1000} the numbers of rows, likewise
 * {@code features}, {@code segments} and {@code kinds} of noise.
 */
class StructureCalibrationSimulation {

    private static final int RUNS = Integer.getInteger("runs", 1000);
    private static final int FEW_RUNS = Math.min(200, RUNS);
    private static final int[] SIZES = chosen("sizes", "200,1000,5000");
    private static final int[] FEATURES = chosen("features", "2,5,10");
    private static final int[] COUNTS = chosen("segments", "2,3,4,5,6");

    /** The nominal 5 %, and two standard errors of a thousand runs more. */
    private static final double MOST = 0.064;

    /** How a row is drawn; for the first feature also what a mixture of kinds has there. */
    private enum Kind {
        NORMAL,
        UNIFORM,
        EXPONENTIAL,
        STUDENT_5,
        LOG_NORMAL,
        CORRELATED,
        POISSON,
        POISSON_RARE,
        GEOMETRIC,
        GEOMETRIC_LONG,
        ROUNDED,
        COUNT_AND_CONTINUOUS,
        LOG_OF_COUNTS,
        HEAPED;

        void draw(SeededRandom random, double[] row) {
            double common = this == CORRELATED ? random.nextGaussian() : 0;
            double scale = this == STUDENT_5 ? Math.sqrt(chiSquare5(random) / 5) : 1;
            for (int j = 0; j < row.length; j++) {
                row[j] = switch (this) {
                    case NORMAL -> random.nextGaussian();
                    case UNIFORM -> random.nextDouble();
                    case EXPONENTIAL -> -StrictMath.log(random.nextDouble());
                    case STUDENT_5 -> random.nextGaussian() / scale;
                    case LOG_NORMAL -> StrictMath.exp(random.nextGaussian());
                    case CORRELATED -> Math.sqrt(0.9) * common + Math.sqrt(0.1) * random.nextGaussian();
                    case POISSON -> poisson(random, 2);
                    case POISSON_RARE -> poisson(random, 0.5);
                    case GEOMETRIC -> geometric(random, 0.5);
                    case GEOMETRIC_LONG -> geometric(random, 0.8);
                    case ROUNDED -> Math.rint(1.5 * random.nextGaussian());
                    case COUNT_AND_CONTINUOUS -> j == 0 ? poisson(random, 1.5) : random.nextGaussian();
                    case LOG_OF_COUNTS -> Math.log1p(geometric(random, 0.7));
                    case HEAPED -> heaped(random);
                };
            }
        }

        private static double chiSquare5(SeededRandom random) {
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                double normal = random.nextGaussian();
                sum += normal * normal;
            }
            return sum;
        }

        private static double poisson(SeededRandom random, double mean) {
            double limit = StrictMath.exp(-mean);
            double product = random.nextDouble();
            int count = 0;
            while (product > limit) {
                product *= random.nextDouble();
                count++;
            }
            return count;
        }

        /** An age in whole years, which two in five round to tens. */
        private static double heaped(SeededRandom random) {
            double age = Math.rint(45 + 12 * random.nextGaussian());
            return random.nextDouble() < 0.4 ? 10 * Math.rint(age / 10) : age;
        }

        /** How many successes before the first failure. */
        private static double geometric(SeededRandom random, double success) {
            return Math.floor(StrictMath.log(random.nextDouble()) / StrictMath.log(success));
        }
    }

    private static final Kind[] KINDS = System.getProperty("kinds") == null
            ? Kind.values()
            : Arrays.stream(System.getProperty("kinds").split(","))
                    .map(Kind::valueOf)
                    .toArray(Kind[]::new);

    @Test
    void noiseAndPlantedGroups() throws IOException {
        List<String> lines = new ArrayList<>(List.of("data,n,d,k,runs,claimed,pair,within,merged,given,anova"));
        List<String> wrong = new ArrayList<>();
        double all = 0;
        int cells = 0;
        for (int n : SIZES) {
            for (int d : FEATURES) {
                for (int k : COUNTS) {
                    for (Kind kind : KINDS) {
                        Shares shares =
                                cell(lines, kind.name(), n, d, k, (random, row, group) -> kind.draw(random, row));
                        all += shares.claimed;
                        cells++;
                        if (Math.max(Math.max(shares.claimed, shares.pair), shares.within) > MOST) {
                            wrong.add(lines.get(lines.size() - 1));
                        }
                    }
                    for (int apart : KINDS.length == Kind.values().length ? new int[] {4, 5} : new int[0]) {
                        double[][] centers = centers(k, d, apart);
                        Shares shares = cell(lines, "APART_" + apart, n, d, k, (random, row, group) -> {
                            for (int j = 0; j < row.length; j++) {
                                row[j] = centers[group][j] + random.nextGaussian();
                            }
                        });
                        if (n >= 1000 && shares.claimed < (apart == 5 ? 0.95 : 0.9) || shares.within > MOST) {
                            wrong.add(lines.get(lines.size() - 1));
                        }
                    }
                    Files.write(Path.of("target", "structure-calibration.csv"), lines);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(all / cells).isLessThanOrEqualTo(0.05);
    }

    private interface Draw {
        void row(SeededRandom random, double[] row, int group);
    }

    /** In which share of the runs something was found at all, between a pair, within a segment. */
    private record Shares(double claimed, double pair, double within) {}

    private static Shares cell(List<String> lines, String name, int n, int d, int k, Draw draw) {
        LongAdder claimed = new LongAdder();
        LongAdder pair = new LongAdder();
        LongAdder within = new LongAdder();
        LongAdder merged = new LongAdder();
        LongAdder given = new LongAdder();
        LongAdder anova = new LongAdder();
        IntStream.range(0, RUNS).parallel().forEach(run -> {
            SeededRandom random = SeededRandom.stream(SeededRandom.key(name.hashCode(), n * 1000L + d * 10L + k), run);
            double[] values = new double[n * d];
            double[] row = new double[d];
            for (int i = 0; i < n; i++) {
                draw.row(random, row, random.nextInt(k));
                System.arraycopy(row, 0, values, i * d, d);
            }
            FeatureMatrix raw = FeatureMatrix.copyOfRowMajor(
                    IntStream.range(0, d).mapToObj(j -> "f" + j).toList(), values);
            // planted groups have one standard deviation already, and scaling would change how far they are apart
            boolean planted = name.startsWith("APART");
            FeatureMatrix data = planted ? raw : Scaling.zScore().fit(raw).apply(raw);
            KMeans segmenter = KMeans.of(k)
                    .withRestarts(planted ? 3 : 1) // of noise any cut will do
                    .withRefinement(Refinement.NONE)
                    .withSeed(run);
            Assignment assignment = segmenter.fit(data).assignment();
            Structure structure = StructureTest.of(segmenter).withSeed(run).test(data, assignment);
            count(claimed, structure.isClaimed());
            count(pair, structure.pairs().stream().anyMatch(found -> found.pValue() <= 0.05));
            count(within, structure.segments().stream().anyMatch(found -> found.pValue() <= 0.05));
            count(merged, structure.over() > 0);
            if (run < FEW_RUNS) {
                StructureTest fixed = StructureTest.withoutSegmenter().withSeed(run);
                count(given, fixed.test(data, assignment).isClaimed());
                count(anova, anyDifference(data, assignment));
            }
        });
        Shares shares =
                new Shares(claimed.sum() / (double) RUNS, pair.sum() / (double) RUNS, within.sum() / (double) RUNS);
        lines.add(String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%.4f,%.4f,%.4f,%.4f,%.3f,%.3f",
                name,
                n,
                d,
                k,
                RUNS,
                shares.claimed,
                shares.pair,
                shares.within,
                merged.sum() / (double) RUNS,
                given.sum() / (double) FEW_RUNS,
                anova.sum() / (double) FEW_RUNS));
        return shares;
    }

    private static int[] chosen(String property, String otherwise) {
        return Arrays.stream(System.getProperty(property, otherwise).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static void count(LongAdder runs, boolean yes) {
        if (yes) {
            runs.increment();
        }
    }

    /** One-way ANOVA at 5 %, adjusted for the number of features. */
    private static boolean anyDifference(FeatureMatrix data, Assignment assignment) {
        return data.featureNames().stream()
                .anyMatch(
                        name -> NumericEffect.of(data.column(name), assignment).pValue() <= 0.05 / data.featureCount());
    }

    /** Groups whose nearest others are so many standard deviations away: a simplex where there is room, else a grid. */
    private static double[][] centers(int k, int d, double apart) {
        double[][] centers = new double[k][d];
        for (int c = 0; c < k; c++) {
            if (k <= d) {
                centers[c][c] = apart / Math.sqrt(2);
            } else {
                centers[c][0] = apart * (c % 3);
                centers[c][1] = apart * (c / 3);
            }
        }
        return centers;
    }
}
