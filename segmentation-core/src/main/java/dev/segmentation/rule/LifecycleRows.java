package dev.segmentation.rule;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Snapshot;
import java.util.Optional;

/** What decides on the state of customers, checked. */
final class LifecycleRows {

    private final double[] recency;
    private final double[] frequency;
    private final double[] advocacy; // empty without advocates

    private LifecycleRows(double[] recency, double[] frequency, double... advocacy) {
        this.recency = recency;
        this.frequency = frequency;
        this.advocacy = advocacy;
    }

    static LifecycleRows of(
            Snapshot snapshot, String recency, String frequency, Optional<String> advocacy, String where) {
        double[] days = snapshot.numbers(recency);
        double[] purchases = snapshot.numbers(frequency);
        for (int row = 0; row < days.length; row++) {
            if (Double.isNaN(purchases[row])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        row,
                        frequency,
                        where + ": missing value at row " + row + ", feature \"" + frequency
                                + "\"; 0 is for no purchase");
            }
            if (Double.isNaN(days[row]) && purchases[row] > 0) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        row,
                        recency,
                        where + ": row " + row + " has purchases in \"" + frequency + "\", but no \"" + recency
                                + "\"; who bought has a last purchase");
            }
            checkSign(purchases[row], row, frequency, where);
            checkSign(days[row], row, recency, where);
            if (purchases[row] == 0 && !Double.isNaN(days[row])) {
                throw new InvalidInputException(
                        Reason.NO_ACTIVITY,
                        row,
                        recency,
                        where + ": row " + row + " has a last purchase in \"" + recency + "\", but none in \""
                                + frequency + "\"; count all purchases so far, or leave the recency missing");
            }
        }
        return new LifecycleRows(
                days, purchases, advocacy.map(snapshot::numbers).orElse(new double[0]));
    }

    private static void checkSign(double value, int row, String name, String where) {
        if (value < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_VALUE,
                    row,
                    name,
                    where + ": the value at row " + row + ", feature \"" + name
                            + "\" is negative, expected at least 0; correct it");
        }
    }

    boolean hasBought(int row) {
        return !Double.isNaN(recency[row]);
    }

    /** Infinite without a purchase. */
    double recency(int row) {
        return hasBought(row) ? recency[row] : Double.POSITIVE_INFINITY;
    }

    double frequency(int row) {
        return frequency[row];
    }

    /** NaN where it is missing. */
    double advocacy(int row) {
        return advocacy[row];
    }
}
