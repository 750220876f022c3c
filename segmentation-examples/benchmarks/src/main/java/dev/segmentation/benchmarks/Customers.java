package dev.segmentation.benchmarks;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.internal.SeededRandom;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Customers of k groups: numbers, which are Gaussian blobs that overlap, answers to items of 4 levels, each of which a group
 * prefers in half of the cases, and the group. The same bits on every machine.
 */
public final class Customers {

    /** The levels of every item. */
    public static final int LEVELS = 4;

    private static final long SEED = 1;

    /** The households of ten customers of a group: of 1, 2, 3 and 4. */
    private static final int[] HOUSEHOLDS = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3};

    private final int groups;
    private final double[][] numbers;
    private final int[][] answers;
    private final int[] group;

    /**
     * Makes customers.
     *
     * @param rows n
     * @param features d, numbers of each
     * @param items answers of each
     * @param groups k
     */
    public Customers(int rows, int features, int items, int groups) {
        this.groups = groups;
        numbers = new double[rows][features];
        answers = new int[rows][items];
        group = new int[rows];
        SeededRandom random = SeededRandom.stream(SEED, 5);
        double[][] centers = new double[groups][features];
        int[][] preferred = new int[groups][items];
        for (int g = 0; g < groups; g++) {
            for (int j = 0; j < features; j++) {
                centers[g][j] = Blobs.OVERLAPPING / Math.sqrt(features) * random.nextGaussian();
            }
            for (int j = 0; j < items; j++) {
                preferred[g][j] = random.nextInt(LEVELS);
            }
        }
        for (int i = 0; i < rows; i++) {
            int g = random.nextInt(groups);
            group[i] = g;
            for (int j = 0; j < features; j++) {
                numbers[i][j] = centers[g][j] + random.nextGaussian();
            }
            for (int j = 0; j < items; j++) {
                answers[i][j] = random.nextDouble() < 0.5 ? preferred[g][j] : random.nextInt(LEVELS);
            }
        }
    }

    /**
     * The number of customers.
     *
     * @return n
     */
    public int rows() {
        return group.length;
    }

    /**
     * The number of groups, and of segments to be found.
     *
     * @return k
     */
    public int groups() {
        return groups;
    }

    /**
     * The numbers as most libraries want them.
     *
     * @return n arrays of d values, not copied
     */
    public double[][] numbers() {
        return numbers;
    }

    /**
     * The answers as most libraries want them.
     *
     * @return n arrays of codes from 0, not copied
     */
    public int[][] answers() {
        return answers;
    }

    /**
     * Where contenders start that can be told: near k rows, and at none, since some libraries fail there.
     *
     * @return k arrays of d values
     */
    public double[][] start() {
        return Arrays.stream(startRows())
                .mapToObj(row ->
                        Arrays.stream(numbers[row]).map(value -> value + 1e-3).toArray())
                .toArray(double[][]::new);
    }

    /**
     * For every row the nearest start.
     *
     * @return n labels
     */
    public int[] nearestStart() {
        double[][] start = start();
        return Arrays.stream(numbers).mapToInt(row -> nearest(row, start)[0]).toArray();
    }

    FeatureMatrix matrix() {
        return FeatureMatrix.copyOf(names(numbers[0].length), numbers);
    }

    FeatureMatrix startMatrix() {
        return FeatureMatrix.copyOf(names(numbers[0].length), start());
    }

    /** One positive number of each: the squares of the first feature. */
    FeatureMatrix revenue() {
        return FeatureMatrix.copyOfRowMajor(
                List.of("revenue"),
                Arrays.stream(numbers).mapToDouble(row -> row[0] * row[0]).toArray());
    }

    /** Whole days, whole purchases and money: from three numbers, so that days and purchases have ties. */
    FeatureMatrix recencyFrequencyMonetary() {
        return FeatureMatrix.copyOfRowMajor(
                List.of("recency_days", "frequency", "monetary"),
                Arrays.stream(numbers)
                        .flatMapToDouble(row -> DoubleStream.of(
                                Math.floor(20 * (row[0] * row[0])), 1 + Math.floor(row[1] * row[1]), row[2] * row[2]))
                        .toArray());
    }

    /** The numbers, four times as large for every twentieth customer, who then belongs to no group. */
    FeatureMatrix withStrays() {
        double[][] rows = numbers.clone();
        for (int i = 0; i < rows.length; i += 20) {
            rows[i] = Arrays.stream(rows[i]).map(value -> 4 * value).toArray();
        }
        return FeatureMatrix.copyOf(names(rows[0].length), rows);
    }

    /** The household of each, of 1 to 4 customers of one group, but for a few between two groups. */
    long[] households() {
        int[] order = IntStream.range(0, rows())
                .boxed()
                .sorted(Comparator.comparingInt(i -> group[i]))
                .mapToInt(i -> i)
                .toArray();
        long[] household = new long[rows()];
        for (int i = 0; i < order.length; i++) {
            household[order[i]] = i / 10 * 4L + HOUSEHOLDS[i % 10];
        }
        return household;
    }

    /** The pair of each: a customer and the next. */
    long[] pairs() {
        return IntStream.range(0, rows()).mapToLong(i -> i / 2).toArray();
    }

    /** The answers, as nominal columns. */
    FeatureTable answerTable() {
        return addAnswers(FeatureTable.builder()).build();
    }

    /** As many numbers as there are answers, and the answers. */
    FeatureTable mixed() {
        int features = answers[0].length;
        FeatureMatrix some =
                FeatureMatrix.copyOf(names(numbers[0].length), numbers).select(names(features));
        return addAnswers(FeatureTable.builder().matrix(some)).build();
    }

    /** The answers if there are any, else the numbers; and the group. */
    FeatureTable withGroup() {
        FeatureTable.Builder builder = FeatureTable.builder();
        if (answers[0].length > 0) {
            addAnswers(builder);
        } else {
            builder.matrix(matrix());
        }
        List<String> names = Arrays.stream(group).mapToObj(g -> "g" + g).toList();
        return builder.nominal("group", names).build();
    }

    /** k rows, all different. */
    int[] startRows() {
        SeededRandom random = SeededRandom.stream(SEED, 6);
        return IntStream.generate(() -> random.nextInt(rows()))
                .distinct()
                .limit(groups)
                .toArray();
    }

    /**
     * What k-medoids minimizes.
     *
     * @param medoids rows
     * @return the sum of the distances to the nearest medoid
     */
    public double distanceToMedoids(int... medoids) {
        double[][] centers = Arrays.stream(medoids).mapToObj(m -> numbers[m]).toArray(double[][]::new);
        return Arrays.stream(numbers)
                .mapToDouble(row -> Math.sqrt(squared(row, centers[nearest(row, centers)[0]])))
                .sum();
    }

    /**
     * What medoid silhouettes minimize.
     *
     * @param medoids rows
     * @return 1 − the average medoid silhouette
     */
    public double medoidSilhouetteLoss(int... medoids) {
        double[][] centers = Arrays.stream(medoids).mapToObj(m -> numbers[m]).toArray(double[][]::new);
        return Arrays.stream(numbers)
                .mapToDouble(row -> {
                    int[] two = nearest(row, centers);
                    double first = squared(row, centers[two[0]]);
                    return first == 0 ? 0 : Math.sqrt(first / squared(row, centers[two[1]]));
                })
                .average()
                .orElseThrow();
    }

    /**
     * Writes everything for programs that are not Java, little-endian: n, d, items, levels and k as 64-bit integers; n·d
     * doubles row by row; k·d doubles of the start; n·items and then n 32-bit integers, answers and groups.
     *
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public void writeTo(Path file) throws IOException {
        int features = numbers[0].length;
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            for (long size : new long[] {rows(), features, answers[0].length, LEVELS, groups}) {
                out.writeLong(Long.reverseBytes(size));
            }
            ByteBuffer doubles = ByteBuffer.allocate(features * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (double[][] part : new double[][][] {numbers, start()}) {
                for (double[] row : part) {
                    doubles.clear().asDoubleBuffer().put(row);
                    out.write(doubles.array());
                }
            }
            for (int[] row : answers) {
                for (int code : row) {
                    out.writeInt(Integer.reverseBytes(code));
                }
            }
            for (int g : group) {
                out.writeInt(Integer.reverseBytes(g));
            }
        }
    }

    private FeatureTable.Builder addAnswers(FeatureTable.Builder builder) {
        List<String> levels = IntStream.range(0, LEVELS).mapToObj(l -> "l" + l).toList();
        for (int j = 0; j < answers[0].length; j++) {
            int item = j;
            builder.nominal(
                    "item" + j,
                    Arrays.stream(answers).map(row -> levels.get(row[item])).toList());
        }
        return builder;
    }

    private static List<String> names(int features) {
        return IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
    }

    /** The two nearest centers, the first of equals. */
    private static int[] nearest(double[] row, double[][] centers) {
        int[] two = new int[2];
        double first = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (int s = 0; s < centers.length; s++) {
            double distance = squared(row, centers[s]);
            if (distance < first) {
                two[1] = two[0];
                second = first;
                two[0] = s;
                first = distance;
            } else if (distance < second) {
                two[1] = s;
                second = distance;
            }
        }
        return two;
    }

    private static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}
