package dev.segmentation.metrics.effect;

import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of a significance test. Says whether there is a difference, never how large it is: with many customers p
 * is tiny for differences that do not matter, so read the effect beside it.
 *
 * @param statistic t, F, χ² or z; NaN if undefined
 * @param degreesOfFreedom of the statistic, for F of its numerator; NaN if it has none or is undefined
 * @param denominatorDegrees of an F; NaN for others
 * @param pValue how often a statistic as extreme would arise without any difference, two-sided; NaN if undefined
 * @param undefined why the test is undefined; empty if it is defined
 */
public record TestResult(
        double statistic,
        double degreesOfFreedom,
        double denominatorDegrees,
        double pValue,
        Optional<Reason> undefined) {

    /**
     * Checks that all parts are there.
     *
     * @param statistic t, F, χ² or z
     * @param degreesOfFreedom of the statistic
     * @param denominatorDegrees of an F
     * @param pValue two-sided
     * @param undefined why the test is undefined
     */
    public TestResult {
        Objects.requireNonNull(undefined, "undefined");
    }

    static TestResult of(double statistic, double degreesOfFreedom, double pValue) {
        return new TestResult(statistic, degreesOfFreedom, Double.NaN, pValue, Optional.empty());
    }

    static TestResult ofF(double statistic, double numeratorDegrees, double denominatorDegrees, double pValue) {
        return new TestResult(statistic, numeratorDegrees, denominatorDegrees, pValue, Optional.empty());
    }

    static TestResult undefined(Reason reason) {
        return new TestResult(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Optional.of(reason));
    }

    @Override
    public String toString() {
        return undefined
                .map(reason -> "TestResult[undefined: " + reason + "]")
                .orElseGet(
                        () -> String.format(Locale.ROOT, "TestResult[%.4g%s, p = %.3g]", statistic, degrees(), pValue));
    }

    private String degrees() {
        if (Double.isNaN(degreesOfFreedom)) {
            return "";
        }
        return Double.isNaN(denominatorDegrees)
                ? String.format(Locale.ROOT, " on %.4g", degreesOfFreedom)
                : String.format(Locale.ROOT, " on %.4g and %.4g", degreesOfFreedom, denominatorDegrees);
    }
}
