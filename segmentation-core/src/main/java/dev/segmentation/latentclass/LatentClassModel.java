package dev.segmentation.latentclass;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.LikelihoodModel;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.SoftTableModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Latent classes: how large each is, and how its members answer; a customer belongs to a class by the chance that one of
 * its members would answer so.
 *
 * <p>Within a class answers are independent: P(answers) = Σ πₛ Π θ. A missing answer is skipped, and so is one that nobody
 * gave in training: both say nothing about the class, and who gave no answer belongs to each class as everybody does.
 * Answers that are impossible in every class decide as if their chances were equally small, so that degrees always sum to
 * 1.
 *
 * <p>Immutable and thread-safe.
 */
public final class LatentClassModel implements SoftTableModel, LikelihoodModel {

    private final List<String> featureNames;
    private final List<Item> items;
    private final double[] shares;
    private final @Nullable MembershipEffects effects;
    private final TrainingFit training;

    LatentClassModel(
            List<String> featureNames,
            List<Item> items,
            double[] shares,
            @Nullable MembershipEffects effects,
            TrainingFit training) {
        this.featureNames = List.copyOf(featureNames);
        this.items = List.copyOf(items);
        this.shares = shares;
        this.effects = effects;
        this.training = training;
    }

    /** What the fit told about its rows. */
    record TrainingFit(
            double logLikelihood,
            double observations,
            double membershipEntropy,
            double labelLogProbability,
            int starts,
            int startsAtBest) {}

