package dev.segmentation.metrics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.effect.CategoricalEffect;
import dev.segmentation.metrics.effect.Dominance;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class DriftGoldenTest {

    @RegisterExtension
    static final GoldenOperation CATEGORICAL = GoldenOperation.of("drift.categorical");

    @RegisterExtension
    static final GoldenOperation FEATURE = GoldenOperation.of("drift.feature");

    @TestFactory
    Stream<DynamicTest> categories() {
        return CATEGORICAL
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    PopulationStability drift = PopulationStability.ofCounts(
                            longs(golden.doubles(golden.inputs().get("countsBase"))),
                            longs(golden.doubles(golden.inputs().get("countsNew"))));
                    golden.assertClose("psiFloor1e-4", drift.withFloor(1e-4).index());
                    golden.assertClose("jensenShannonDivergenceNats", drift.jensenShannon());
                    golden.assertClose("hellinger", drift.hellinger());
                    golden.assertClose("totalVariation", drift.totalVariation());
                    golden.assertClose("klNatsNewFromBase", drift.kullbackLeibler());
                    golden.assertClose("cohensW", drift.cohenW());
                }));
    }

    @TestFactory
    Stream<DynamicTest> features() {
        return FEATURE.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkFeature(golden)));
    }

    private static void checkFeature(GoldenCase golden) {
        JsonNode dataset = golden.dataset();
        String column = dataset.get("columns").get(0).asText();
        double[] base;
        double[] now;
        if (dataset.has("fileNew")) {
            base = golden.table().numbers(column);
            now = GoldenCases.table(dataset.get("fileNew").asText()).numbers(column);
        } else {
            double[] all = golden.table().numbers(column);
            double[] channel = golden.table().numbers("Channel");
            base = IntStream.range(0, all.length)
                    .filter(i -> channel[i] == 1)
                    .mapToDouble(i -> all[i])
                    .toArray();
            now = IntStream.range(0, all.length)
                    .filter(i -> channel[i] == 2)
                    .mapToDouble(i -> all[i])
                    .toArray();
        }
        FeatureBins bins = FeatureBins.of(base);
        golden.assertClose(
                "binUpperEdges", bins.edges(), golden.doubles(golden.expected().get("binUpperEdges")));
        FeatureDrift drift = bins.drift(now);
        checkBins(golden, drift.stability());
        golden.assertClose("psiFloor1e-4", drift.stability().withFloor(1e-4).index());
        golden.assertClose("jensenShannonDivergenceNats", drift.stability().jensenShannon());
        golden.assertClose(
                "jensenShannonDistanceNats", Math.sqrt(drift.stability().jensenShannon()));
        golden.assertClose("jensenShannonDivergenceBits", drift.stability().jensenShannon() / Math.log(2));
        golden.assertClose("hellinger", drift.stability().hellinger());
        golden.assertClose("totalVariation", drift.stability().totalVariation());
        golden.assertClose("ksStatistic", drift.kolmogorovSmirnov());
        golden.assertClose("ksPvalueAsymp", drift.kolmogorovSmirnovP());
        golden.assertClose("wasserstein1", drift.wasserstein());
        golden.assertClose("energyDistance", drift.energy());
        if (golden.id().equals("drift-online_retail-monetary-mar-dec")) {
            checkAsReadByPandas(golden, base, now, drift.andersonDarling());
        } else {
            golden.assertClose("andersonDarlingKSampleMidrank", drift.andersonDarling());
            checkRanks(golden, Dominance.of(base, now));
        }
        assertThat(drift.stability().significant()).isTrue();
    }

    /**
     * The bins' counts have no accessor: counts that the case has give the same drift, bin by bin. The divergence of the base
     * from now, Σ e ln(e/a), follows from the parts (a − e) ln(a/e) of the index, whose empty bins have the same floor; scipy
     * divides shares by their sum, which with a floor is more than 1.
     */
    private static void checkBins(GoldenCase golden, PopulationStability drift) {
        long[] base = longs(golden.doubles(golden.expected().get("countsBase")));
        long[] now = longs(golden.doubles(golden.expected().get("countsNew")));
        double floor = golden.parameters().get("floor").asDouble();
        PopulationStability counted = PopulationStability.ofCounts(base, now).withFloor(floor);
        double bases = LongStream.of(base).sum();
        double nows = LongStream.of(now).sum();
        double divergence = 0;
        double floored = 0;
        double flooredNow = 0;
        for (int bin = 0; bin < base.length; bin++) {
            double part = drift.withFloor(floor).part(bin);
            assertThat(part).isEqualTo(counted.part(bin));
            double before = Math.max(floor, base[bin] / bases);
            double after = Math.max(floor, now[bin] / nows);
            divergence -= part * before / (after - before);
            floored += before;
            flooredNow += after;
        }
        golden.assertClose("klNatsBaseToNew_floor", divergence / floored + Math.log(flooredNow / floored));
        JsonNode test = golden.expected().get("chiSquareBins");
        CategoricalEffect effect = CategoricalEffect.of(ContingencyTable.copyOf(new long[][] {base, now}));
        golden.assertClose(
                "statistic", effect.chiSquare(), test.get("statistic").asDouble());
        assertThat(effect.degreesOfFreedom()).isEqualTo(test.get("df").asLong());
        golden.assertClose("p", effect.pValue(), test.get("p").asDouble());
        golden.assertClose("p", drift.pearsonPValue(), test.get("p").asDouble());
    }

    private static void checkRanks(GoldenCase golden, Dominance ranks) {
        golden.assertClose("mannWhitneyU", ranks.mannWhitney().statistic());
        golden.assertClose("mannWhitneyPAsympCC", ranks.mannWhitney().pValue());
        golden.assertClose("cliffsDelta", ranks.cliffsDelta(0.95).value());
    }

    /**
     * Sums of money in the file differ from others in the last of 17 digits only. The reference read them by pandas, whose
     * reader rounds twice and makes some of them equal; of the numbers so read, its statistics are ours. Of the numbers in the
     * file, that of Anderson and Darling is larger by as much as its definition says: less its mean, which is 1, both are
     * divided by the same spread.
     */
    private static void checkAsReadByPandas(GoldenCase golden, double[] base, double[] now, double found) {
        String column = golden.dataset().get("columns").get(0).asText();
        double[] baseRead = readByPandas(golden.table().column(column));
        double[] nowRead = readByPandas(
                GoldenCases.table(golden.dataset().get("fileNew").asText()).column(column));
        double read = FeatureBins.of(baseRead).drift(nowRead).andersonDarling();
        golden.assertClose("andersonDarlingKSampleMidrank", read);
        checkRanks(golden, Dominance.of(baseRead, nowRead));
        assertThat(Dominance.of(base, now).mannWhitney().statistic())
                .isEqualTo(golden.expected().get("mannWhitneyU").asDouble() - 1); // of ties there, each half a pair
        double ratio = (andersonDarling(base, now) - 1) / (andersonDarling(baseRead, nowRead) - 1);
        assertThat(ratio - 1).isBetween(9e-7, 1e-6);
        assertThat(found / read).isCloseTo(ratio, within(1e-13));
    }

    /** All digits as one number, divided by the power of ten: its reader unless another is asked for. */
    private static double[] readByPandas(String[] texts) {
        return Arrays.stream(texts)
                .mapToDouble(text -> {
                    double digits = 0;
                    for (char digit : text.replace(".", "").toCharArray()) {
                        digits = digits * 10 + (digit - '0');
                    }
                    int point = text.indexOf('.');
                    return digits / Math.pow(10, point < 0 ? 0 : text.length() - 1.0 - point);
                })
                .toArray();
    }

    /** Scholz and Stephens' (1987) statistic with midranks, value by value, before it is standardised. */
    private static double andersonDarling(double[] base, double[] now) {
        TreeMap<Double, int[]> counts = new TreeMap<>();
        Arrays.stream(base).forEach(x -> counts.computeIfAbsent(x, at -> new int[2])[0]++);
        Arrays.stream(now).forEach(x -> counts.computeIfAbsent(x, at -> new int[2])[1]++);
        double all = base.length + now.length;
        double[] sizes = {base.length, now.length};
        double[] below = new double[2];
        double sum = 0;
        for (int[] tied : counts.values()) {
            double ties = tied[0] + tied[1];
            double ranked = below[0] + below[1] + ties / 2;
            for (int sample = 0; sample < 2; sample++) {
                double off = all * (below[sample] + tied[sample] / 2.0) - sizes[sample] * ranked;
                sum += ties / all * off * off / sizes[sample] / (ranked * (all - ranked) - all * ties / 4);
            }
            below[0] += tied[0];
            below[1] += tied[1];
        }
        return sum * (all - 1) / all;
    }

    private static long[] longs(double[] counts) {
        return Arrays.stream(counts).mapToLong(count -> (long) count).toArray();
    }
}
