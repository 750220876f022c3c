package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.noise.CorrectedMigration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The correction of steps over several dates, of customers who are typed rightly four times in five; more in {@link
 * PooledCorrectionSimulation}.
 */
class PooledCorrectionTest {

    private static final int RUNS = 200;

    /** By three standard errors of the number of runs. */
    private static double chance(double share, int sign) {
        return share + sign * 3 * Math.sqrt(share * (1 - share) / RUNS);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "4, 0", "12, 0", "2, 0.1", "4, 0.1", "12, 0.1"})
    void intervalsCoverAndTheTrueErrorIsNotOverstated(int dates, double moves) {
        TypedMarket market = new TypedMarket(new PooledMarket(1000, dates, 3, 0, 0, moves), 0.8);
        PooledCorrection found = PooledCorrection.of(market, RUNS);
        assertThat(found.covered()).isGreaterThan(chance(0.95, -1));
        assertThat(found.seen()).isZero();
        assertThat(found.overstated()).isLessThan(chance(0.05, 1));
        assertThat(found.mean()).isCloseTo(moves, within(3 * found.error()));
        if (dates == 12 && moves > 0) { // steps of the same customer share his errors at the date between
            assertThat(found.asIfIndependent()).isLessThan(found.covered() - 0.02);
        }
    }

    /** Nine in ten are typed rightly, and the error says four in five. */
    @ParameterizedTest
    @CsvSource({"2, 200", "2, 1000", "4, 1000"})
    void anErrorThatIsTooLargeIsSeen(int dates, int customers) {
        TypedMarket market = new TypedMarket(new PooledMarket(customers, dates, 3, 0, 0, 0), 0.9);
        TypedMarket said = new TypedMarket(market.truth(), 0.8);
        int overstated = 0;
        for (int run = 0; run < 50; run++) {
            MigrationMatrix steps = PooledMarket.pooled(market.drawn(SeededRandom.stream(3, run)), 3)
                    .matrix();
            overstated += CorrectedMigration.of(steps, said.error()).overstated() ? 1 : 0;
        }
        assertThat(overstated).isGreaterThanOrEqualTo(49);
    }
}
