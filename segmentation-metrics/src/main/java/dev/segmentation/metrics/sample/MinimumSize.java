package dev.segmentation.metrics.sample;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Objects;

/**
 * How many customers a segment must have to be worth its own treatment, and why: enough to learn whether the treatment
 * works, and enough to pay for it.
 *
 * @param customers the smallest viable segment, at least 1
 * @param because what asks for that many, in words
 */
public record MinimumSize(long customers, String because) {

    /**
     * Checks the number.
     *
     * @param customers at least 1
     * @param because what asks for that many
     */
    public MinimumSize {
        Objects.requireNonNull(because, "because");
        if (customers < 1) {
            throw Arguments.badParameter("MinimumSize", "customers", customers, "at least 1");
        }
    }

    /**
     * Enough for a test within the segment, half of it treated, half not, that sees a difference of means.
     *
     * @param analysis significance and power
     * @param standardDeviation of the outcome within the segment, more than 0
     * @param difference the smallest effect that matters, in the same unit, not 0
     * @return both groups together
     * @throws InvalidInputException as {@link PowerAnalysis#customersPerGroup}
     */
    public static MinimumSize forTest(PowerAnalysis analysis, double standardDeviation, double difference) {
        Objects.requireNonNull(analysis, "analysis");
        long perGroup = analysis.customersPerGroup(standardDeviation, difference);
        return new MinimumSize(
                2 * perGroup,
                "a test with two groups of " + perGroup + " sees a difference of means of " + difference
                        + " at standard deviation " + standardDeviation + " with power " + analysis.power());
    }

    /**
     * Enough for a test within the segment, half of it treated, half not, that sees a difference of shares.
     *
     * @param analysis significance and power
     * @param untreatedShare the share that responds anyway, in [0, 1]
     * @param treatedShare the smallest share that would be worth it, in [0, 1]
     * @return both groups together
     * @throws InvalidInputException as {@link PowerAnalysis#customersPerGroupOfShares}
     */
    public static MinimumSize forTestOfShares(PowerAnalysis analysis, double untreatedShare, double treatedShare) {
        Objects.requireNonNull(analysis, "analysis");
        long perGroup = analysis.customersPerGroupOfShares(untreatedShare, treatedShare);
        return new MinimumSize(
                2 * perGroup,
                "a test with two groups of " + perGroup + " tells the shares " + untreatedShare + " and " + treatedShare
                        + " apart with power " + analysis.power());
    }

    /**
     * Enough that the incremental margin pays for a programme: fixed cost divided by margin per head, rounded up.
     *
     * @param fixedCost of the programme in a period, at least 0
     * @param marginPerCustomer what the programme adds per customer in the same period and currency, more than 0
     * @return the break-even size
     * @throws InvalidInputException if an argument is out of range ({@link Reason#BAD_PARAM}), or more than 2⁵³ customers
     *     would be needed ({@link Reason#RANGE})
     */
    public static MinimumSize forProgramme(double fixedCost, double marginPerCustomer) {
        String where = "MinimumSize.forProgramme";
        if (!(fixedCost >= 0 && fixedCost <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(where, "fixedCost", fixedCost, "at least 0 and finite");
        }
        if (!(marginPerCustomer > 0 && marginPerCustomer <= Double.MAX_VALUE)) {
            throw Arguments.badParameter(
                    where,
                    "marginPerCustomer",
                    marginPerCustomer,
                    "more than 0 and finite; a programme without margin never pays");
        }
        double customers = Math.ceil(fixedCost / marginPerCustomer);
        if (!(customers <= 0x1p53)) {
            throw new InvalidInputException(
                    Reason.RANGE, "marginPerCustomer", where + ": more than 2^53 customers would be needed");
        }
        return new MinimumSize(
                Math.max(1, (long) customers),
                "a fixed cost of " + fixedCost + " is earned back at " + marginPerCustomer + " per customer");
    }

    /**
     * The larger of two requirements.
     *
     * @param other another requirement
     * @return this one if both are equal
     */
    public MinimumSize orLarger(MinimumSize other) {
        return other.customers > customers ? other : this;
    }
}
