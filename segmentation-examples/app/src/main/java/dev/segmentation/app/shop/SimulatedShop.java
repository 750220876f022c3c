package dev.segmentation.app.shop;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A shop that never was: customers of known types arrive, buy, send back, lapse and change, over two years.
 *
 * <p>Time between purchases is gamma distributed in a clock that runs faster in season (before Christmas for everybody,
 * during sales for bargain hunters); amounts are log-normal; types change at random with constant hazards. Purchases
 * therefore tell the type only with noise, as in life.
 *
 * <p>Immutable. The same seed gives the same receipts on every machine.
 */
public final class SimulatedShop {

    private static final double DAYS_PER_MONTH = 30;
    private static final double SHARE_AT_OPENING = 0.35;
    private static final int OPENING_DAYS = 90;

    private final LocalDate opening;
    private final LocalDate lastDay;
    private final int customers;
    private final long seed;

    private SimulatedShop(LocalDate opening, LocalDate lastDay, int customers, long seed) {
        this.opening = opening;
        this.lastDay = lastDay;
        this.customers = customers;
        this.seed = seed;
    }

    /**
     * The shop of the demo: 5,000 customers in the years 2023 and 2024.
     *
     * @return with seed 1
     */
    public static SimulatedShop standard() {
        return new SimulatedShop(LocalDate.of(2023, 1, 1), LocalDate.of(2024, 12, 31), 5_000, 1);
    }

    /**
     * Another course of chance.
     *
     * @param value any number
     * @return a new shop
     */
    public SimulatedShop withSeed(long value) {
        return new SimulatedShop(opening, lastDay, customers, value);
    }

    /**
     * Another size.
     *
     * @param value how many customers arrive over the two years, at least 1
     * @return a new shop
     * @throws IllegalArgumentException if there are none
     */
    public SimulatedShop withCustomers(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("SimulatedShop.withCustomers: " + value + ", expected at least 1");
        }
        return new SimulatedShop(opening, lastDay, value, seed);
    }

    /**
     * Lets the two years pass.
     *
     * @return what happened
     */
    public ShopHistory run() {
        List<Sale> sales = new ArrayList<>();
        List<TypeChange> changes = new ArrayList<>();
        Map<String, CustomerType> firstTypes = new LinkedHashMap<>();
        SplittableRandom root = new SplittableRandom(seed);
        for (int i = 1; i <= customers; i++) {
            String id = String.format(Locale.ROOT, "C%05d", i);
            Dice dice = new Dice(root.split()); // one for each customer, so that one more changes nobody else
            CustomerType type = firstType(dice);
            firstTypes.put(id, type);
            live(id, type, firstDay(dice), dice, sales, changes);
        }
        return new ShopHistory(sales, firstTypes, changes);
    }

    private static CustomerType firstType(Dice dice) {
        double u = dice.uniform();
        for (CustomerType type : CustomerType.values()) {
            u -= Behavior.of(type).shareOfArrivals();
            if (u < 0) {
                return type;
            }
        }
        return CustomerType.OCCASIONAL; // rounding of the shares
    }

    private LocalDate firstDay(Dice dice) {
        long days = lastDay.toEpochDay() - opening.toEpochDay() + 1;
        long span = dice.uniform() < SHARE_AT_OPENING ? OPENING_DAYS : days;
        return opening.plusDays((long) (dice.uniform() * span));
    }

    private void live(
            String id,
            CustomerType firstType,
            LocalDate firstDay,
            Dice dice,
            List<Sale> sales,
            List<TypeChange> changes) {
        CustomerType type = firstType;
        double untilNext = 0; // in mean gaps; the first purchase is on the first day
        for (LocalDate day = firstDay; !day.isAfter(lastDay); day = day.plusDays(1)) {
            untilNext -= Season.of(day).pace(type) / Behavior.of(type).rhythm().meanGapDays();
            if (untilNext <= 0) {
                buy(id, type, day, dice, sales);
                untilNext = dice.gamma(Behavior.of(type).rhythm().regularity());
            }
            CustomerType next = nextType(type, dice);
            if (next != type) {
                changes.add(new TypeChange(id, day, type, next));
                type = next;
                untilNext = dice.gamma(Behavior.of(type).rhythm().regularity());
            }
        }
    }

    private static CustomerType nextType(CustomerType type, Dice dice) {
        double u = dice.uniform();
        for (CustomerType next : CustomerType.values()) {
            u -= Behavior.of(type).monthlyMoves().getOrDefault(next, 0.0) / DAYS_PER_MONTH;
            if (u < 0) {
                return next;
            }
        }
        return type;
    }

    private void buy(String id, CustomerType type, LocalDate day, Dice dice, List<Sale> sales) {
        Behavior.Basket basket = Behavior.of(type).basket();
        double amount = basket.median() * StrictMath.exp(basket.spread() * dice.gaussian());
        sales.add(new Sale(id, day, cents(amount)));
        if (dice.uniform() < basket.returnShare()) {
            LocalDate back = day.plusDays(3 + (long) (dice.uniform() * 12));
            double share = 0.3 + 0.7 * dice.uniform();
            if (!back.isAfter(lastDay)) {
                sales.add(new Sale(id, back, -cents(amount * share)));
            }
        }
    }

    /** At least one cent, in whole cents. */
    private static double cents(double amount) {
        return Math.max(1, Math.rint(amount * 100)) / 100;
    }
}
