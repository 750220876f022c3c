package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdChangesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    @Test
    void idsAreFollowedToTheLast() {
        IdChanges changes =
                IdChanges.builder().add("b", "c").add("a", "b").add("x", "y").build();
        assertThat(changes.size()).isEqualTo(3);
        assertThat(CustomerIds.of(List.of("a", "z", "x")).withChanges(changes))
                .isEqualTo(CustomerIds.of(List.of("c", "z", "y")));
        assertThat(CustomerIds.of().withChanges(changes).size()).isZero();
        assertThat(changes).hasToString("IdChanges[3]");
    }

    @Test
    void numbersChangeToo() {
        IdChanges changes = IdChanges.builder().add(1, 2).add(2, 30).add(2, 30).build();
        assertThat(CustomerIds.of(1, 7).withChanges(changes)).isEqualTo(CustomerIds.of(30, 7));
        assertThat(refused(
                        Reason.SCHEMA_MISMATCH,
                        () -> CustomerIds.of(List.of("1")).withChanges(changes)))
                .hasMessage("IdChanges: one side has numbers, the other texts; give both the same type");
    }

    /** A chain of a hundred thousand changes is followed in one pass, from whichever end. */
    @Test
    void longChainsAreFollowed() {
        int n = 100_000;
        IdChanges.Builder upwards = IdChanges.builder();
        IdChanges.Builder downwards = IdChanges.builder();
        for (int i = 0; i < n; i++) {
            upwards.add(i, i + 1);
            downwards.add(n - 1 - i, n - i);
        }
        for (IdChanges changes : List.of(upwards.build(), downwards.build())) {
            assertThat(CustomerIds.of(0).withChanges(changes)).isEqualTo(CustomerIds.of(n));
            assertThat(CustomerIds.of(n / 2).withChanges(changes)).isEqualTo(CustomerIds.of(n));
        }
    }

    @Test
    void circlesAreRefused() {
        IdChanges.Builder back = IdChanges.builder().add("a", "b").add("b", "a");
        assertThat(refused(Reason.CYCLE, back::build))
                .hasMessage("IdChanges: some of 2 changes go round in a circle; remove the change back");
        assertThat(IdChanges.builder().add(5, 5).add("a", "a").build().size())
                .as("an id that stays the same is no change")
                .isZero();
        refused(
                Reason.CYCLE,
                () -> IdChanges.builder()
                        .add(0, 1)
                        .add(1, 2)
                        .add(2, 3)
                        .add(3, 1)
                        .build());
    }

    @Test
    void contradictionsAreRefused() {
        IdChanges.Builder texts = IdChanges.builder().add("secret-1", "secret-2");
        assertThat(refused(Reason.CONFLICTING_ID, () -> texts.add("secret-1", "secret-3")))
                .hasMessage(
                        "IdChanges.Builder.add: change 1 gives an id that changed before another id now; an id changes"
                                + " to one other");
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> texts.add(1, 2)))
                .hasMessage(
                        "IdChanges.Builder.add: change 1 is of another type than those before, numbers or texts; give"
                                + " all the same");
        assertThat(refused(Reason.BAD_ID, () -> texts.add("a", " ")))
                .hasMessage("IdChanges.Builder.add: an id of change 1 is blank; leave the change out");
        assertThat(texts.build().size()).as("what was refused is not in it").isEqualTo(1);
    }

    @Test
    void customersWhoBecomeOneAreRefused() {
        IdChanges merger = IdChanges.builder().add("a", "c").add("b", "c").build();
        CustomerIds apart = CustomerIds.of(List.of("x", "a", "b"));
        assertThat(refused(Reason.DUPLICATE_ID, () -> apart.withChanges(merger)))
                .hasMessage(
                        "IdChanges: customers of one snapshot get the same id, the second of them is row 2; merge their"
                                + " rows first");
    }

    @Test
    void segmentationsTakeTheirUnscoredCustomersAlong() {
        Segmentation before = Segmentation.builder(DAY)
                .add("a", "Gold")
                .add("b", "Silver")
                .build()
                .withUnscored(CustomerIds.of(List.of("u", "v")));
        IdChanges changes = IdChanges.builder()
                .add("a", "A")
                .add("v", "V")
                .add("nobody", "N")
                .build();
        Segmentation now = before.withIdChanges(changes);
        assertThat(now.snapshot().customerIds()).isEqualTo(CustomerIds.of(List.of("A", "b")));
        assertThat(now.unscored()).isEqualTo(CustomerIds.of(List.of("u", "V")));
        assertThat(now.segmentOf(0).name()).isEqualTo("Gold");
        assertThat(now.withNames("G", "S").unscored().size()).isEqualTo(2);
        IdChanges clash = IdChanges.builder().add("u", "b").build();
        assertThat(refused(Reason.CONFLICTING_ID, () -> before.withIdChanges(clash)))
                .hasMessage(
                        "Segmentation.withUnscored: 1 of the customers are in a segment; give only those who are in none");
    }

    @Test
    void aRegisterNumbersCustomersInTheOrderOfAppearance() {
        CustomerRegister register = new CustomerRegister();
        assertThat(register.ids().size()).isZero();
        assertThat(register.add(CustomerIds.of())).isEmpty();
        assertThat(register.add(CustomerIds.of(30, 10))).containsExactly(0, 1);
        assertThat(register.add(CustomerIds.of(20, 30, -5))).containsExactly(2, 0, 3);
        assertThat(register.find(CustomerIds.of(-5, 99, 10))).containsExactly(3, -1, 1);
        assertThat(register.size()).isEqualTo(4);
        assertThat(register.ids()).isEqualTo(CustomerIds.of(30, 10, 20, -5));
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> register.add(CustomerIds.of(List.of("30")))))
                .hasMessage("CustomerRegister.add: one side has numbers, the other texts; give both the same type");
        assertThat(register).hasToString("CustomerRegister[4 customers]");
    }

    @Test
    void aRegisterOfManyTextsKeepsThemApart() {
        CustomerRegister register = new CustomerRegister();
        List<String> ids = IntStream.range(0, 50_000).mapToObj(i -> "c" + i).toList();
        assertThat(register.add(CustomerIds.of(ids)))
                .containsExactly(IntStream.range(0, 50_000).toArray());
        assertThat(register.add(CustomerIds.of(ids.subList(100, 200))))
                .containsExactly(IntStream.range(100, 200).toArray());
        assertThat(register.find(CustomerIds.of(List.of("c49999", "d")))).containsExactly(49_999, -1);
        assertThat(register.ids()).isEqualTo(CustomerIds.of(ids));
    }
}
