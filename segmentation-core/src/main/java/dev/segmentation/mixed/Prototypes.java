package dev.segmentation.mixed;

/** Values and levels of k prototypes, none missing; written to by one thread. */
final class Prototypes {

    final int count;
    final int numericCount;
    final int categoricalCount;
    final double[] values; // of prototype s and numeric column j at s · numericCount + j
    final int[] levels;

    Prototypes(int count, int numericCount, int categoricalCount) {
        this.count = count;
        this.numericCount = numericCount;
        this.categoricalCount = categoricalCount;
        this.values = new double[count * numericCount];
        this.levels = new int[count * categoricalCount];
    }

    /** Becomes a row; what is missing there is taken from another prototype. */
    void set(int prototype, MixedRows rows, int row, Metric metric, Prototypes overall) {
        for (int j = 0; j < numericCount; j++) {
            values[prototype * numericCount + j] = rows.hasNumber(row, j) ? rows.number(row, j) : overall.values[j];
        }
        for (int j = 0; j < categoricalCount; j++) {
            int code = rows.code(row, j);
            levels[prototype * categoricalCount + j] = code == metric.codes(j) - 2 ? overall.levels[j] : code;
        }
    }

    /** Becomes a prototype of others. */
    void set(int prototype, Prototypes from, int other) {
        System.arraycopy(from.values, other * numericCount, values, prototype * numericCount, numericCount);
        System.arraycopy(from.levels, other * categoricalCount, levels, prototype * categoricalCount, categoricalCount);
    }

    Prototypes copy() {
        Prototypes copy = new Prototypes(count, numericCount, categoricalCount);
        System.arraycopy(values, 0, copy.values, 0, values.length);
        System.arraycopy(levels, 0, copy.levels, 0, levels.length);
        return copy;
    }

    /** These in another order: prototype s becomes number {@code numbers[s]}. */
    Prototypes renumbered(int[] numbers) {
        Prototypes renumbered = new Prototypes(count, numericCount, categoricalCount);
        for (int s = 0; s < count; s++) {
            renumbered.set(numbers[s], this, s);
        }
        return renumbered;
    }
}
