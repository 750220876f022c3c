package dev.segmentation.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

class LogTailsTest {

    /** Q(k, x) = e^−x Σ x^i / i! for whole k, in logarithms, from the bulk to where Q is 1e-400000. */
    @Test
    void chiSquareWithAnEvenNumberOfDegreesIsAPoissonSum() {
        for (int half : new int[] {1, 2, 3, 10, 60}) {
            for (double x : new double[] {1e-6, 0.3, 2, 7, 30, 119, 121, 500, 1500, 1e4, 2e6}) {
                double largest = Double.NEGATIVE_INFINITY;
                double[] terms = new double[half];
                for (int i = 0; i < half; i++) {
                    terms[i] = i == 0 ? 0 : terms[i - 1] + StrictMath.log(x / 2) - StrictMath.log(i);
                    largest = Math.max(largest, terms[i]);
                }
                double sum = 0;
                for (double term : terms) {
                    sum += StrictMath.exp(term - largest);
                }
                double expected = -x / 2 + largest + StrictMath.log(sum);
                assertThat(LogTails.chiSquare(x, 2.0 * half))
                        .as("x = %s, df = %s", x, 2 * half)
                        .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** P(F ≥ f) = (1 + 2f/d)^(−d/2) for 2 and d degrees; 1 − (f/(f + 2/d))^(d/2) for d and 2. */
    @Test
    void fWithTwoDegreesHasAClosedForm() {
        for (double d : new double[] {1, 2, 7, 100, 1e5}) {
            for (double f : new double[] {1e-9, 0.2, 1, 3.5, 40, 1e4, 1e9}) {
                double expected = -d / 2 * StrictMath.log1p(2 * f / d);
                assertThat(LogTails.fisher(f, 2, d))
                        .as("f = %s, d = %s", f, d)
                        .isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
                double above = StrictMath.log(-StrictMath.expm1(-d / 2 * StrictMath.log1p(2 / (d * f))));
                assertThat(LogTails.fisher(f, d, 2))
                        .as("f = %s, d = %s", f, d)
                        .isCloseTo(above, within(1e-11 * Math.max(1, Math.abs(above))));
            }
        }
    }

    @Test
    void bothAreThoseOfTheDistributionsWhereTheseAreNotTiny() {
        for (double degrees : new double[] {1, 3, 5, 17}) {
            for (double x : new double[] {0.01, 1, 4, 12, 40}) {
                double expected = 1 - new ChiSquaredDistribution(null, degrees).cumulativeProbability(x);
                assertThat(StrictMath.exp(LogTails.chiSquare(x, degrees))).isCloseTo(expected, within(1e-13));
                double f = 1 - new FDistribution(null, degrees, 23).cumulativeProbability(x);
                assertThat(StrictMath.exp(LogTails.fisher(x, degrees, 23))).isCloseTo(f, within(1e-12));
            }
        }
    }

    @Test
    void logarithmsOfGammaAndBetaAreThoseOfTheLibrary() {
        for (double a : new double[] {0.5, 1, 1.5, 2, 9.5, 10, 33.25, 1e3, 5e4, 1e8}) {
            double gamma = Gamma.logGamma(a);
            assertThat(LogTails.logGamma(a)).isCloseTo(gamma, within(1e-14 * Math.max(1, Math.abs(gamma))));
            for (double b : new double[] {0.5, 1, 4, 12.5, 70}) {
                double beta = Beta.logBeta(a, b);
                assertThat(LogTails.logBeta(a, b)).isCloseTo(beta, within(2e-14 * Math.max(10, Math.abs(beta))));
                assertThat(LogTails.logBeta(b, a)).isEqualTo(LogTails.logBeta(a, b));
            }
        }
    }

    @Test
    void theEndsAreOneAndZero() {
        assertThat(LogTails.chiSquare(0, 3)).isZero();
        assertThat(LogTails.fisher(0, 3, 4)).isZero();
        assertThat(LogTails.chiSquare(Double.POSITIVE_INFINITY, 3)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LogTails.fisher(Double.POSITIVE_INFINITY, 3, 4)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
