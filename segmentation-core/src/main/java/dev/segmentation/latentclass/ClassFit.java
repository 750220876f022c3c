package dev.segmentation.latentclass;

import dev.segmentation.FeatureTable;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.internal.SegmentNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One fit: all starts, the best of them finished, and the model made of it. */
final class ClassFit {

    /** Starts end at the same likelihood if they differ by no more than this part of it. */
    private static final double SAME = 1e-8;

    /** How much less is left to gain after the best start was finished. */
    private static final double FINISHED = 1e-3;

    /** And chances no longer move by more than this. */
    private static final double SETTLED = 1e-8;

    private static final int FINISHING_STEPS = 3000;

    private static final int ROWS_PER_POLL = 1024;

    private final LatentClass config;
    private final FeatureTable table;
    private final List<String> items;
    private final Workers workers;
    private final String where;
    private final int classes;
    private final @Nullable Covariates covariates;
    private final MembershipPrior prior;
    private final Optional<Logit> near; // for a second way up, where rows are far away
    private final boolean[] counts;
    private final Answers answers;
    private final List<Double> objectives = new ArrayList<>();
    private int[] labels = {};
    private @Nullable Ascent best;
    private boolean bestConverged;

    ClassFit(LatentClass config, FeatureTable table, List<String> items, Workers workers, String where) {
        this.config = config;
        this.table = table;
        this.items = items;
        this.workers = workers;
        this.where = where;
        this.classes = config.segmentCount();
        this.counts = Answers.counting(table, items, workers::checkCancelled);
        int[] groupOfRow = new int[table.rowCount()];
        if (config.covariates().isEmpty()) {
            this.covariates = null;
            this.near = Optional.empty();
            this.answers = Answers.of(table, items, groupOfRow, workers);
            this.prior = new MembershipPrior.Shares(classes, answers.totalWeight);
        } else {
            checkAnswered();
            Covariates coding = Covariates.of(table, config.covariates(), counts, where);
            this.covariates = coding;
            double[] x = coding.encode(table, this::counts, where);
            int width = coding.terms().size();
            double[] distinct = distinct(x, width, groupOfRow);
            this.answers = Answers.of(table, items, groupOfRow, workers);
            double[] weights = new double[distinct.length / width];
            for (int p = 0; p < answers.patternCount(); p++) {
                weights[answers.groups[p]] += answers.weights[p];
            }
            Logit logit = new Logit(classes, width, distinct, weights, workers, where);
            this.prior = logit;
            this.near = logit.near();
        }
        checkDistinct();
    }

    private boolean counts(int row) {
        return counts[row];
    }

    /** The distinct rows of a design that count, sorted; fills in which one each of them has. */
    private double[] distinct(double[] x, int width, int[] groupOfRow) {
        TreeMap<double[], Integer> groups = new TreeMap<>(Arrays::compare);
        for (int i = 0; i < groupOfRow.length; i++) {
            if (i % ROWS_PER_POLL == 0) {
                workers.checkCancelled();
            }
            if (counts[i]) {
                groups.putIfAbsent(Arrays.copyOfRange(x, i * width, (i + 1) * width), 0);
            }
        }
        double[] rows = new double[groups.size() * width];
        int number = 0;
        for (var group : groups.entrySet()) {
            System.arraycopy(group.getKey(), 0, rows, number * width, width);
            group.setValue(number++);
        }
        for (int i = 0; i < groupOfRow.length; i++) {
            if (i % ROWS_PER_POLL == 0) {
                workers.checkCancelled();
            }
            if (counts[i]) {
                groupOfRow[i] = Objects.requireNonNull(groups.get(Arrays.copyOfRange(x, i * width, (i + 1) * width)));
            }
        }
        return rows;
    }

    private void checkAnswered() {
        for (boolean row : counts) {
            if (row) {
                return;
            }
        }
        throw new InvalidInputException(
                Reason.NO_INFORMATION,
                where + ": no row of positive weight has an answer, so that nothing can be learned; add answers");
    }

