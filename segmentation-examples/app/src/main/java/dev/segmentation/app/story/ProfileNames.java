package dev.segmentation.app.story;

import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Names segments after what is typical of them, in words that people use: how often they buy, how much at a time, and
 * whether they still do.
 *
 * <p>Typical is the median customer; often and much are meant in comparison with all customers of the same date. Two
 * segments that would get the same name are told apart by the size of their purchases, then by a number.
 */
final class ProfileNames {

    /** Times the average number of purchases. */
    private static final double FREQUENT = 2;

    private static final double REGULAR = 0.8;

    /** Times the median purchase of everybody. */
    private static final double BIG = 1.4;

    private static final double SMALL = 0.7;

    private final double meanFrequency;
    private final double medianBasket;
    private final double recentDays;

    private ProfileNames(double meanFrequency, double medianBasket, double recentDays) {
        this.meanFrequency = meanFrequency;
        this.medianBasket = medianBasket;
        this.recentDays = recentDays;
    }

    static List<String> of(Segmentation segmentation, Timeline timeline) {
        LocalDate date = segmentation.asOf();
        ProfileNames words = new ProfileNames(
                DoubleStream.of(segmentation.snapshot().numbers(Customers.FREQUENCY))
                        .average()
                        .orElse(0),
                median(segmentation.snapshot().numbers(Customers.BASKET)),
                (date.toEpochDay() - date.minus(timeline.step()).toEpochDay()) / 6.0);
        List<String> names = new ArrayList<>();
        for (Segment segment : segmentation.segments()) {
            int[] rows = segmentation.assignment().rowsOf(segment.index());
            double frequency = median(column(segmentation, Customers.FREQUENCY, rows));
            double basket = median(column(segmentation, Customers.BASKET, rows));
            double recency = median(column(segmentation, Customers.RECENCY, rows));
            names.add(unique(words.name(frequency, basket, recency), names));
        }
        return names;
    }

    private String name(double frequency, double basket, double recency) {
        if (frequency < 1) {
            return "Lapsed " + spenders(basket);
        }
        if (frequency < 2) {
            return recency <= recentDays ? "New " + spenders(basket) : "One-order " + spenders(basket);
        }
        if (frequency >= FREQUENT * meanFrequency) {
            return "Frequent " + spenders(basket);
        }
        if (frequency >= REGULAR * meanFrequency) {
            return "Regular " + spenders(basket);
        }
        return (recency <= recentDays ? "Recent occasional " : "Occasional ") + spenders(basket);
    }

    private String spenders(double basket) {
        if (basket >= BIG * medianBasket) {
            return "big spenders";
        }
        return basket <= SMALL * medianBasket ? "small spenders" : "buyers";
    }

    private static String unique(String name, List<String> taken) {
        String candidate = name;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = name + " " + i;
        }
        return candidate;
    }

    private static double[] column(Segmentation segmentation, String name, int[] rows) {
        double[] all = segmentation.snapshot().numbers(name);
        return Arrays.stream(rows).mapToDouble(row -> all[row]).toArray();
    }

    /** The middle value, the lower one of two; 0 for nobody. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    }
}
