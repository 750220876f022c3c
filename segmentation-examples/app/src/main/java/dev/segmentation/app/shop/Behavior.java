package dev.segmentation.app.shop;

import static dev.segmentation.app.shop.CustomerType.BARGAIN_HUNTER;
import static dev.segmentation.app.shop.CustomerType.BIG_BASKET;
import static dev.segmentation.app.shop.CustomerType.INACTIVE;
import static dev.segmentation.app.shop.CustomerType.LOYAL_REGULAR;
import static dev.segmentation.app.shop.CustomerType.OCCASIONAL;

import java.util.Map;
import java.util.Objects;

/**
 * How customers of a type buy, and what may become of them.
 *
 * @param shareOfArrivals the share of new customers who begin as this type
 * @param rhythm when they buy
 * @param basket for how much
 * @param monthlyMoves the chance per 30 days to turn into another type, for those that can
 */
record Behavior(double shareOfArrivals, Rhythm rhythm, Basket basket, Map<CustomerType, Double> monthlyMoves) {

    private static final Map<CustomerType, Behavior> ALL = Map.of(
            LOYAL_REGULAR,
            new Behavior(
                    0.20,
                    new Rhythm(16, 3),
                    new Basket(45, 0.4, 0.04),
                    Map.of(INACTIVE, 0.015, OCCASIONAL, 0.015, BIG_BASKET, 0.005)),
            BIG_BASKET,
            new Behavior(
                    0.12, new Rhythm(50, 2), new Basket(240, 0.4, 0.08), Map.of(INACTIVE, 0.015, OCCASIONAL, 0.01)),
            BARGAIN_HUNTER,
            new Behavior(0.20, new Rhythm(40, 2), new Basket(18, 0.4, 0.12), Map.of(INACTIVE, 0.02, OCCASIONAL, 0.005)),
            OCCASIONAL,
            new Behavior(
                    0.26, new Rhythm(95, 2), new Basket(60, 0.4, 0.05), Map.of(INACTIVE, 0.02, LOYAL_REGULAR, 0.015)),
            INACTIVE,
            new Behavior(
                    0.22,
                    new Rhythm(4000, 1),
                    new Basket(40, 0.5, 0.05),
                    Map.of(OCCASIONAL, 0.004, LOYAL_REGULAR, 0.004)));

    /**
     * When customers buy.
     *
     * @param meanGapDays mean days between two purchases, out of season
     * @param regularity shape of the gamma distribution of these gaps; 1 is pure chance, more is more regular
     */
    record Rhythm(double meanGapDays, int regularity) {}

    /**
     * For how much customers buy.
     *
     * @param median median amount of a purchase
     * @param spread standard deviation of the logarithm of the amount
     * @param returnShare share of purchases of which something is sent back
     */
    record Basket(double median, double spread, double returnShare) {}

    static Behavior of(CustomerType type) {
        return Objects.requireNonNull(ALL.get(type));
    }
}
