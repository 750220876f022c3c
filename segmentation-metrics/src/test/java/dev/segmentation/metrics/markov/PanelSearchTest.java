package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FitProgress;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PanelSearchTest {

    private static final int K = 5;
    private static final List<String> STATES =
            IntStream.range(0, K).mapToObj(i -> "s" + i).toList();

    private static PanelLikelihood panel() {
        Random random = new Random(7);
        PanelLikelihood.Builder builder = PanelLikelihood.builder(STATES);
        for (double time : new double[] {0.5, 2}) {
            long[][] counts = new long[K][K];
            for (int i = 0; i < K; i++) {
                for (int j = 0; j < K; j++) {
                    counts[i][j] = (i == j ? 200 : 5) + random.nextInt(40);
                }
            }
            builder.add(time, counts);
        }
        return builder.build();
    }

    @Test
    void canBeCancelledAtAnyTime() {
        PanelLikelihood panel = panel();
        AtomicInteger polls = new AtomicInteger();
        GeneratorFit fit = panel.maximize(Execution.sequential().withCancellation(() -> polls.incrementAndGet() < 0));
        int all = polls.get();
        assertThat(all).isGreaterThan(1000);
        for (int at : new int[] {1, all / 4, all / 2, 3 * all / 4, all}) {
            AtomicInteger asked = new AtomicInteger();
            Execution execution = Execution.sequential().withCancellation(() -> asked.incrementAndGet() == at);
            assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> panel.maximize(execution));
            assertThat(asked.get()).isEqualTo(at); // and not asked again
        }
        assertThat(panel.maximize().generator().toArray())
                .isDeepEqualTo(fit.generator().toArray());
    }

    /** The equations of the scoring: a poll per row of the factor, and one per standard error. */
    @Test
    void theLastStepAsksToo() {
        AtomicInteger polls = new AtomicInteger();
        PanelLikelihood panel = panel();
        double[][] rates = panel.maximize().generator().toArray();
        try (Workers workers = Execution.sequential()
                .withCancellation(() -> polls.incrementAndGet() < 0)
                .start()) {
            PanelInformation information = new PanelInformation(rates, workers);
            panel.looks().forEach(look -> information.add(look.time(), look.counts()));
            int moves = K * (K - 1);
            polls.set(0);
            assertThat(information.standardErrors()).isPresent();
            assertThat(polls.getAndSet(0)).isEqualTo(2 * moves);
            assertThat(information.step()).isPresent();
            assertThat(polls.get()).isEqualTo(moves);
        }
    }

    /** Of few customers more is known than is expected, and undamped steps go to and fro about the maximum for ever. */
    @Test
    void convergesWhereStepsOvershoot() {
        PanelLikelihood panel = PanelLikelihood.builder(List.of("a", "b", "c", "d"))
                .add(2.82, new long[][] {{0, 1, 0, 1}, {0, 0, 0, 2}, {1, 0, 0, 1}, {0, 2, 0, 0}})
                .build();
        GeneratorFit fit = panel.maximize();
        assertThat(fit.termination()).isEqualTo(Termination.CONVERGED);
        assertThat(fit.iterations()).isLessThan(500);
        double[][] rates = fit.generator().toArray();
        int positive = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                if (j != i) { // no rate wants to change, but for those that would be below 0
                    double up = panel.logLikelihood(changed(rates, i, j, 1e-5));
                    if (rates[i][j] < 1e-9) {
                        assertThat(up).isLessThan(fit.logLikelihood() + 1e-9);
                    } else {
                        double down = panel.logLikelihood(changed(rates, i, j, -1e-5));
                        assertThat((up - down) / 2e-5).isBetween(-1e-7, 1e-7);
                        positive++;
                    }
                }
            }
        }
        assertThat(positive).isEqualTo(4);
    }

    private static Generator changed(double[][] rates, int from, int to, double by) {
        double[][] changed = Matrices.copy(rates);
        changed[from][to] += by;
        changed[from][from] -= by;
        return Generator.of(List.of("a", "b", "c", "d"), changed);
    }

    @Test
    void theMostLikelyRatesOfAChainCanBeCancelled() {
        Embedding embedding = MarkovChain.of(
                        List.of("A", "B", "C"), new double[][] {{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}, {0.2, 0.2, 0.6}})
                .embedding();
        AtomicInteger polls = new AtomicInteger();
        Execution counting = Execution.sequential().withCancellation(() -> polls.incrementAndGet() < 0);
        Embedding.Approximation found = embedding
                .approximation(Embedding.Repair.MAXIMUM_LIKELIHOOD, counting)
                .orElseThrow();
        int all = polls.get();
        assertThat(all).isGreaterThan(100);
        for (Execution execution : List.of(Execution.sequential(), Execution.onThreads(3))) {
            assertThat(embedding
                            .approximation(Embedding.Repair.MAXIMUM_LIKELIHOOD, execution)
                            .orElseThrow()
                            .generator()
                            .toArray())
                    .isDeepEqualTo(found.generator().toArray());
        }
        for (int at : new int[] {1, all / 2, all}) {
            polls.set(0);
            Execution cancelled = Execution.sequential().withCancellation(() -> polls.incrementAndGet() == at);
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> embedding.approximation(Embedding.Repair.MAXIMUM_LIKELIHOOD, cancelled));
            assertThat(polls.get()).isEqualTo(at);
        }
    }

    @Test
    void anInterruptCancels() {
        PanelLikelihood panel = panel();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CancelledException.class).isThrownBy(panel::maximize);
        assertThat(Thread.interrupted()).isTrue(); // the flag stays set
    }

    @Test
    void anyThreadsGiveTheSameRates() {
        PanelLikelihood panel = panel();
        List<FitProgress> told = new ArrayList<>();
        GeneratorFit alone = panel.maximize(Execution.sequential().withListener(told::add));
        GeneratorFit together = panel.maximize(Execution.onThreads(3));
        assertThat(alone.termination()).isEqualTo(Termination.CONVERGED);
        assertThat(together.iterations()).isEqualTo(alone.iterations());
        assertThat(together.logLikelihood()).isEqualTo(alone.logLikelihood());
        assertThat(together.generator().toArray())
                .isDeepEqualTo(alone.generator().toArray());
        for (String from : STATES) {
            for (String to : STATES) {
                assertThat(together.standardError(from, to)).isEqualTo(alone.standardError(from, to));
            }
        }
        assertThat(told).hasSize(alone.iterations());
        assertThat(told.get(0).stage()).isEqualTo("most likely rates");
    }

    /** A product of many rows would be long without a look in between. */
    @Test
    void longProductsAskOften() {
        AtomicInteger asked = new AtomicInteger();
        double[][] many = new double[100][3];
        Matrices.times(many, new double[3][3], asked::incrementAndGet);
        assertThat(asked.get()).isEqualTo(7);
        asked.set(0);
        MatrixExponential.ofRates(new double[40][40], asked::incrementAndGet);
        assertThat(asked.get()).isGreaterThanOrEqualTo(60); // 20 products of 40 rows
    }
}