    private void checkDistinct() {
        checkAnswered();
        if (answers.distinct < classes) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    where + ": segmentCount = " + classes + " but the table has " + answers.distinct
                            + " distinct rows of positive weight with an answer; lower segmentCount");
        }
    }

    LatentClassModel model() {
        climb();
        Ascent top = Objects.requireNonNull(best);
        bestConverged = top.converged();
        int limit = Math.min(config.maxIterations(), top.iterations() + FINISHING_STEPS);
        if (top.iterations() < limit) {
            top.run(FINISHED * config.tolerance(), SETTLED, limit);
            bestConverged |= top.converged();
        }
        LatentClassModel model = modelOf(top.state());
        label(model);
        for (int round = 0; config.start().isEmpty() && round < classes; round++) {
            int[] numbers = SegmentNumbers.bySize(classes, labels, table::weight);
            if (isIdentity(numbers)) {
                break;
            }
            model = model.renumbered(numbers);
            label(model); // rows that belong to two classes alike may go to another one
        }
        return told(model);
    }

    private static boolean isIdentity(int[] numbers) {
        for (int c = 0; c < numbers.length; c++) {
            if (numbers[c] != c) {
                return false;
            }
        }
        return true;
    }

    private void climb() {
        int starts = config.restarts();
        int together = 4 * workers.threads();
        for (int first = 0; first < starts; first += together) {
            int from = first;
            for (Ascent ascent : workers.map(Math.min(together, starts - first), r -> climbed(from + r))) {
                objectives.add(-ascent.objective());
                if (best == null || ascent.objective() > best.objective()) {
                    best = ascent;
                }
            }
            workers.tell(new FitProgress(
                    "latent classes",
                    objectives.size(),
                    starts,
                    -Objects.requireNonNull(best).objective()));
        }
    }

    private Ascent climbed(int number) {
        Em em = new Em(answers, prior, classes, config.prior(), workers);
        double[] state = config.start().isPresent()
                ? given(config.start().get(), em)
                : random(SeededRandom.stream(config.seed(), number), em);
        Ascent ascent = climbed(em, state, 0);
        if (near.isEmpty()) {
            return ascent;
        }
        Ascent calm = climbed(new Em(answers, near.get(), classes, config.prior(), workers), state, 0);
        Ascent other = climbed(em, calm.state(), calm.iterations());
        return other.objective() > ascent.objective() ? other : ascent;
    }

    private Ascent climbed(Em em, double[] state, int passes) {
        Ascent ascent = new Ascent(em, answers, classes, state, passes);
        ascent.run(config.tolerance(), 1, config.maxIterations());
        return ascent;
    }

    /** Equal shares, and chances in proportion to uniform numbers. */
    private double[] random(SeededRandom random, Em em) {
        double[] state = new double[em.stateSize()];
        Arrays.fill(state, 1);
        for (int v = 0; v < answers.itemCount(); v++) {
            for (int c = 0; c < classes; c++) {
                double sum = 0;
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    state[slot * classes + c] = random.nextDouble();
                    sum += state[slot * classes + c];
                }
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    state[slot * classes + c] /= sum;
                }
            }
        }
        prior.start(state, em.thetaSize());
        return state;
    }

    private double[] given(LatentClassModel start, Em em) {
        Arguments.match(start.items(), items, "FeatureTable", where);
        double[] state = new double[em.stateSize()];
        Arrays.fill(state, 1);
        double[] counts = answers.counts();
        for (int v = 0; v < answers.itemCount(); v++) {
            String name = answers.items.get(v);
            Item item = start.itemList().stream()
                    .filter(candidate -> candidate.name.equals(name))
                    .findFirst()
                    .orElseThrow();
            double all = 0;
            for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                all += counts[slot];
            }
            for (int c = 0; c < classes; c++) {
                double sum = 0;
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    int code = item.code(answers.levels.get(v).get(slot - answers.offsets[v]));
                    double chance = code < 0 ? counts[slot] / all : item.chance(code, c, classes);
                    state[slot * classes + c] = chance;
                    sum += chance;
                }
                for (int slot = answers.offsets[v]; slot < answers.missingSlot(v); slot++) {
                    double even = counts[slot] / all; // for a class that gave only answers that nobody gives now
                    state[slot * classes + c] = sum > 0 ? state[slot * classes + c] / sum : even;
                }
            }
        }
        prior.start(state, em.thetaSize());
        if (covariates == null) {
            for (int c = 0; c < classes; c++) {
                state[em.thetaSize() + c] = start.share(c);
            }
        }
        return state;
    }

    private LatentClassModel modelOf(double[] state) {
        List<Item> made = new ArrayList<>();
        for (String name : items) {
            int v = answers.items.indexOf(name);
            Map<String, Integer> slots = new HashMap<>();
            for (String level : answers.levels.get(v)) {
                slots.put(level, answers.offsets[v] + slots.size());
            }
            List<String> levels =
                    table.levels(name).stream().filter(slots::containsKey).toList();
            double[] chances = new double[levels.size() * classes];
            for (int l = 0; l < levels.size(); l++) {
                int slot = Objects.requireNonNull(slots.get(levels.get(l)));
                System.arraycopy(state, slot * classes, chances, l * classes, classes);
            }
            made.add(new Item(name, table.kind(name), levels, chances));
        }
        int at = answers.slotCount() * classes;
        double[] chances = new double[prior.groupCount() * classes];
        prior.chances(state, at, chances);
        double[] shares = new double[classes];
        if (covariates == null) {
            shares = chances;
        } else {
            for (int p = 0; p < answers.patternCount(); p++) {
                for (int c = 0; c < classes; c++) {
                    shares[c] += answers.weights[p] / answers.totalWeight * chances[answers.groups[p] * classes + c];
                }
            }
        }
        return new LatentClassModel(
                table.names(), made, shares, effects(state), new LatentClassModel.TrainingFit(0, 0, 0, 0, 1, 1));
    }

    private @Nullable MembershipEffects effects(double[] state) {
        if (covariates == null || !(prior instanceof Logit logit)) {
            return null;
        }
        int width = logit.width();
        double[] scaled = new double[classes * width];
        System.arraycopy(state, answers.slotCount() * classes, scaled, width, logit.size());
        Louis louis = new Louis(answers, logit, classes, state, workers);
        louis.run();
        Optional<Reason> unknown = louis.unknown();
        double[] covariance =
                unknown.isPresent() ? new double[logit.size() * logit.size()] : unscaled(louis.covariance(), logit);
        return new MembershipEffects(covariates, logit.unscaled(scaled), covariance, unknown, answers.totalWeight);
    }

    /** The covariance in the units of the covariates: both sides of the matrix are transformed. */
    private static double[] unscaled(double[] covariance, Logit logit) {
        int size = logit.size();
        double[] half = new double[size * size];
        for (int i = 0; i < size; i++) {
            double[] row = logit.unscaled(Arrays.copyOfRange(covariance, i * size, (i + 1) * size));
            for (int j = 0; j < size; j++) {
                half[j * size + i] = row[j];
            }
        }
        double[] result = new double[size * size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(
                    logit.unscaled(Arrays.copyOfRange(half, i * size, (i + 1) * size)), 0, result, i * size, size);
        }
        return result;
    }

    private void label(LatentClassModel model) {
        LatentClassModel.Posteriors posteriors = model.posteriors(table, this::counts, where, workers::checkCancelled);
        labels = new int[table.rowCount()];
        for (int i = 0; i < labels.length; i++) {
            if (i % ROWS_PER_POLL == 0) {
                workers.checkCancelled();
            }
            posteriors.of(i);
            labels[i] = likeliest(posteriors.degrees);
        }
    }

    private static int likeliest(double[] degrees) {
        int best = 0;
        for (int c = 1; c < degrees.length; c++) {
            best = degrees[c] > degrees[best] ? c : best;
        }
        return best;
    }

    /** The model with what is to be said of the training rows; sums do not depend on their order. */
    private LatentClassModel told(LatentClassModel model) {
        ExactSum likelihood = new ExactSum();
        ExactSum entropy = new ExactSum();
        ExactSum labelled = new ExactSum();
        LatentClassModel.Posteriors posteriors = model.posteriors(table, this::counts, where, workers::checkCancelled);
        for (int i = 0; i < table.rowCount(); i++) {
            if (i % ROWS_PER_POLL == 0) {
                workers.checkCancelled();
            }
            double weight = table.weight(i);
            if (counts[i]) {
                likelihood.addProduct(weight, posteriors.of(i));
                labelled.addProduct(weight, StrictMath.log(posteriors.degrees[labels[i]]));
                for (double degree : posteriors.degrees) {
                    if (degree > 0) {
                        entropy.addProduct(-weight, degree * StrictMath.log(degree));
                    }
                }
            }
        }
        double least = Objects.requireNonNull(best).objective();
        int reached = (int) objectives.stream()
                .filter(objective -> -objective >= least - SAME * Math.abs(least))
                .count();
        return model.with(new LatentClassModel.TrainingFit(
                likelihood.value(),
                answers.totalWeight,
                entropy.value() + 0.0,
                labelled.value() + 0.0,
                objectives.size(),
                Math.max(1, reached)));
    }

    int[] labels() {
        return labels;
    }

    FitReport report(LatentClassModel model) {
        Ascent top = Objects.requireNonNull(best);
        FitReport.Builder report = FitReport.builder("latent classes")
                .seed(config.seed())
                .termination(bestConverged ? Termination.CONVERGED : Termination.ITERATION_LIMIT)
                .iterations(top.iterations())
                .objective(-top.objective())
                .restartObjectives(objectives);
        notices(model).forEach(report::notice);
        return report.build();
    }

    /** How many parameters answers can tell at most: the free cells of a table for each row of covariates. */
    private double cells(LatentClassModel model) {
        double cells = 1;
        for (String item : items) {
            cells *= Math.max(1, model.levels(item).size());
        }
        long tables = Arrays.stream(answers.groups, 0, answers.patternCount())
                .distinct()
                .count();
        return Math.min(answers.totalWeight, (cells - 1) * tables);
    }

    private List<Notice> notices(LatentClassModel model) {
        List<Notice> notices = new ArrayList<>();
        for (String item : items) {
            if (model.levels(item).size() < 2) {
                notices.add(new Notice(
                        Reason.ZERO_VARIANCE,
                        where + ": item \"" + item + "\" has fewer than two levels that were given; it tells nothing"
                                + " about classes"));
            }
        }
        double silent = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            silent += table.weight(i);
        }
        silent -= answers.totalWeight;
        if (silent > 1e-9 * answers.totalWeight) {
            notices.add(new Notice(
                    Reason.NO_INFORMATION,
                    where + ": rows without any answer, of weight " + (float) silent
                            + " in all; they belong to each class as everybody does"));
        }
        if (model.freeParameters() > cells(model)) {
            notices.add(new Notice(
                    Reason.UNIDENTIFIED,
                    where + ": " + model.freeParameters() + " free parameters are more than the answers can tell;"
                            + " lower segmentCount, or add items"));
        }
        model.membershipEffects()
                .flatMap(MembershipEffects::undefined)
                .ifPresent(reason -> notices.add(new Notice(
                        reason,
                        where + ": effects of covariates have no standard errors; "
                                + (reason == Reason.DIVERGES
                                        ? "covariates separate classes, so that coefficients have no bound"
                                        : "see MembershipEffects.undefined"))));
        return notices;
    }
}
