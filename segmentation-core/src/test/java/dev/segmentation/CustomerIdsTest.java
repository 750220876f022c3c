package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CustomerIdsTest {

    @Test
    void numbersAndTexts() {
        CustomerIds numbers = CustomerIds.of(5, -1, Long.MIN_VALUE);
        assertThat(numbers.size()).isEqualTo(3);
        assertThat(numbers.areNumbers()).isTrue();
        assertThat(numbers.get(2)).isEqualTo("-9223372036854775808");
        CustomerIds texts = CustomerIds.of(List.of("5", "-1"));
        assertThat(texts.areNumbers()).isFalse();
        assertThat(texts.get(0)).isEqualTo("5");
        assertThat(numbers).isEqualTo(CustomerIds.of(5, -1, Long.MIN_VALUE)).isNotEqualTo(texts);
        assertThat(numbers).hasSameHashCodeAs(CustomerIds.of(5, -1, Long.MIN_VALUE));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> texts.get(2));
    }

    @Test
    void textsAreNotInterpreted() {
        List<String> odd = List.of(
                "NA", "na", "null", "NaN", "inf", "1e5", "100000", "TRUE", "0007", "7", "a b", "a  b", "é", "e\u0301");
        CustomerIds ids = CustomerIds.of(odd);
        for (int i = 0; i < odd.size(); i++) {
            assertThat(ids.get(i)).isEqualTo(odd.get(i));
        }
    }

    @Test
    void repeatsAreCountedButNotPrinted() {
        InvalidInputException texts =
                refused(Reason.DUPLICATE_ID, () -> CustomerIds.of(List.of("alice", "bob", "alice", "alice", "bob")));
        assertThat(texts)
                .hasMessage("CustomerIds: 3 rows repeat the id of an earlier row, the first of them is row 2; "
                        + "keep one row per customer");
        assertThat(texts.row()).hasValue(2);
        assertThat(texts.toString()).doesNotContain("alice").doesNotContain("bob");
        InvalidInputException numbers = refused(Reason.DUPLICATE_ID, () -> CustomerIds.of(77001, 5, 77001));
        assertThat(numbers.toString()).doesNotContain("77001");
        assertThat(numbers.row()).hasValue(2);
    }

    /** Walking along and looking up are two ways to the same rows. */
    @Test
    void idsInTheSameOrderAreFoundAsOthersAre() {
        long seed = System.nanoTime();
        SeededRandom random = SeededRandom.stream(seed, 0);
        for (int round = 0; round < 200; round++) {
            List<String> there = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                there.add("c" + i);
            }
            List<String> here = new ArrayList<>(there);
            here.removeIf(id -> random.nextInt(3) == 0);
            if (round % 4 == 1) {
                here.add(random.nextInt(here.size() + 1), "nobody");
            }
            if (round % 4 == 2 && here.size() > 1) {
                here.add(here.remove(0));
            }
            int[] expected = here.stream().mapToInt(there::indexOf).toArray();

            assertThat(CustomerIds.of(here).rowsIn(CustomerIds.of(there)))
                    .as("seed %d", seed)
                    .containsExactly(expected);
            assertThat(CustomerIds.of(numbers(here)).rowsIn(CustomerIds.of(numbers(there))))
                    .containsExactly(expected);
        }
    }

    private static long[] numbers(List<String> ids) {
        return ids.stream()
                .mapToLong(id -> id.equals("nobody") ? -1 : Long.parseLong(id.substring(1)))
                .toArray();
    }

    @Test
    void someRowsRepeatNothingInAnyOrder() {
        CustomerIds ids = CustomerIds.of(List.of("a", "b", "c"));

        assertThat(ids.rows(0, 2)).isEqualTo(CustomerIds.of(List.of("a", "c")));
        assertThat(ids.rows(2, 0)).isEqualTo(CustomerIds.of(List.of("c", "a")));
        refused(Reason.DUPLICATE_ID, () -> ids.rows(0, 1, 1));
        refused(Reason.DUPLICATE_ID, () -> ids.rows(2, 0, 2));
        refused(Reason.DUPLICATE_ID, () -> CustomerIds.of(5, 6).rows(0, 0));
    }

    @Test
    void blankIdsAreCounted() {
        InvalidInputException refused =
                refused(Reason.BAD_ID, () -> CustomerIds.of(Arrays.asList("a", null, "", " \t", "a")));
        assertThat(refused).hasMessageStartingWith("CustomerIds: 3 ids are null, empty or blank, the first at row 1");
        assertThat(refused.row()).hasValue(1);
    }

    @Test
    void nothingIsSharedAndNothingIsPrinted() {
        long[] numbers = {1, 2};
        List<String> texts = new ArrayList<>(List.of("a", "b"));
        CustomerIds ofNumbers = CustomerIds.of(numbers);
        CustomerIds ofTexts = CustomerIds.of(texts);
        numbers[0] = 9;
        texts.set(0, "z");
        assertThat(ofNumbers.get(0)).isEqualTo("1");
        assertThat(ofTexts.get(0)).isEqualTo("a");
        assertThat(ofNumbers).hasToString("CustomerIds[2 numbers]");
        assertThat(ofTexts).hasToString("CustomerIds[2 texts]");
    }

    @Test
    void rowsOfSome() {
        assertThat(CustomerIds.of(7, 8, 9).rows(2, 0)).isEqualTo(CustomerIds.of(9, 7));
        assertThat(CustomerIds.of(List.of("a", "b")).rows(1)).isEqualTo(CustomerIds.of(List.of("b")));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> CustomerIds.of(1).rows(1));
        refused(Reason.DUPLICATE_ID, () -> CustomerIds.of(7, 8).rows(0, 0));
    }

    @Test
    void joinsFindEveryRowOrNone() {
        assertThat(CustomerIds.of(1, 2, 3).rowsIn(CustomerIds.of(3, 1))).containsExactly(1, -1, 0);
        assertThat(CustomerIds.of(List.of("a", "b")).rowsIn(CustomerIds.of(List.of("b"))))
                .containsExactly(-1, 0);
        assertThat(CustomerIds.of().rowsIn(CustomerIds.of(1))).isEmpty();
        assertThat(CustomerIds.of(1).rowsIn(CustomerIds.of())).containsExactly(-1);
        assertThat(CustomerIds.of(List.of()).rowsIn(CustomerIds.of(1)))
                .as("nobody has no type")
                .isEmpty();
        assertThat(CustomerIds.of(1).rowsIn(CustomerIds.of(List.of()))).containsExactly(-1);
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> CustomerIds.of(1).rowsIn(CustomerIds.of(List.of("1")))))
                .hasMessageContaining("numbers");
    }

    /** Every combination of "Aa" and "BB" has the same {@link String#hashCode}. */
    @Test
    void equalHashCodes() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int step = 0; step < 12; step++) {
            List<String> longer = new ArrayList<>();
            for (String text : texts) {
                longer.add(text + "Aa");
                longer.add(text + "BB");
            }
            texts = longer;
        }
        assertThat(texts).hasSize(4096).allMatch(text -> text.hashCode() == "AaAaAaAaAaAaAaAaAaAaAaAa".hashCode());
        CustomerIds ids = CustomerIds.of(texts);
        List<String> reversed = new ArrayList<>();
        for (int i = texts.size() - 1; i >= 0; i--) {
            reversed.add(texts.get(i));
        }
        int[] rows = ids.rowsIn(CustomerIds.of(reversed));
        for (int i = 0; i < rows.length; i++) {
            assertThat(rows[i]).isEqualTo(4095 - i);
        }
    }

    /** Numbers that differ in high bits only, or by a fixed step, must not fall into few slots. */
    @Test
    void patternedNumbers() {
        for (long step : new long[] {1, 1L << 20, 1L << 32, 1L << 44, 0x9E3779B97F4A7C15L, 1_000_003}) {
            long[] ids = new long[1 << 18];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = i * step;
            }
            int[] rows = CustomerIds.of(ids).rowsIn(CustomerIds.of(ids));
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] != i) {
                    assertThat(rows[i]).as("step %d", step).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void joinsLikeAHashMap() {
        SeededRandom random = SeededRandom.stream(20250131, 0);
        long[] before = distinct(random, 100_000);
        long[] after = distinct(random, 90_000);
        Map<Long, Integer> twin = new HashMap<>();
        for (int i = 0; i < after.length; i++) {
            twin.put(after[i], i);
        }
        int[] expected =
                Arrays.stream(before).mapToInt(id -> twin.getOrDefault(id, -1)).toArray();
        assertThat(Arrays.stream(expected).filter(row -> row >= 0).count())
                .as("the test is one")
                .isBetween(20_000L, 80_000L);
        assertThat(CustomerIds.of(before).rowsIn(CustomerIds.of(after))).containsExactly(expected);
        assertThat(texts(before).rowsIn(texts(after))).containsExactly(expected);
    }

    private static long[] distinct(SeededRandom random, int count) {
        Set<Long> ids = new LinkedHashSet<>();
        while (ids.size() < count) {
            ids.add((long) random.nextInt(200_000) << 24);
        }
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    private static CustomerIds texts(long[] ids) {
        return CustomerIds.of(Arrays.stream(ids).mapToObj(id -> "c-" + id).toList());
    }
}