    @Override
    public int segmentCount() {
        return shares.length;
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * The columns that classes answer, without covariates.
     *
     * @return names, in the order of the table that was fitted
     */
    public List<String> items() {
        return items.stream().map(item -> item.name).toList();
    }

    /**
     * The levels of an item that were given in training.
     *
     * @param item its name
     * @return levels, in the order of the table that was fitted
     * @throws InvalidInputException if there is no such item
     */
    public List<String> levels(String item) {
        return item(item).levels;
    }

    /**
     * How large a class is, πₛ; with covariates, the mean of its chances over the training rows.
     *
     * @param segment the class, from 0
     * @return 0 … 1; over all classes they sum to 1
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double share(int segment) {
        return shares[Objects.checkIndex(segment, shares.length)];
    }

    /**
     * The chance that a member of a class gives an answer, θ.
     *
     * @param item its name
     * @param level the answer
     * @param segment the class, from 0
     * @return 0 … 1; over the levels of an item they sum to 1
     * @throws InvalidInputException if there is no such item or level
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double probability(String item, String level, int segment) {
        Objects.checkIndex(segment, shares.length);
        Item found = item(item);
        int code = found.code(Objects.requireNonNull(level, "level"));
        if (code < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    level,
                    "LatentClassModel.probability: item \"" + item + "\" has no such level; there are "
                            + Arguments.shown(found.levels));
        }
        return found.chance(code, segment, shares.length);
    }

    private Item item(String name) {
        Objects.requireNonNull(name, "item");
        return items.stream()
                .filter(item -> item.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "LatentClassModel: no item \"" + name + "\"; there are " + Arguments.shown(items())));
    }

    /**
     * How covariates change the chance of membership.
     *
     * @return empty if the model has none
     */
    public Optional<MembershipEffects> membershipEffects() {
        return Optional.ofNullable(effects);
    }

    /**
     * How many starts the fit tried.
     *
     * @return at least 1
     */
    public int starts() {
        return training.starts;
    }

    /**
     * How many of the starts ended at the best likelihood, within a relative 10⁻⁸. If few did, a better one may be there:
     * try more starts, or fewer classes.
     *
     * @return at least 1
     */
    public int startsAtBest() {
        return training.startsAtBest;
    }

    /**
     * {@inheritDoc}
     *
     * <p>At most 0; a row without any answer adds nothing. A prior, if there is one, is not in it.
     */
    @Override
    public double logLikelihood() {
        return training.logLikelihood;
    }

    /**
     * {@inheritDoc}
     *
     * <p>k − 1 shares, or as many coefficients for each class but one as there are covariates and a constant; and for every
     * class and item one less than its levels.
     */
    @Override
    public int freeParameters() {
        int free = (shares.length - 1) * (effects == null ? 1 : effects.terms().size());
        for (Item item : items) {
            free += shares.length * Math.max(0, item.levels.size() - 1);
        }
        return Math.max(1, free);
    }

    /** {@inheritDoc} Rows without any answer are not among them. */
    @Override
    public double observations() {
        return training.observations;
    }

    @Override
    public double membershipEntropy() {
        return training.membershipEntropy;
    }

    @Override
    public double labelLogProbability() {
        return training.labelLogProbability;
    }

    /**
     * The degrees of freedom that the answers leave, min(n, ΠL − 1) − m, with n rows, L levels per item and m free
     * parameters. Below 0 the model is not identified; 0 or more proves nothing.
     *
     * @return −m … n; NaN with covariates, which have a table of answers for each of their values
     */
    public double residualDegrees() {
        if (effects != null) {
            return Double.NaN;
        }
        double cells = 1;
        for (Item item : items) {
            cells *= Math.max(1, item.levels.size());
        }
        return Math.min(training.observations, cells - 1) - freeParameters();
    }

    /**
     * {@inheritDoc}
     *
     * <p><b>Cost:</b> O(n·k·d) time, 8·k bytes per row.
     */
    @Override
    public Memberships memberships(FeatureTable table) {
        Posteriors posteriors = posteriors(table, "LatentClassModel.memberships", () -> {});
        int k = shares.length;
        double[] degrees = new double
                [Arguments.arraySize(table.rowCount(), k, "LatentClassModel.memberships", "take the rows in parts")];
        for (int i = 0; i < table.rowCount(); i++) {
            posteriors.of(i);
            System.arraycopy(posteriors.degrees, 0, degrees, i * k, k);
        }
        return Memberships.copyOfRowMajor(k, degrees);
    }

    /** Room to work out the degrees of one row after the other. */
    Posteriors posteriors(FeatureTable table, String where, Runnable poll) {
        return posteriors(table, row -> true, where, poll);
    }

    /**
     * Posteriors of the rows of a table.
     *
     * @param counts a row that does not may have a level of a covariate that the model does not know: it belongs to each
     *     class as everybody does, then, before its answers
     */
    Posteriors posteriors(FeatureTable table, IntPredicate counts, String where, Runnable poll) {
        Objects.requireNonNull(table, "table");
        Arguments.match(featureNames, table, where);
        return new Posteriors(table, counts, where, poll);
    }

    /** The degrees of the rows of a table, one at a time. Not thread-safe. */
    final class Posteriors {

        final double[] degrees = new double[shares.length];
        private final int[] zeros = new int[shares.length];
        private final int[][] codes = new int[items.size()][];
        private final int[] byName; // in which items are added, so that the order of columns changes no bit
        private final double[] logShares;
        private final double[] design;

        Posteriors(FeatureTable table, IntPredicate counts, String where, Runnable poll) {
            byName = IntStream.range(0, codes.length)
                    .boxed()
                    .sorted(Comparator.comparing(v -> items.get(v).name))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int v = 0; v < codes.length; v++) {
                poll.run();
                codes[v] = items.get(v).codes(table, where);
            }
            design = effects == null ? new double[0] : effects.covariates().encode(table, counts, where);
            logShares = Arrays.stream(shares).map(StrictMath::log).toArray();
        }

        /** Fills {@link #degrees}; gives ln P(answers), −∞ for what is impossible in every class. */
        double of(int row) {
            int k = shares.length;
            if (effects != null && !effects.logChances(design, row, logShares)) {
                Arrays.setAll(logShares, c -> StrictMath.log(shares[c]));
            }
            Arrays.fill(degrees, 0);
            Arrays.fill(zeros, 0);
            add(logShares, 0);
            for (int v : byName) {
                int code = codes[v][row];
                if (code >= 0) {
                    Item item = items.get(v);
                    for (int c = 0; c < k; c++) {
                        add(c, item.log(code, c, k));
                    }
                }
            }
            return Posterior.normalize(degrees, zeros);
        }

        boolean isAnswered(int row) {
            for (int[] column : codes) {
                if (column[row] >= 0) {
                    return true;
                }
            }
            return false;
        }

        int code(int item, int row) {
            return codes[item][row];
        }

        /** Chances of membership before anything was answered, of the row worked out last. */
        double chance(int segment) {
            return StrictMath.exp(logShares[segment]);
        }

        private void add(double[] logs, int from) {
            for (int c = 0; c < degrees.length; c++) {
                add(c, logs[from + c]);
            }
        }

        private void add(int c, double log) {
            if (log == Double.NEGATIVE_INFINITY) {
                zeros[c]++;
            } else {
                degrees[c] += log;
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Only an item that nobody answered in training is missing.
     *
     * @throws InvalidInputException if rows are negative, or the model has covariates, which it cannot draw ({@link
     *     Reason#BAD_PARAM})
     */
    @Override
    public FeatureTable simulate(int rows, long seed) {
        String where = "LatentClassModel.simulate";
        Arguments.atLeast(0, rows, where, "rows", "it is how many rows are drawn");
        if (effects != null) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "covariates",
                    where + ": the model has covariates, whose distribution it does not know; fit one without them");
        }
        List<List<@Nullable String>> columns = new ArrayList<>();
        for (int v = 0; v < items.size(); v++) {
            columns.add(new ArrayList<>());
        }
        for (int i = 0; i < rows; i++) {
            SeededRandom random = SeededRandom.stream(seed, i);
            int segment = drawn(random.nextDouble(), shares.length, s -> shares[s]);
            for (int v = 0; v < items.size(); v++) {
                Item item = items.get(v);
                double u = random.nextDouble();
                int level = drawn(u, item.levels.size(), l -> item.chance(l, segment, shares.length));
                columns.get(v).add(item.levels.isEmpty() ? null : item.levels.get(level));
            }
        }
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int v = 0; v < items.size(); v++) {
            Item item = items.get(v);
            if (item.kind == ColumnKind.ORDINAL) {
                builder.ordinal(item.name, item.levels, columns.get(v));
            } else {
                builder.nominal(item.name, columns.get(v));
            }
        }
        return builder.build();
    }

    private static int drawn(double u, int count, IntToDoubleFunction chance) {
        double left = u;
        int last = 0;
        for (int i = 0; i < count; i++) {
            double part = chance.applyAsDouble(i);
            if (part > 0) {
                if (left < part) {
                    return i;
                }
                left -= part;
                last = i;
            }
        }
        return last; // what rounding left over
    }

    /** The classes with their numbers exchanged. */
    LatentClassModel renumbered(int[] numbers) {
        double[] newShares = new double[shares.length];
        for (int c = 0; c < shares.length; c++) {
            newShares[numbers[c]] = shares[c];
        }
        return new LatentClassModel(
                featureNames,
                items.stream().map(item -> item.renumbered(numbers)).toList(),
                newShares,
                effects == null ? null : effects.renumbered(numbers),
                training);
    }

    LatentClassModel with(TrainingFit fit) {
        return new LatentClassModel(featureNames, items, shares, effects, fit);
    }

    LatentClassModel with(List<String> names, MembershipEffects added) {
        return new LatentClassModel(names, items, shares, added, training);
    }

    List<Item> itemList() {
        return items;
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link LatentClassRecord#restore} makes a model that gives the same bits
     * @throws InvalidInputException if the model has covariates, which that record has no place for ({@link
     *     Reason#BAD_PARAM})
     */
    public LatentClassRecord toRecord() {
        if (effects != null) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "covariates",
                    "LatentClassModel.toRecord: the model has covariates; use toMembershipRecord, which has them");
        }
        return classes();
    }

    /**
     * A model with covariates as plain data, to be stored with any JSON library.
     *
     * @return from which {@link MembershipRecord#restore} makes a model that gives the same bits
     * @throws InvalidInputException if the model has no covariates ({@link Reason#BAD_PARAM})
     */
    public MembershipRecord toMembershipRecord() {
        if (effects == null) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "covariates",
                    "LatentClassModel.toMembershipRecord: the model has no covariates; use toRecord");
        }
        return MembershipRecord.of(featureNames, classes(), effects);
    }

    /** Shares and answers. */
    private LatentClassRecord classes() {
        List<LatentClassRecord.Question> questions = new ArrayList<>();
        for (Item item : items) {
            List<List<Double>> chances = new ArrayList<>();
            for (int c = 0; c < shares.length; c++) {
                int segment = c;
                chances.add(IntStream.range(0, item.levels.size())
                        .mapToObj(l -> item.chance(l, segment, shares.length))
                        .toList());
            }
            questions.add(
                    new LatentClassRecord.Question(item.name, item.kind == ColumnKind.ORDINAL, item.levels, chances));
        }
        return new LatentClassRecord(
                questions,
                Arrays.stream(shares).boxed().toList(),
                new LatentClassRecord.Training(
                        training.logLikelihood,
                        training.observations,
                        training.membershipEntropy,
                        training.labelLogProbability,
                        training.starts,
                        training.startsAtBest));
    }

    /** Shares of the classes, and the likelihood with the starts that reached it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "LatentClassModel[" + shares.length + " classes over " + Arguments.shown(featureNames) + ": ");
        for (int c = 0; c < shares.length; c++) {
            text.append(c == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.1f %%", 100 * shares[c]));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "; log-likelihood %.3f at %d of %d starts]",
                        training.logLikelihood,
                        training.startsAtBest,
                        training.starts))
                .toString();
    }
}
