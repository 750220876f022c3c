package dev.segmentation.latentclass;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link LatentClassModel} without covariates as plain data, which any JSON library maps: the classes with their shares
 * and how they answer. It is also the way to write down classes by hand, to start a fit from them.
 *
 * <p>Made by {@link LatentClassModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param items in the order of the table
 * @param shares of the classes, in the order of their labels; they sum to 1
 * @param training what the fit found
 */
public record LatentClassRecord(List<Question> items, List<Double> shares, Training training) implements ModelRecord {

    private static final String WHERE = "LatentClassRecord";

    private static final double ROUNDING = 1e-9;

    /**
     * Copies the lists.
     *
     * @param items in the order of the table
     * @param shares of the classes
     * @param training what the fit found
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public LatentClassRecord {
        items = SavedParts.list(items, WHERE, "items");
        shares = SavedParts.list(shares, WHERE, "shares");
        SavedParts.present(training, WHERE, "training");
    }

    /**
     * One item.
     *
     * @param name of the column, unique
     * @param ordinal whether its levels have an order
     * @param levels unique
     * @param probabilities of the levels, one list per class; each sums to 1
     */
    public record Question(String name, boolean ordinal, List<String> levels, List<List<Double>> probabilities) {

        /**
         * Copies the lists.
         *
         * @param name of the column
         * @param ordinal whether its levels have an order
         * @param levels unique
         * @param probabilities of the levels, one list per class
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Question {
            SavedParts.present(name, WHERE, "name");
            levels = SavedParts.list(levels, WHERE, "levels");
            probabilities = SavedParts.list(probabilities, WHERE, "probabilities").stream()
                    .map(list -> SavedParts.list(list, WHERE, "probabilities"))
                    .toList();
        }
    }

    /**
     * What the fit found on its rows, as {@link LatentClassModel} tells it.
     *
     * @param logLikelihood of the training rows
     * @param observations the sum of their weights
     * @param membershipEntropy how unclear it is where they belong
     * @param labelLogProbability of their labels
     * @param starts how many were tried
     * @param startsAtBest how many reached the best likelihood
     */
    public record Training(
            double logLikelihood,
            double observations,
            double membershipEntropy,
            double labelLogProbability,
            int starts,
            int startsAtBest) {

        /**
         * Classes that were not fitted, but written down.
         *
         * @return no rows, one start
         */
        public static Training none() {
            return new Training(0, 0, 0, 0, 1, 1);
        }
    }

    @Override
    public List<ColumnRecord> schema() {
        return items.stream()
                .map(item ->
                        ColumnRecord.of(item.name, item.ordinal ? ColumnKind.ORDINAL : ColumnKind.NOMINAL, item.levels))
                .toList();
    }

    @Override
    public LatentClassModel restore() {
        int classes = shares.size();
        if (classes == 0) {
            throw SavedParts.damaged(WHERE, "there are no classes");
        }
        checkSum(shares, "shares");
        if (!(training.startsAtBest >= 1 && training.startsAtBest <= training.starts)) {
            throw SavedParts.damaged(
                    WHERE, training.startsAtBest + " of " + training.starts + " starts reached the best likelihood");
        }
        List<String> names = SavedParts.restored(
                WHERE,
                () -> Arguments.featureNames(items.stream().map(Question::name).toList(), WHERE));
        List<Item> restored = new ArrayList<>();
        for (Question question : items) {
            int levels = question.levels.size();
            if (question.levels.stream().distinct().count() != levels) {
                throw SavedParts.damaged(WHERE, "an item repeats a level");
            }
            if (question.probabilities.size() != classes) {
                throw SavedParts.damaged(WHERE, "an item has probabilities of another number of classes");
            }
            double[] chances = new double[levels * classes];
            for (int c = 0; c < classes; c++) {
                List<Double> row = question.probabilities.get(c);
                if (row.size() != levels) {
                    throw SavedParts.damaged(WHERE, "an item has another number of probabilities than of levels");
                }
                if (levels > 0) {
                    checkSum(row, "probabilities");
                }
                for (int l = 0; l < levels; l++) {
                    chances[l * classes + c] = row.get(l);
                }
            }
            ColumnKind kind = question.ordinal ? ColumnKind.ORDINAL : ColumnKind.NOMINAL;
            restored.add(new Item(question.name, kind, question.levels, chances));
        }
        return new LatentClassModel(
                names,
                restored,
                shares.stream().mapToDouble(Double::doubleValue).toArray(),
                null,
                new LatentClassModel.TrainingFit(
                        SavedParts.finite(training.logLikelihood, WHERE, "logLikelihood"),
                        SavedParts.notNegative(training.observations, WHERE, "observations"),
                        SavedParts.notNegative(training.membershipEntropy, WHERE, "membershipEntropy"),
                        SavedParts.finite(training.labelLogProbability, WHERE, "labelLogProbability"),
                        training.starts,
                        training.startsAtBest));
    }

    private static void checkSum(List<Double> parts, String name) {
        double sum = 0;
        for (double part : parts) {
            if (!(part >= 0 && part <= 1)) {
                throw SavedParts.damaged(WHERE, "\"" + name + "\" has " + part + ", expected 0 to 1");
            }
            sum += part;
        }
        if (!(Math.abs(sum - 1) <= ROUNDING)) {
            throw SavedParts.damaged(WHERE, "\"" + name + "\" sum to " + sum + ", expected 1");
        }
    }
}
