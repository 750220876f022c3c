package dev.segmentation.app.shop;

import java.util.Map;

/**
 * What a simulated customer really is, at a time: how often they buy, how much they spend, and what may become of them.
 *
 * <p>A segmentation sees only purchases; this is what it tries to find out.
 */
public enum CustomerType {
    /** Buys every two to three weeks, like clockwork, whatever the season. */
    LOYAL_REGULAR("Loyal regular", new Habit(16, 3, 45, 0.4, 0.04)),
    /** Buys every other month, and then a lot. */
    BIG_BASKET("Big basket", new Habit(50, 2, 240, 0.4, 0.08)),
    /** Buys small things, mostly during sales, and sends many back. */
    BARGAIN_HUNTER("Bargain hunter", new Habit(40, 2, 18, 0.4, 0.12)),
    /** Buys a few times a year, most likely before Christmas. */
    OCCASIONAL("Occasional", new Habit(95, 2, 60, 0.4, 0.05)),
    /** Does not buy any more, or bought once and never meant to come back. */
    INACTIVE("Inactive", new Habit(4000, 1, 40, 0.5, 0.05));

    /**
     * How a type buys.
     *
     * @param meanGapDays mean days between two purchases, out of season
     * @param regularity shape of the gamma distribution of these gaps; 1 is pure chance, more is more regular
     * @param medianBasket median amount of a purchase
     * @param basketSpread standard deviation of the logarithm of the amount
     * @param returnShare share of purchases of which something is sent back
     */
    record Habit(double meanGapDays, int regularity, double medianBasket, double basketSpread, double returnShare) {}

    private static final Map<CustomerType, Map<CustomerType, Double>> MONTHLY_MOVES = Map.of(
            LOYAL_REGULAR, Map.of(INACTIVE, 0.015, OCCASIONAL, 0.015, BIG_BASKET, 0.005),
            BIG_BASKET, Map.of(INACTIVE, 0.015, OCCASIONAL, 0.01),
            BARGAIN_HUNTER, Map.of(INACTIVE, 0.02, OCCASIONAL, 0.005),
            OCCASIONAL, Map.of(INACTIVE, 0.02, LOYAL_REGULAR, 0.015),
            INACTIVE, Map.of(OCCASIONAL, 0.004, LOYAL_REGULAR, 0.004));

    private final String label;
    private final Habit habit;

    CustomerType(String label, Habit habit) {
        this.label = label;
        this.habit = habit;
    }

    /**
     * Its name for people.
     *
     * @return such as {@code Loyal regular}
     */
    public String label() {
        return label;
    }

    Habit habit() {
        return habit;
    }

    /** The chance per 30 days to turn into another type, for those that can. */
    Map<CustomerType, Double> monthlyMoves() {
        return MONTHLY_MOVES.getOrDefault(this, Map.of());
    }

    /** The share of new customers who begin as this type. */
    double shareOfArrivals() {
        return switch (this) {
            case LOYAL_REGULAR -> 0.20;
            case BIG_BASKET -> 0.12;
            case BARGAIN_HUNTER -> 0.20;
            case OCCASIONAL -> 0.26;
            case INACTIVE -> 0.22;
        };
    }
}
