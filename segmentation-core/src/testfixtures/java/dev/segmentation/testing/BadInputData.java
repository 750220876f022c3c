package dev.segmentation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Makes rows of the {@code data} descriptions of {@code bad-input.csv}: a generator, then scale, offset, extra columns,
 * patched cells, replaced and appended rows, in that order.
 *
 * <p>Random numbers are those of a 64-bit linear congruential generator with Box–Muller, the same on every machine to
 * the last digits.
 */
public final class BadInputData {

    private final double[][] rows;
    private final int[] truth;

    private BadInputData(double[][] rows, int[] truth) {
        this.rows = rows;
        this.truth = truth;
    }

    /**
     * Follows a description.
     *
     * @param spec the object with the field {@code gen}
     * @return the data
     */
    public static BadInputData make(JsonNode spec) {
        List<double[]> rows = new ArrayList<>(Arrays.asList(generated(spec)));
        scaleAndShift(rows, spec);
        patch(rows, spec);
        spec.path("append_rows").forEach(row -> rows.add(numbers(row)));
        int[] truth = new int
                [spec.path("gen").asText().equals("blobs3") ? spec.path("n").asInt(60) : 0];
        Arrays.setAll(truth, i -> i % 3);
        return new BadInputData(rows.toArray(double[][]::new), truth.length == rows.size() ? truth : new int[0]);
    }

    /**
     * A number, which may be written as "NaN", "+Inf", "-Inf", "-0.0", "MAX" or "MIN_SUB".
     *
     * @param node a number or text
     * @return its value
     */
    public static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.asText()) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "-0.0" -> -0.0;
            case "MAX" -> Double.MAX_VALUE;
            case "MIN_SUB" -> Double.MIN_VALUE;
            default -> throw new IllegalArgumentException("not a number: " + node);
        };
    }

    /**
     * The rows.
     *
     * @return the array itself; rows may differ in length
     */
    public double[][] rows() {
        return rows;
    }

    /**
     * The group that each row was drawn from.
     *
     * @return labels from 0, empty where there are no groups or rows were added
     */
    public int[] truth() {
        return truth;
    }

    /**
     * The rows as a matrix with the features x0, x1, …
     *
     * @return n × d
     */
    public FeatureMatrix matrix() {
        return FeatureMatrix.copyOf(featureNames(), rows);
    }

    /**
     * The names that {@link #matrix} gives the features.
     *
     * @return x0, x1, …, as many as the first row has values
     */
    public List<String> featureNames() {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < (rows.length == 0 ? 0 : rows[0].length); j++) {
            names.add("x" + j);
        }
        return names;
    }

    private static double[][] generated(JsonNode spec) {
        int n = spec.path("n").asInt(60);
        int d = spec.path("d").asInt(2);
        double[][] rows = new double[n][];
        switch (spec.get("gen").asText()) {
            case "blobs3" -> {
                DoubleSupplier normal = normals(spec.path("seed").asLong(42));
                for (int i = 0; i < n; i++) {
                    double[] center = new double[d];
                    center[0] = i % 3 == 1 ? 10 : 0;
                    center[1] = i % 3 == 2 ? 10 : 0;
                    rows[i] = Arrays.stream(center)
                            .map(c -> c + 0.5 * normal.getAsDouble())
                            .toArray();
                }
            }
            case "normal" -> {
                DoubleSupplier normal = normals(spec.path("seed").asLong(1));
                Arrays.setAll(rows, i -> new double[d]);
                for (double[] row : rows) {
                    Arrays.setAll(row, j -> normal.getAsDouble());
                }
            }
            case "const" ->
                Arrays.setAll(rows, i -> {
                    double[] row = new double[d];
                    Arrays.fill(row, spec.path("value").asDouble(3.7));
                    return row;
                });
            case "two_points" -> Arrays.setAll(rows, i -> i % 2 == 0 ? new double[] {0, 0} : new double[] {5, 5});
            case "heavy_dup" -> {
                rows = new double[n + 3][2];
                rows[n] = new double[] {100, 100};
                rows[n + 1] = new double[] {101, 100};
                rows[n + 2] = new double[] {-100, 50};
            }
            case "arith" ->
                Arrays.setAll(rows, i -> new double[] {
                    spec.get("start").asDouble() + i * spec.path("step").asDouble(1)
                });
            case "chain" -> Arrays.setAll(rows, i -> new double[] {Math.scalb(1.0, i)});
            case "inline" -> {
                JsonNode inline = spec.get("rows");
                rows = new double[inline.size()][];
                Arrays.setAll(rows, i -> numbers(inline.get(i)));
            }
            case "empty" -> rows = new double[0][];
            case "zero_cols" -> Arrays.setAll(rows, i -> new double[0]);
            default -> throw new IllegalArgumentException("unknown generator " + spec);
        }
        return rows;
    }

    private static void scaleAndShift(List<double[]> rows, JsonNode spec) {
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = row[j] * perColumn(spec.path("scale"), j, 1);
                if (spec.has("offset")) {
                    row[j] = row[j] + perColumn(spec.path("offset"), j, 0);
                }
            }
        }
    }

    private static double perColumn(JsonNode value, int column, double absent) {
        return value.isMissingNode() ? absent : number(value.isArray() ? value.get(column) : value);
    }

    private static void patch(List<double[]> rows, JsonNode spec) {
        for (JsonNode constant : spec.path("add_cols")) {
            rows.replaceAll(row -> with(row, number(constant)));
        }
        for (JsonNode copy : spec.path("copy_col")) {
            rows.replaceAll(row -> with(row, row[copy.get(1).asInt()] * number(copy.get(0))));
        }
        for (JsonNode cell : spec.path("patch")) {
            rows.get(cell.get(0).asInt())[cell.get(1).asInt()] = number(cell.get(2));
        }
        for (JsonNode row : spec.path("replace_rows")) {
            rows.set(row.get(0).asInt(), numbers(row.get(1)));
        }
    }

    private static double[] with(double[] row, double last) {
        double[] longer = Arrays.copyOf(row, row.length + 1);
        longer[row.length] = last;
        return longer;
    }

    private static double[] numbers(JsonNode row) {
        double[] numbers = new double[row.size()];
        Arrays.setAll(numbers, j -> number(row.get(j)));
        return numbers;
    }

    private static DoubleSupplier uniforms(long seed) {
        long[] state = {seed};
        return () -> {
            state[0] = state[0] * 6364136223846793005L + 1442695040888963407L;
            return (state[0] >>> 11) * 0x1.0p-53;
        };
    }

    private static DoubleSupplier normals(long seed) {
        DoubleSupplier uniform = uniforms(seed);
        return () -> {
            double u = Math.max(uniform.getAsDouble(), 1e-300);
            double v = uniform.getAsDouble();
            return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
        };
    }
}
