package dev.segmentation.mixture;

import dev.segmentation.internal.SavedParts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Arrays as lists in records, and back. */
final class SavedNumbers {

    private SavedNumbers() {}

    static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** Row-major values as rows. */
    static List<List<Double>> rows(double[] values, int width) {
        return IntStream.range(0, values.length / width)
                .mapToObj(row -> list(Arrays.copyOfRange(values, row * width, (row + 1) * width)))
                .toList();
    }

    /** At least one row, each of the width, of numbers that the passes take; row-major. */
    static double[] rows(List<List<Double>> rows, int width, String where, String name) {
        if (rows.isEmpty()) {
            throw SavedParts.damaged(where, "\"" + name + "\" is empty");
        }
        double[] values = new double[Math.multiplyExact(rows.size(), width)];
        for (int r = 0; r < rows.size(); r++) {
            double[] row = numbers(rows.get(r), width, where, name);
            for (double value : row) {
                if (!(Math.abs(value) <= MixtureData.LARGEST)) {
                    throw SavedParts.damaged(where, "a value of \"" + name + "\" is out of range");
                }
            }
            System.arraycopy(row, 0, values, r * width, width);
        }
        return values;
    }

    /** As many finite numbers as expected. */
    static double[] numbers(List<Double> list, int expected, String where, String name) {
        if (list.size() != expected) {
            throw SavedParts.damaged(where, "\"" + name + "\" has " + list.size() + " numbers, expected " + expected);
        }
        double[] numbers = new double[expected];
        for (int i = 0; i < expected; i++) {
            numbers[i] = SavedParts.finite(list.get(i), where, name);
        }
        return numbers;
    }
}
