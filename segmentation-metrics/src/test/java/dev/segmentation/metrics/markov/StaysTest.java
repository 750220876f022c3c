package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StaysTest {

    private static final List<String> STATES = List.of("A", "B", "LEFT");
    private static final LocalDate DAY = LocalDate.of(2025, 1, 31);

    private static void assertRefused(Consumer<Stays.Builder> call, Reason reason, String name, String message) {
        Stays.Builder builder = Stays.builder(STATES).add("A", 0, 1, "B");
        assertThatThrownBy(() -> call.accept(builder))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.name()).contains(name);
                })
                .hasMessage(message);
        assertThat(builder.build().size()).isEqualTo(1); // nothing was added
    }

    @Test
    void keepsWhatItIsGiven() {
        Stays.Builder builder = Stays.builder(STATES);
        for (int i = 0; i < 5000; i++) {
            builder.add("A", i, i + 0.5, "LEFT").addCensored("B", -i - 1.5, -i);
        }
        Stays stays = builder.build();
        builder.add("B", 0, 1, "A"); // later ones do not change it
        assertThat(stays.size()).isEqualTo(10_000);
        assertThat(stays.states()).isEqualTo(STATES);
        assertThat(stays.customers()).isEmpty();
        assertThat(stays.isDated()).isFalse();
        for (int i = 0; i < 5000; i++) {
            assertThat(stays.state(2 * i)).isZero();
            assertThat(stays.from(2 * i)).isEqualTo(i);
            assertThat(stays.until(2 * i)).isEqualTo(i + 0.5);
            assertThat(stays.next(2 * i)).isEqualTo(2);
            assertThat(stays.state(2 * i + 1)).isEqualTo(1);
            assertThat(stays.from(2 * i + 1)).isEqualTo(-i - 1.5);
            assertThat(stays.next(2 * i + 1)).isEqualTo(Stays.CENSORED);
            assertThat(Double.doubleToRawLongBits(stays.until(1))).isZero(); // not −0.0
        }
        assertThat(stays).hasToString("Stays[10000 in 3 states]");
    }

    @Test
    void datesAreDays() {
        Stays stays = Stays.builder(STATES)
                .add("A", DAY, DAY.plusDays(1), "B")
                .addCensored("B", DAY.plusDays(1), DAY.plusMonths(1))
                .build();
        assertThat(stays.isDated()).isTrue();
        assertThat(stays.from(0)).isEqualTo(20119);
        assertThat(stays.until(0)).isEqualTo(20120);
        assertThat(stays.until(1)).isEqualTo(20147);
    }

    @Test
    void customersAreToldApart() {
        Stays stays = Stays.builder(STATES)
                .nextCustomer()
                .add("A", 0, 1, "B")
                .addCensored("B", 1, 2)
                .addCensored("B", 2, 3) // censoring ends nothing but the watching
                .nextCustomer()
                .nextCustomer() // without a stay it is none
                .add("B", 5, 6, "LEFT")
                .add("A", 8, 9, "B") // came back unseen
                .nextCustomer()
                .build();
        assertThat(stays.customers()).hasValue(2);
        assertThat(stays.size()).isEqualTo(5);
    }

    @Test
    void refusesStaysThatCannotBe() {
        assertRefused(
                b -> b.add("A", 1, 1, "B"),
                Reason.BAD_PARAM,
                "until",
                "Stays.Builder.add: stay 1 does not end after it begins; leave out who was not watched for any time, and of"
                        + " several moves at one time keep the last state");
        assertRefused(
                b -> b.addCensored("A", 2, 1),
                Reason.BAD_PARAM,
                "until",
                "Stays.Builder.add: stay 1 does not end after it begins; leave out who was not watched for any time, and of"
                        + " several moves at one time keep the last state");
        assertRefused(
                b -> b.add("A", 1, 2, "A"),
                Reason.BAD_PARAM,
                "next",
                "Stays.Builder.add: stay 1 moves from \"A\" to itself; a stay ends when its state does, or is censored");
        assertRefused(
                b -> b.addCensored("A", 1, Double.POSITIVE_INFINITY),
                Reason.NON_FINITE,
                "until",
                "Stays.Builder.add: stay 1 has a time that is not finite; give a stay without an end to addCensored, with"
                        + " the time until which it was watched");
        assertRefused(
                b -> b.add("A", Double.NaN, 1, "B"),
                Reason.NON_FINITE,
                "from",
                "Stays.Builder.add: stay 1 has a time that is not finite; give a stay without an end to addCensored, with"
                        + " the time until which it was watched");
        assertRefused(
                b -> b.addCensored("C", 1, 2),
                Reason.UNKNOWN_NAME,
                "C",
                "Stays.Builder.add: no state \"C\"; there are [A, B, LEFT]");
        assertRefused(
                b -> b.add("A", 1, 2, "C"),
                Reason.UNKNOWN_NAME,
                "C",
                "Stays.Builder.add: no state \"C\"; there are [A, B, LEFT]");
        assertRefused(
                b -> b.add("A", DAY, DAY.plusDays(1), "B"),
                Reason.BAD_PARAM,
                "from",
                "Stays.Builder.add: stay 1 has dates and others have numbers, or the other way round; use one of them");
        assertRefused(
                Stays.Builder::nextCustomer,
                Reason.BAD_PARAM,
                "customer",
                "Stays.Builder.nextCustomer: 1 stays were added before the first customer; call it before the stays of every"
                        + " customer, also the first");
    }

    @Test
    void refusesACustomerAtTwoPlaces() {
        Stays.Builder builder = Stays.builder(STATES).nextCustomer().add("A", 0, 2, "B");
        assertThatThrownBy(() -> builder.addCensored("B", 1, 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "Stays.Builder.add: stay 1 begins before the one before it ends, of the same customer; add stays"
                                + " of a customer in the order of time, without overlap");
        assertThatThrownBy(() -> builder.addCensored("A", 2, 3))
                .hasMessage(
                        "Stays.Builder.add: stay 1 is in \"A\", but the customer was in \"B\" at that time; a move is the end"
                                + " of a stay, with its next state");
        assertThatThrownBy(() -> Stays.builder(STATES)
                        .nextCustomer()
                        .addCensored("A", 0, 1) // this move would have been lost
                        .addCensored("B", 1, 2))
                .hasMessage(
                        "Stays.Builder.add: stay 1 is in \"B\", but the customer was in \"A\" at that time; a move is the end"
                                + " of a stay, with its next state");
        builder.nextCustomer().addCensored("A", 1, 3); // of another customer
        assertThat(builder.build().customers()).hasValue(2);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> Stays.builder(STATES).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Stays.Builder: no stays, expected at least one; add them first");
        assertThatThrownBy(() -> Stays.builder(List.of())).hasMessage("Stays.builder: no states, expected at least 1");
    }

    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"})
    void namesWhatIsNull() {
        Stays.Builder builder = Stays.builder(STATES);
        assertThatNullPointerException().isThrownBy(() -> Stays.builder(null)).withMessage("states");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add(null, 0, 1, "B"))
                .withMessage("state");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add("A", 0, 1, null))
                .withMessage("next");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.addCensored("A", null, DAY))
                .withMessage("from");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add("A", DAY, null, "B"))
                .withMessage("until");
        assertThatNullPointerException()
                .isThrownBy(() -> DurationRates.of(null))
                .withMessage("stays");
        assertThatNullPointerException()
                .isThrownBy(() -> AalenJohansen.of(null))
                .withMessage("stays");
    }
}
