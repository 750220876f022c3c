package dev.segmentation.metrics.history;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCases;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathIndicatorsTest {

    private static final double CLOSE = 1e-12;

    /** The nine sequences of Gabadinho et al. (2011), section "Individual sequence characteristics". */
    private static final String[] NINE = {
        "AAAAAAAAAAAA",
        "AAAAAAAAAAAB",
        "AAAAAABBBBBB",
        "AAAABBBBAAAA",
        "ABABABABABAB",
        "AAAAAAAAABCD",
        "AAABBBCCCDDD",
        "AAAABCDAAAAA",
        "ABCDABCDABCD"
    };

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    @Test
    void sequencesOfThePaperByHand() {
        SegmentHistory history = Paths.history(NINE);
        PathIndicators found = PathAnalysis.standard().of(history);
        assertThat(found.toArray(PathIndicator.TRANSITIONS)).containsExactly(0, 1, 1, 2, 11, 3, 3, 4, 11);
        double[] entropy = found.toArray(PathIndicator.ENTROPY);
        assertThat(entropy[0]).isZero();
        assertThat(entropy[2]).isCloseTo(0.5, within(CLOSE));
        assertThat(entropy[4]).as("knows no order").isEqualTo(entropy[2]);
        assertThat(entropy[6]).as("7 and 9 are at the maximum").isCloseTo(1, within(CLOSE));
        assertThat(entropy[8]).isCloseTo(1, within(CLOSE));
        double[] complexity = found.toArray(PathIndicator.COMPLEXITY);
        assertThat(complexity[0]).isZero();
        assertThat(complexity[2]).isCloseTo(Math.sqrt(1 / 11.0 * 0.5), within(CLOSE));
        assertThat(complexity[4]).isCloseTo(Math.sqrt(0.5), within(CLOSE));
        assertThat(complexity[6]).isCloseTo(Math.sqrt(3 / 11.0), within(CLOSE));
        assertThat(complexity[8]).isCloseTo(1, within(CLOSE));
        double[] turbulence = found.toArray(PathIndicator.TURBULENCE);
        assertThat(turbulence[0]).isEqualTo(1);
        assertThat(turbulence[1]).as("4 subsequences, variance 25 of 25").isCloseTo(2, within(CLOSE));
        assertThat(turbulence[2]).as("4, 0 of 25").isCloseTo(log2(4 * 26), within(CLOSE));
        assertThat(turbulence[3]).as("7, 0 of 18").isCloseTo(log2(7 * 19), within(CLOSE));
        assertThat(turbulence[5]).as("16, 12 of 12").isCloseTo(4, within(CLOSE));
        assertThat(turbulence[6]).as("16, 0 of 12").isCloseTo(log2(16 * 13), within(CLOSE));
        assertThat(Arrays.stream(turbulence).max()).hasValue(turbulence[8]);
        double[] normalized = found.toArray(PathIndicator.NORMALIZED_TURBULENCE);
        assertThat(normalized[0]).isZero();
        assertThat(normalized[8]).isEqualTo(1);
        assertThat(normalized[2]).isCloseTo((turbulence[2] - 1) / (turbulence[8] - 1), within(CLOSE));
        double[] volatility = found.toArray(PathIndicator.VOLATILITY);
        assertThat(volatility[0]).isZero();
        assertThat(volatility[4]).isCloseTo(0.5 / 3 + 0.5, within(CLOSE));
        assertThat(volatility[6]).isCloseTo(0.5 + 0.5 * 3 / 11, within(CLOSE));
        assertThat(volatility[8]).isEqualTo(1);
    }

    /** Flaxman, Harrow, Sorkin (2004): 1212… of n letters has Fib(n + 3) − 1 subsequences; also far beyond what a double holds. */
    @Test
    void alternatingPathsHaveFibonaccisSubsequences() {
        for (int dates : new int[] {1, 2, 3, 5, 12, 24, 90, 1499, 2000}) {
            String path = "AB".repeat(dates / 2) + (dates % 2 == 0 ? "" : "A");
            SegmentHistory history =
                    Paths.history(path, path.replace('A', 'x').replace('B', 'A').replace('x', 'B'));
            double found = PathAnalysis.standard().of(history).value(PathIndicator.TURBULENCE, 0);
            BigInteger before = BigInteger.ONE;
            BigInteger fibonacci = BigInteger.ONE;
            for (int i = 2; i < dates + 3; i++) {
                BigInteger next = before.add(fibonacci);
                before = fibonacci;
                fibonacci = next;
            }
            BigInteger count = fibonacci.subtract(BigInteger.ONE);
            int shift = Math.max(0, count.bitLength() - 60);
            assertThat(found).isCloseTo(log2(count.shiftRight(shift).doubleValue()) + shift, within(1e-9));
        }
    }

    /** The definitions, looked up one by one, with every subsequence written down. */
    @ParameterizedTest
    @EnumSource(AbsenceRule.class)
    void agreesWithTheDefinitions(AbsenceRule absence) {
        List<String> worstToBest = List.of("B", "C", "A");
        for (long seed = 1; seed <= 4; seed++) {
            String[] paths = Paths.random(seed, 60, 9, "AABC?.");
            SegmentHistory history = Paths.history(paths);
            PathAnalysis analysis = PathAnalysis.standard()
                    .withAbsence(absence)
                    .withOrder(worstToBest)
                    .withPrecarity(0.3, 0.7, 1.4);
            PathIndicators found = analysis.of(history);
            for (int c = 0; c < paths.length; c++) {
                int customer = Paths.number(history, c);
                if (customer >= 0) {
                    Twin twin = new Twin(paths[c], absence, worstToBest, paths[0].length(), 0.3, 0.7, 1.4);
                    for (PathIndicator indicator : PathIndicator.values()) {
                        twin.check(found, indicator, customer);
                    }
                }
            }
        }
    }

    /** Twelve months of 2000 people, of data that are not committed: runs with {@code -Dgolden=DIR} only. */
    @Test
    void agreesWithTheDefinitionsOnRealPaths() {
        Assumptions.assumeTrue(GoldenCases.folder().isPresent());
        CsvTable table = GoldenCases.table("data/actcal.csv");
        String[] paths = new String[table.rowCount()];
        Arrays.fill(paths, "");
        for (String month : table.names().subList(3, 15)) {
            String[] column = table.column(month);
            for (int i = 0; i < paths.length; i++) {
                paths[i] += column[i];
            }
        }
        SegmentHistory history = Paths.history(paths);
        List<String> worstToBest = List.of("D", "C", "B", "A");
        PathIndicators found = PathAnalysis.standard().withOrder(worstToBest).of(history);
        for (int c = 0; c < paths.length; c++) {
            Twin twin = new Twin(paths[c], AbsenceRule.SKIPPED, worstToBest, 12, 0.2, 1, 1.2);
            for (PathIndicator indicator : PathIndicator.values()) {
                twin.check(found, indicator, Paths.number(history, c));
            }
        }
    }

    /** One path by the definitions. */
    private static final class Twin {

        private final List<String> worstToBest;
        private final int historyDates;
        private final List<Character> path = new ArrayList<>();
        private final List<Character> spells = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private final int places;
        private final double[] parameters; // λ, α, β

        Twin(String written, AbsenceRule absence, List<String> worstToBest, int historyDates, double... parameters) {
            this.parameters = parameters;
            this.worstToBest = worstToBest;
            this.historyDates = historyDates;
            this.places = worstToBest.size() + (absence == AbsenceRule.A_PLACE ? 1 : 0);
            for (char place : written.toCharArray()) {
                boolean left = place == '.' && absence == AbsenceRule.A_PLACE && !path.isEmpty();
                if (Character.isLetter(place) || left) {
                    add(place);
                }
            }
        }

        private Twin(int length, int places) { // the cycle
            this.parameters = new double[0];
            this.worstToBest = List.of();
            this.historyDates = length;
            this.places = places;
            for (int t = 0; t < length; t++) {
                add((char) ('a' + t % places));
            }
        }

        private void add(char place) {
            if (path.isEmpty() || path.get(path.size() - 1) != place) {
                spells.add(place);
                lengths.add(0);
            }
            path.add(place);
            lengths.set(lengths.size() - 1, lengths.get(lengths.size() - 1) + 1);
        }

        void check(PathIndicators found, PathIndicator indicator, int customer) {
            double expected = value(indicator);
            double value = found.value(indicator, customer);
            if (Double.isNaN(expected)) {
                assertThat(value).isNaN();
                assertThat(found.undefined(indicator, customer)).contains(Reason.NO_OBSERVATIONS);
            } else {
                assertThat(value).as("%s of %s", indicator, path).isCloseTo(expected, within(1e-11));
                assertThat(found.undefined(indicator, customer)).isEmpty();
            }
        }

        private double value(PathIndicator indicator) {
            if (path.isEmpty()) {
                return Double.NaN;
            }
            double steps = path.size() == 1 ? Double.NaN : path.size() - 1;
            double moves = spells.size() - 1;
            return switch (indicator) {
                case ENTROPY -> entropy();
                case TRANSITIONS -> moves;
                case COMPLEXITY -> Math.sqrt(moves / steps * entropy());
                case TURBULENCE -> turbulence();
                case NORMALIZED_TURBULENCE -> (turbulence() - 1) / (new Twin(historyDates, places).turbulence() - 1);
                case VOLATILITY -> 0.5 * (new HashSet<>(path).size() - 1) / (places - 1) + 0.5 * moves / steps;
                case DEGRADATION -> steps * degradation() / steps;
                case PRECARITY -> {
                    double complexity = Math.sqrt(moves / steps * entropy());
                    double start = 1 - (rank(path.get(0)) + places - worstToBest.size()) / (places - 1.0);
                    yield parameters[0] * start
                            + (1 - parameters[0])
                                    * Math.pow(1 + degradation(), parameters[2])
                                    * Math.pow(complexity, parameters[1]);
                }
            };
        }

        private double entropy() {
            double entropy = 0;
            for (char place : new HashSet<>(path)) {
                double share = (double) path.stream().filter(at -> at == place).count() / path.size();
                entropy -= share * Math.log(share);
            }
            return entropy / Math.log(places);
        }

        private double turbulence() {
            Set<String> subsequences = new HashSet<>();
            subsequences.add("");
            for (char place : spells) {
                for (String earlier : List.copyOf(subsequences)) {
                    subsequences.add(earlier + place);
                }
            }
            double mean = lengths.stream().mapToInt(l -> l).average().orElseThrow();
            double variance = lengths.stream()
                    .mapToDouble(l -> (l - mean) * (l - mean))
                    .average()
                    .orElseThrow();
            double most = (lengths.size() - 1) * (1 - mean) * (1 - mean);
            return log2(subsequences.size() * (most + 1) / (variance + 1));
        }

        private double degradation() {
            double down = 0;
            for (int i = 1; i < spells.size(); i++) {
                down += rank(spells.get(i)) < rank(spells.get(i - 1)) ? 1 : -1;
            }
            return spells.size() == 1 ? 0 : down / (spells.size() - 1);
        }

        /** From the worst, 0; having left is below. */
        private int rank(char place) {
            return worstToBest.indexOf(String.valueOf(place));
        }
    }

    /** All paths of up to six dates through three segments: ranges are as said, and their ends are reached. */
    @Test
    void rangesAreAsSaid() {
        for (int dates = 2; dates <= 6; dates++) {
            List<String> all = new ArrayList<>(List.of(""));
            for (int t = 0; t < dates; t++) {
                List<String> longer = new ArrayList<>();
                all.forEach(path -> List.of("A", "B", "C").forEach(place -> longer.add(path + place)));
                all = longer;
            }
            PathIndicators found = PathAnalysis.standard()
                    .withOrder(List.of("A", "B", "C"))
                    .of(Paths.history(all.toArray(String[]::new)));
            TreeMap<PathIndicator, double[]> ranges = new TreeMap<>();
            for (PathIndicator indicator : PathIndicator.values()) {
                double[] sorted =
                        Arrays.stream(found.toArray(indicator)).sorted().toArray();
                ranges.put(indicator, new double[] {sorted[0], sorted[sorted.length - 1]});
            }
            assertThat(ranges.get(PathIndicator.ENTROPY)[0]).isZero();
            assertThat(ranges.get(PathIndicator.ENTROPY)[1]).isBetween(0.6, 1.0);
            assertThat(ranges.get(PathIndicator.TRANSITIONS)).containsExactly(0, dates - 1);
            assertThat(ranges.get(PathIndicator.COMPLEXITY)[0]).isZero();
            assertThat(ranges.get(PathIndicator.COMPLEXITY)[1]).isBetween(0.7, 1.0);
            assertThat(ranges.get(PathIndicator.TURBULENCE)[0]).isEqualTo(1);
            assertThat(ranges.get(PathIndicator.NORMALIZED_TURBULENCE)).containsExactly(0, 1);
            assertThat(ranges.get(PathIndicator.VOLATILITY)).containsExactly(0, dates == 2 ? 0.75 : 1);
            assertThat(ranges.get(PathIndicator.DEGRADATION)).containsExactly(-1, 1);
            assertThat(ranges.get(PathIndicator.PRECARITY)[0]).isZero();
        }
    }

    @Test
    void backwardsIsAsComplexAndGoesTheOtherWay() {
        String[] paths = Paths.random(5, 200, 10, "ABCD");
        String[] backwards = Arrays.stream(paths)
                .map(path -> new StringBuilder(path).reverse().toString())
                .toArray(String[]::new);
        PathAnalysis analysis = PathAnalysis.standard().withOrder(List.of("A", "B", "C", "D"));
        SegmentHistory history = Paths.history(paths);
        SegmentHistory reversed = Paths.history(backwards);
        PathIndicators found = analysis.of(history);
        PathIndicators other = analysis.of(reversed);
        for (int c = 0; c < paths.length; c++) {
            int i = Paths.number(history, c);
            int j = Paths.number(reversed, c);
            for (PathIndicator indicator : List.of(
                    PathIndicator.TRANSITIONS,
                    PathIndicator.COMPLEXITY,
                    PathIndicator.TURBULENCE,
                    PathIndicator.VOLATILITY)) {
                assertThat(found.value(indicator, i)).isCloseTo(other.value(indicator, j), within(CLOSE));
            }
            assertThat(found.value(PathIndicator.DEGRADATION, i))
                    .isEqualTo(0 - other.value(PathIndicator.DEGRADATION, j));
        }
    }

    /** π = ½; h = 1.5 ln 2 of ln 3, two moves at three steps; one down and one up, or both down. */
    @Test
    void precarityByHand() {
        SegmentHistory history = Paths.history("MLLH", "HMLL", "HHHH", "LLLL");
        PathIndicators found =
                PathAnalysis.standard().withOrder(List.of("L", "M", "H")).of(history);
        double complexity = Math.sqrt(2 / 3.0 * 1.5 * Math.log(2) / Math.log(3));
        assertThat(found.value(PathIndicator.DEGRADATION, 0)).isZero();
        assertThat(found.value(PathIndicator.PRECARITY, 0)).isCloseTo(0.2 * 0.5 + 0.8 * complexity, within(CLOSE));
        assertThat(found.value(PathIndicator.DEGRADATION, 1)).isEqualTo(1);
        assertThat(found.value(PathIndicator.PRECARITY, 1))
                .isCloseTo(0.8 * Math.pow(2, 1.2) * complexity, within(CLOSE));
        assertThat(found.value(PathIndicator.PRECARITY, 2)).as("always best").isZero();
        assertThat(found.value(PathIndicator.PRECARITY, 3)).as("always worst").isEqualTo(0.2);
    }

    @Test
    void absenceIsSkippedOrAPlace() {
        SegmentHistory history = Paths.history(".A?A.A", "BBBBBB");
        int customer = Paths.number(history, 0);
        PathIndicators skipped = PathAnalysis.standard().of(history);
        assertThat(skipped.value(PathIndicator.TRANSITIONS, customer)).isZero();
        assertThat(skipped.value(PathIndicator.ENTROPY, customer)).isZero();
        PathAnalysis asPlace = PathAnalysis.standard().withAbsence(AbsenceRule.A_PLACE);
        PathIndicators place = asPlace.withOrder(List.of("A", "B")).of(history);
        assertThat(place.value(PathIndicator.TRANSITIONS, customer))
                .as("A A left A: unscored and not yet do not count")
                .isEqualTo(2);
        assertThat(place.value(PathIndicator.ENTROPY, customer))
                .isCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) / Math.log(3), within(CLOSE));
        assertThat(place.value(PathIndicator.DEGRADATION, customer))
                .as("down and up")
                .isZero();
    }

    @Test
    void whatIsNotDefinedSaysWhy() {
        SegmentHistory history = Paths.history("A???", "BBBB", "?..?");
        PathIndicators found =
                PathAnalysis.standard().withOrder(List.of("A", "B")).of(history);
        int once = Paths.number(history, 0);
        int never = Paths.number(history, 2);
        assertThat(found.value(PathIndicator.ENTROPY, once)).isZero();
        assertThat(found.value(PathIndicator.TRANSITIONS, once)).isZero();
        assertThat(found.value(PathIndicator.TURBULENCE, once)).isEqualTo(1);
        assertThat(found.value(PathIndicator.NORMALIZED_TURBULENCE, once)).isZero();
        for (PathIndicator indicator : List.of(
                PathIndicator.COMPLEXITY,
                PathIndicator.VOLATILITY,
                PathIndicator.DEGRADATION,
                PathIndicator.PRECARITY)) {
            assertThat(found.undefined(indicator, once)).contains(Reason.NO_OBSERVATIONS);
            assertThat(found.value(indicator, once)).isNaN();
        }
        for (PathIndicator indicator : PathIndicator.values()) {
            assertThat(found.undefined(indicator, never)).contains(Reason.NO_OBSERVATIONS);
            assertThat(found.mean(indicator).customers()).isLessThan(3);
        }
        assertThat(found.mean(PathIndicator.COMPLEXITY).undefined()).contains(Reason.NO_OBSERVATIONS);
        PathIndicators single = PathAnalysis.standard().withOrder(List.of("A")).of(Paths.history("AAA", "AAA"));
        for (PathIndicator indicator : List.of(
                PathIndicator.ENTROPY,
                PathIndicator.COMPLEXITY,
                PathIndicator.NORMALIZED_TURBULENCE,
                PathIndicator.VOLATILITY,
                PathIndicator.DEGRADATION,
                PathIndicator.PRECARITY)) {
            assertThat(single.undefined(indicator, 0)).contains(Reason.SINGLE_SEGMENT);
            assertThat(single.mean(indicator).undefined()).contains(Reason.SINGLE_SEGMENT);
        }
        assertThat(single.value(PathIndicator.TURBULENCE, 0)).isEqualTo(1);
        assertThat(single.meanValue(PathIndicator.TRANSITIONS)).isZero();
        assertThat(single.meanValue(PathIndicator.ENTROPY)).isNaN();
    }

    /** Three thirds of an entropy do not add up to it: that all are alike is not left to rounding. */
    @Test
    void customersWhoAreAlikeLeaveNoInterval() {
        SegmentHistory history = Paths.history("AAB", "ABB", "BBA", "AAA");
        PathIndicators found = PathAnalysis.standard().of(history);
        Segment a = history.segments().get(0);
        Segment b = history.segments().get(1);
        Estimate alike = found.mean(PathIndicator.ENTROPY, b);
        assertThat(alike).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 2));
        assertThat(found.meanValue(PathIndicator.ENTROPY, b)).isEqualTo(found.value(PathIndicator.ENTROPY, 0));
        assertThat(found.mean(PathIndicator.ENTROPY, a).isDefined()).isTrue();
        assertThat(found.meanValue(PathIndicator.ENTROPY, a))
                .isEqualTo(found.mean(PathIndicator.ENTROPY, a).value());
        assertThat(found.toString()).contains("B         0.918        1.000");
        PathIndicators ten = PathAnalysis.standard()
                .of(Paths.history("AAB", "AAB", "AAB", "AAB", "AAB", "AAB", "AAB", "AAB", "AAB", "AAB"));
        for (PathIndicator indicator : List.of(PathIndicator.ENTROPY, PathIndicator.COMPLEXITY)) {
            assertThat(ten.mean(indicator)).isEqualTo(Estimate.undefined(Reason.NO_WITHIN_VARIATION, 10));
            assertThat(ten.meanValue(indicator)).isEqualTo(ten.value(indicator, 0));
        }
        PathIndicators one = PathAnalysis.standard().of(Paths.history("AAB"));
        assertThat(one.meanValue(PathIndicator.ENTROPY)).isNaN();
        assertThat(refused(Reason.UNKNOWN_NAME, () -> one.meanValue(PathIndicator.ENTROPY, Segment.of(0, "Z"))))
                .hasMessage("PathIndicators.meanValue: no segment \"Z\"; there are [A, B]");
    }

    @Test
    void meansAreOfAllAndOfThoseInASegmentNow() {
        SegmentHistory history = Paths.history("AAAA", "ABAA", "ABAB", "BBBB", "BBA?");
        PathIndicators found = PathAnalysis.standard().of(history);
        Estimate all = found.mean(PathIndicator.TRANSITIONS);
        assertThat(all.value()).isEqualTo((0 + 2 + 3 + 0 + 1) / 5.0);
        double error = Math.sqrt((1.44 + 0.64 + 3.24 + 1.44 + 0.04) / 4 / 5);
        double half = Tails.studentQuantile(0.95, 4) * error;
        assertThat(all.upper()).isCloseTo(1.2 + half, within(CLOSE));
        assertThat(all.lower()).as("cut at 0").isZero();
        assertThat(1.2 - half).isNegative();
        assertThat(found.withLevel(0.5).mean(PathIndicator.TRANSITIONS).lower())
                .isCloseTo(1.2 - Tails.studentQuantile(0.5, 4) * error, within(CLOSE));
        Segment a = history.segments().get(0);
        assertThat(a.name()).isEqualTo("A");
        assertThat(found.mean(PathIndicator.TRANSITIONS, a).value()).isEqualTo(1);
        assertThat(found.mean(PathIndicator.TRANSITIONS, a).customers()).isEqualTo(2);
        assertThat(found.mean(PathIndicator.TRANSITIONS, history.segments().get(1))
                        .value())
                .isEqualTo(1.5);
        assertThat(found).hasToString("""
                        now in  entropy  transitions  complexity  turbulence  normalized turbulence  volatility
                        all       0.546        1.200       0.483       2.078                  0.417       0.517
                        A         0.406        1.000       0.368       1.904                  0.350       0.417
                        B         0.500        1.500       0.500       2.292                  0.500       0.500
                        """.stripTrailing());
        assertThat(refused(Reason.UNKNOWN_NAME, () -> found.mean(PathIndicator.ENTROPY, Segment.of(0, "Z"))))
                .hasMessage("PathIndicators.mean: no segment \"Z\"; there are [A, B]");
    }

    /** As {@code PooledMigration} flags them: months are equally long, a month and a quarter are not. */
    @Test
    void datesThatAreNotEquallyFarApartAreFlagged() {
        LocalDate first = LocalDate.of(2025, 1, 31);
        List<Segmentation> uneven = new ArrayList<>();
        for (int months : new int[] {0, 1, 4}) {
            uneven.add(SegmentHistoryTest.at(first.plusMonths(months), "c1:A c2:B"));
        }
        PathIndicators flagged = PathAnalysis.standard().of(SegmentHistory.of(uneven));
        assertThat(flagged.flag()).contains(Reason.UNEQUAL_INTERVALS);
        assertThat(flagged.toString()).startsWith("UNEQUAL_INTERVALS\nnow in");
        assertThat(flagged.withLevel(0.9).flag()).contains(Reason.UNEQUAL_INTERVALS);
        for (SegmentHistory history :
                List.of(SegmentHistory.of(uneven.subList(0, 2)), SegmentHistory.of(uneven.subList(0, 1)))) {
            assertThat(PathAnalysis.standard().of(history).flag()).isEmpty();
        }
        assertThat(PathAnalysis.standard()
                        .of(Paths.history("AAAAAAAAAAAAA", "ABABABABABABA"))
                        .flag())
                .as("months of a year")
                .isEmpty();
    }

    @Test
    void threadsChangeNothing() {
        SegmentHistory history = Paths.history(Paths.random(9, 9000, 6, "ABC?."));
        PathAnalysis analysis = PathAnalysis.standard().withOrder(List.of("A", "B", "C"));
        PathIndicators alone = analysis.of(history);
        PathIndicators together = analysis.of(history, Execution.onThreads(3));
        for (PathIndicator indicator : PathIndicator.values()) {
            assertThat(together.toArray(indicator)).containsExactly(alone.toArray(indicator));
        }
        assertThat(alone.customerCount()).isEqualTo(history.customerCount());
    }

    @Test
    void badOrdersAndParametersAreRefused() {
        SegmentHistory history = Paths.history("AB", "BA");
        PathIndicators unordered = PathAnalysis.standard().of(history);
        assertThat(refused(Reason.BAD_PARAM, () -> unordered.value(PathIndicator.PRECARITY, 0)))
                .hasMessage(
                        "PathIndicators: PRECARITY needs an order of the segments; give it with PathAnalysis.withOrder");
        refused(Reason.BAD_PARAM, () -> unordered.mean(PathIndicator.DEGRADATION));
        PathAnalysis short1 = PathAnalysis.standard().withOrder(List.of("A"));
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> short1.of(history)))
                .hasMessage("PathAnalysis.of: worstToBest has 1 entries, expected 2, one per segment of the history");
        PathAnalysis wrong = PathAnalysis.standard().withOrder(List.of("A", "Z"));
        refused(Reason.UNKNOWN_NAME, () -> wrong.of(history));
        refused(Reason.BAD_NAME, () -> PathAnalysis.standard().withOrder(List.of("A", "A")));
        assertThat(refused(Reason.BAD_PARAM, () -> PathAnalysis.standard().withPrecarity(1.1, 1, 1)))
                .hasMessage("PathAnalysis.withPrecarity: start = 1.1, expected 0 to 1");
        refused(Reason.BAD_PARAM, () -> PathAnalysis.standard().withPrecarity(0.2, -1, 1));
        refused(Reason.BAD_PARAM, () -> PathAnalysis.standard().withPrecarity(0.2, 1, Double.NaN));
        refused(Reason.BAD_PARAM, () -> unordered.withLevel(1));
        assertThat(IntStream.range(0, 2).mapToDouble(c -> unordered.value(PathIndicator.VOLATILITY, c)))
                .containsExactly(1.0, 1.0);
    }
}
