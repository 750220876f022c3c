package dev.segmentation.metrics.markov;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.RateInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationRatesTest {

    private static final List<String> STATES = List.of("A", "B", "LEFT");

    /** A: 2 + 3 + 5 = 10 days, two moves to B and none to LEFT; B: 4 + 1 = 5 days, one move to A, one to LEFT. */
    private static Stays.Builder five() {
        return Stays.builder(STATES)
                .add("A", 0, 2, "B")
                .add("B", 2, 6, "LEFT")
                .add("A", 1, 4, "B")
                .add("B", 4, 5, "A")
                .addCensored("A", 5, 10);
    }

    @Test
    void movesOverTime() {
        DurationRates rates = DurationRates.of(five().build());
        assertThat(rates.states()).isEqualTo(STATES);
        assertThat(rates.exposure("A")).isEqualTo(10);
        assertThat(rates.exposure("B")).isEqualTo(5);
        assertThat(rates.exposure("LEFT")).isZero();
        assertThat(rates.stays("A")).isEqualTo(3);
        assertThat(rates.moves("A", "B")).isEqualTo(2);
        assertThat(rates.moves("A", "A")).isZero();
        assertThat(rates.rate("A", "B")).isEqualTo(0.2);
        assertThat(rates.rate("A", "A")).isEqualTo(-0.2);
        assertThat(rates.rate("A", "LEFT")).isZero();
        assertThat(rates.rate("B", "A")).isEqualTo(0.2);
        assertThat(rates.rate("B", "B")).isEqualTo(-0.4);
        assertThat(rates.standardError("A", "B")).isCloseTo(Math.sqrt(2) / 10, within(1e-15));
        assertThat(rates.standardError("A", "LEFT")).isNaN();
        assertThat(rates.logLikelihood()).isCloseTo(2 * Math.log(0.2) - 2 + 2 * (Math.log(0.2) - 1), within(1e-14));
        Generator generator = rates.generator();
        assertThat(generator.toArray()).isDeepEqualTo(new double[][] {{-0.2, 0.2, 0}, {0.2, -0.4, 0.2}, {0, 0, 0}});
        // LEFT is reached from A, although nobody went there directly
        assertThat(generator.over(1).probability("A", "LEFT")).isBetween(0.01, 0.02);
        assertThat(rates).hasToString("""
                        from \\ to        A        B    LEFT     time
                        A          -0.2000   0.2000   0.000  10.0000
                        B           0.2000  -0.4000  0.2000  5.00000
                        LEFT             ?        ?       ?  0.00000""");
    }

    @Test
    void intervalsAreThoseOfCounts() {
        DurationRates rates = DurationRates.of(five().build());
        Estimate moved = RateInterval.exact(2, 10, 0.95);
        assertThat(rates.interval("A", "B"))
                .isEqualTo(Estimate.of(moved.value(), moved.lower(), moved.upper(), 0.95, 3));
        Estimate none = rates.withLevel(0.9).interval("A", "LEFT");
        assertThat(none.value()).isZero();
        assertThat(none.upper()).isCloseTo(-Math.log(0.05) / 10, within(1e-14));
        assertThat(none.level()).isEqualTo(0.9);
        assertThat(rates.leaving("B").value()).isEqualTo(0.4);
        assertThat(rates.leaving("B").customers()).isEqualTo(2);
    }

    @Test
    void whereNobodyWasWatchedNothingIsKnown() {
        DurationRates rates = DurationRates.of(five().build());
        assertThat(rates.withoutExposure()).containsExactly("LEFT");
        assertThat(rates.rate("LEFT", "A")).isNaN();
        assertThat(rates.rate("LEFT", "LEFT")).isNaN();
        assertThat(rates.standardError("LEFT", "A")).isNaN();
        assertThat(rates.interval("LEFT", "A").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(rates.leaving("LEFT").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(rates.generator().expectedStay("LEFT")).isNaN(); // for ever
    }

    /** Who was watched in LEFT and never came back makes the rate of coming back small, not unknown. */
    @Test
    void anEndStateMayBeWatched() {
        DurationRates rates =
                DurationRates.of(five().addCensored("LEFT", 6, 106).build());
        assertThat(rates.withoutExposure()).isEmpty();
        assertThat(rates.rate("LEFT", "A")).isZero();
        assertThat(rates.interval("LEFT", "A").upper()).isCloseTo(-Math.log(0.025) / 100, within(1e-14));
    }

    @Test
    void aPartOfTheTime() {
        DurationRates early = DurationRates.within(five().build(), 0, 4);
        assertThat(early.exposure("A")).isEqualTo(2 + 3);
        assertThat(early.exposure("B")).isEqualTo(2);
        assertThat(early.moves("A", "B")).isEqualTo(2); // the one at 4 counts here
        assertThat(early.moves("B", "LEFT")).isZero();
        DurationRates late = DurationRates.within(five().build(), 4, 100);
        assertThat(late.exposure("A")).isEqualTo(5);
        assertThat(late.exposure("B")).isEqualTo(2 + 1);
        assertThat(late.moves("A", "B")).isZero();
        assertThat(late.moves("B", "LEFT")).isEqualTo(1);
        assertThat(late.stays("A")).isEqualTo(1);
        assertThatThrownBy(() -> DurationRates.within(five().build(), 4, 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("DurationRates.within: until = 4.0, expected a finite time later than 4.0");
        assertThatThrownBy(() -> DurationRates.within(five().build(), Double.NaN, 4))
                .hasMessage("DurationRates.within: after = NaN, expected a finite time");
    }

    @Test
    void refusesTheSameState() {
        DurationRates rates = DurationRates.of(five().build());
        assertThatThrownBy(() -> rates.interval("A", "A"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("DurationRates.interval: to = \"A\", expected another state than from; see leaving");
        assertThatThrownBy(() -> rates.standardError("A", "A"))
                .hasMessage("DurationRates.standardError: to = \"A\", expected another state than from; see leaving");
        assertThatThrownBy(() -> rates.rate("A", "C")).hasMessage("DurationRates: no state \"C\"; there are " + STATES);
        assertThatThrownBy(() -> rates.withLevel(1))
                .hasMessage("DurationRates.withLevel: level = 1.0, expected more than 0 and less than 1");
    }

    /** The same bits in any order: one split into two where nobody looked is the same time too. */
    @Test
    void orderAndSplitsDoNotMatter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<double[]> stays = new ArrayList<>();
        Stays.Builder split = Stays.builder(STATES);
        for (int i = 0; i < 1000; i++) {
            double from = random.nextGaussian() * 1e6;
            double until = from + Math.exp(3 * random.nextGaussian());
            stays.add(new double[] {from, until});
            double middle = (from + until) / 2;
            if (middle > from && middle < until) {
                split.addCensored("A", from, middle).add("A", middle, until, "B");
            } else {
                split.add("A", from, until, "B");
            }
        }
        double first = of(stays);
        Collections.shuffle(stays, random);
        assertThat(of(stays)).as("seed %d", seed).isEqualTo(first);
        assertThat(DurationRates.of(split.build()).exposure("A"))
                .as("seed %d", seed)
                .isEqualTo(first);
    }

    private static double of(List<double[]> stays) {
        Stays.Builder builder = Stays.builder(STATES);
        stays.forEach(stay -> builder.add("A", stay[0], stay[1], "B"));
        return DurationRates.of(builder.build()).exposure("A");
    }

    /** No other rates are more likely, and PanelLikelihood finds the same ones where customers are looked at all the time. */
    @Test
    void agreesWithAPanelOfManyLooks() {
        double step = 1e-4;
        long moves = 300;
        long looks = 1_000_000;
        GeneratorFit panel = PanelLikelihood.builder(List.of("A", "B"))
                .add(step, new long[][] {{looks - moves, moves}, {2 * moves, 3 * looks - 2 * moves}})
                .build()
                .maximize();
        Stays.Builder builder = Stays.builder(List.of("A", "B"));
        for (int i = 0; i < moves; i++) {
            double stay = looks * step / moves;
            builder.add("A", 0, stay, "B").add("B", 0, 1.5 * stay, "A").add("B", 0, 1.5 * stay, "A");
        }
        DurationRates rates = DurationRates.of(builder.build());
        assertThat(panel.generator().rate("A", "B")).isCloseTo(rates.rate("A", "B"), within(1e-2));
        assertThat(panel.standardError("A", "B")).isCloseTo(rates.standardError("A", "B"), within(1e-3));
        assertThat(panel.standardError("B", "A")).isCloseTo(rates.standardError("B", "A"), within(1e-3));
    }

    /** Customers who come late and are lost by chance; the exact interval covers at least as often as it says. */
    @Test
    void intervalsCover() {
        Simulated customers = new Simulated();
        int covered = 0;
        int asked = 0;
        for (int run = 0; run < 500; run++) {
            DurationRates rates = DurationRates.of(customers.draw(120, SeededRandom.stream(7, run)));
            for (String from : List.of("A", "B")) {
                for (String to : Simulated.STATES) {
                    if (!to.equals(from)) {
                        Estimate rate = rates.interval(from, to);
                        double truth = Simulated.GENERATOR.rate(from, to);
                        covered += rate.lower() <= truth && truth <= rate.upper() ? 1 : 0;
                        asked++;
                    }
                }
            }
        }
        assertThat((double) covered / asked).isBetween(0.94, 0.97);
    }

    /** A state that nobody was in or went to is not one that is never left. */
    @Test
    void aStateThatNobodyVisitedHasNoRatesAndNoChances() {
        Stays stays = Stays.builder(List.of("A", "B", "LEFT", "Platinum"))
                .add("A", 0, 2, "B")
                .add("B", 2, 4, "LEFT")
                .addCensored("A", 0, 3)
                .build();
        DurationRates rates = DurationRates.of(stays);
        assertThat(rates.withoutExposure()).containsExactly("LEFT", "Platinum");
        assertThat(refused(Reason.NO_OBSERVATIONS, rates::generator))
                .hasMessage(
                        "DurationRates.generator: nobody was watched in \"Platinum\", so that it is unknown how quickly"
                                + " customers leave it; leave the state out, or take a longer time");
        TransitionChances chances = AalenJohansen.of(stays).between(0, 2).get(0);
        assertThat(chances.undefined("Platinum")).contains(Reason.NO_OBSERVATIONS);
        assertThat(chances.undefined("LEFT")).contains(Reason.ABSORBING);
        assertThat(chances.chain()).isEmpty();
        DurationRates early = DurationRates.within(stays, 0, 1); // nobody was in B until then
        assertThat(refused(Reason.NO_OBSERVATIONS, early::generator)).hasMessageContaining("in \"B\"");
    }

    @Test
    void customersWhoLeaveDoNotComeBackAlsoIfNobodyHasLeftYet() {
        Stays stays = Stays.builder(List.of("A", "B", Segment.EXIT))
                .add("A", 0, 10, "B")
                .addCensored("B", 0, 5)
                .build();
        Generator generator = DurationRates.of(stays).generator();
        assertThat(generator.rate("A", "B")).isEqualTo(0.1);
        assertThat(generator.rate("A", Segment.EXIT)).isZero();
        assertThat(generator.rate(Segment.EXIT, "A")).isZero();
    }
}
