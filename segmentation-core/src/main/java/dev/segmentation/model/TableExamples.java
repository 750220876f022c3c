package dev.segmentation.model;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTransform;
import dev.segmentation.InvalidInputException;
import dev.segmentation.TypingTool;
import dev.segmentation.latentclass.LatentClassRecord;
import dev.segmentation.latentclass.MembershipRecord;
import dev.segmentation.medoid.MedoidRecord;
import dev.segmentation.mixed.PrototypesRecord;
import dev.segmentation.mixture.GaussianMixtureRecord;
import dev.segmentation.rule.TableRulesRecord;
import dev.segmentation.tree.SegmentTreeRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rows of interest that follow from a model alone: centers, frequent answers, what rules ask for and what lies beside. */
final class TableExamples {

    private static final int MOST = 200;
    private static final int FIRST = 24;
    private static final double FAR = 1000;

    private TableExamples() {}

    /** In raw units; also with a value missing, and between two rows. */
    static List<TableExample> of(TypingTool tool, List<TableExample> inUnitsOfModel) {
        List<TableExample> some = inUnitsOfModel.stream().limit(MOST).toList();
        Set<TableExample> all = new LinkedHashSet<>(some.subList(0, Math.min(FIRST, some.size())));
        List<String> names = tool.model().featureNames();
        all.add(TableExample.empty());
        for (int i = 0; i < some.size(); i++) {
            all.add(some.get(i).without(names.get(i % names.size())));
            all.add(some.get(i).mixedWith(some.get((i + 1) % some.size())));
            all.add(some.get(i));
        }
        return all.stream().flatMap(row -> raw(tool, row).stream()).toList();
    }

    /** Features of the preparation that the model does not look at are 0 after it; empty if there is no way back. */
    private static Optional<TableExample> raw(TypingTool tool, TableExample row) {
        if (tool.transform().isEmpty()) {
            return Optional.of(row);
        }
        FeatureTransform transform = tool.transform().get();
        List<String> names = transform.featureNames();
        double[] values = names.stream()
                .mapToDouble(name -> row.numbers().getOrDefault(name, 0.0))
                .toArray();
        try {
            double[] raw = transform
                    .invert(FeatureMatrix.copyOfRowMajor(names, values))
                    .row(0);
            TableExample inverted = row;
            for (int j = 0; j < raw.length; j++) {
                boolean known = row.numbers().containsKey(names.get(j))
                        || !tool.model().featureNames().contains(names.get(j));
                inverted = known ? inverted.with(names.get(j), raw[j]) : inverted;
            }
            return Optional.of(inverted);
        } catch (InvalidInputException tooLarge) {
            return Optional.empty();
        }
    }

    static List<TableExample> ofRows(List<String> features, List<List<Double>> rows) {
        List<TableExample> examples = new ArrayList<>();
        for (List<Double> row : rows.subList(0, Math.min(MOST, rows.size()))) {
            TableExample example = TableExample.empty();
            for (int j = 0; j < features.size(); j++) {
                example = example.with(features.get(j), row.get(j));
            }
            examples.add(example);
        }
        return examples;
    }

    /** The means, and a row far from all of them. */
    static List<TableExample> ofMixture(GaussianMixtureRecord model) {
        List<List<Double>> rows = new ArrayList<>();
        for (GaussianMixtureRecord.Noise noise : model.noise()) {
            List<Double> far = new ArrayList<>();
            for (int j = 0; j < model.features().size(); j++) {
                far.add(noise.center().get(j) + FAR * noise.scales().get(j));
            }
            rows.add(far);
        }
        model.components().forEach(component -> rows.add(component.mean()));
        return ofRows(model.features(), rows);
    }

    static List<TableExample> ofMedoids(MedoidRecord model) {
        return model.medoids().stream()
                .limit(MOST)
                .map(medoid -> row(model.schema(), medoid.numbers(), medoid.levels(), medoid.missing()))
                .toList();
    }

    static List<TableExample> ofPrototypes(PrototypesRecord model) {
        List<ColumnRecord> byName = model.schema().stream()
                .sorted(Comparator.comparing(ColumnRecord::name))
                .toList();
        return model.prototypes().stream()
                .sorted(Comparator.comparingInt(PrototypesRecord.Prototype::segment))
                .limit(MOST)
                .map(prototype -> row(byName, prototype.numbers(), prototype.levels(), List.of()))
                .toList();
    }

    private static TableExample row(
            List<ColumnRecord> columns, List<Double> numbers, List<String> levels, List<String> missing) {
        TableExample row = TableExample.empty();
        int number = 0;
        int level = 0;
        for (ColumnRecord column : columns) {
            if (!missing.contains(column.name())) {
                row = column.type() == ColumnKind.NUMERIC
                        ? row.with(column.name(), numbers.get(number++))
                        : row.with(column.name(), levels.get(level++));
            }
        }
        return row;
    }

    /** The most frequent answers of each class. */
    static List<TableExample> ofClasses(LatentClassRecord model) {
        List<TableExample> examples = new ArrayList<>();
        for (int c = 0; c < Math.min(MOST, model.shares().size()); c++) {
            TableExample example = TableExample.empty();
            for (LatentClassRecord.Question item : model.items()) {
                List<Double> chances = item.probabilities().get(c);
                int best = 0;
                for (int l = 1; l < chances.size(); l++) {
                    best = chances.get(l) > chances.get(best) ? l : best;
                }
                example = chances.isEmpty()
                        ? example
                        : example.with(item.name(), item.levels().get(best));
            }
            examples.add(example);
        }
        return examples;
    }

    /** The most frequent answers of each class, of customers whom covariates put anywhere. */
    static List<TableExample> ofMemberships(MembershipRecord model) {
        List<TableExample> answers = ofClasses(model.classes());
        List<TableExample> people = people(model);
        List<TableExample> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, answers.size() + people.size()); i++) {
            TableExample answer = answers.get(i % answers.size());
            TableExample person = people.get(i % people.size());
            for (LatentClassRecord.Question item : model.classes().items()) {
                String level = answer.levels().get(item.name());
                person = level == null ? person : person.with(item.name(), level);
            }
            examples.add(person);
        }
        return examples;
    }

    /** Covariates at 0 or the first level; each level; and each number where a class is as likely as the first. */
    private static List<TableExample> people(MembershipRecord model) {
        TableExample usual = TableExample.empty();
        for (ColumnRecord covariate : model.covariates()) {
            usual = covariate.levels().isEmpty()
                    ? usual.with(covariate.name(), 0.0)
                    : usual.with(covariate.name(), covariate.levels().get(0));
        }
        Set<TableExample> people = new LinkedHashSet<>(List.of(usual));
        int term = 1;
        for (ColumnRecord covariate : model.covariates()) {
            for (List<Double> coefficients : model.coefficients()) {
                double even = covariate.levels().isEmpty() ? -coefficients.get(0) / coefficients.get(term) : Double.NaN;
                if (Math.abs(even) <= Double.MAX_VALUE) {
                    people.add(usual.with(covariate.name(), even));
                    people.add(usual.with(covariate.name(), 2 * even));
                }
            }
            for (String level : covariate.levels()) {
                people.add(usual.with(covariate.name(), level));
            }
            term += Math.max(1, covariate.levels().size() - 1);
        }
        return List.copyOf(people);
    }

    static List<TableExample> ofTree(SegmentTreeRecord tree) {
        return ofRules(tree.restore().rules().toTableRecord());
    }

    /** For each rule a row that fulfils it; and for each feature the values at which conditions begin and end to hold. */
    static List<TableExample> ofRules(TableRulesRecord rules) {
        TableExample nobody = TableExample.empty();
        Set<String> whole = new HashSet<>();
        for (TableRulesRecord.Feature feature : rules.features()) {
            nobody = usual(nobody, feature);
            if (feature.kind().equals("integer")) {
                whole.add(feature.name());
            }
        }
        Set<TableExample> examples = new LinkedHashSet<>();
        for (TableRulesRecord.NamedRule rule : rules.rules()) {
            TableExample example = nobody;
            for (TableRulesRecord.Condition condition : rule.conditions()) {
                example = fulfilling(example, condition, whole.contains(condition.feature()));
            }
            examples.add(example);
        }
        examples.add(nobody);
        List<TableExample> claimed = List.copyOf(examples);
        for (TableRulesRecord.NamedRule rule : rules.rules()) {
            for (TableRulesRecord.Condition condition : rule.conditions()) {
                TableExample base = claimed.get(examples.size() % claimed.size());
                beside(condition).forEach(bound -> examples.add(base.with(condition.feature(), bound)));
                condition.levels().forEach(level -> examples.add(base.with(condition.feature(), level)));
            }
            if (examples.size() > MOST) {
                break;
            }
        }
        return List.copyOf(examples);
    }

    private static List<Double> beside(TableRulesRecord.Condition condition) {
        return condition.range().stream()
                .flatMap(bound -> Stream.of(bound, Math.nextDown(bound), Math.nextUp(bound)))
                .filter(value -> Math.abs(value) < Double.MAX_VALUE)
                .toList();
    }

    private static TableExample usual(TableExample row, TableRulesRecord.Feature feature) {
        if (feature.range().isEmpty()) {
            return feature.levels().isEmpty()
                    ? row
                    : row.with(feature.name(), feature.levels().get(0));
        }
        return row.with(
                feature.name(),
                within(
                        feature.range().get(0),
                        feature.range().get(1),
                        feature.kind().equals("integer")));
    }

    private static TableExample fulfilling(TableExample row, TableRulesRecord.Condition condition, boolean isWhole) {
        String feature = condition.feature();
        if (!condition.range().isEmpty()) {
            return row.with(
                    feature, within(condition.range().get(0), condition.range().get(1), isWhole));
        }
        if (!condition.levels().isEmpty()) {
            return row.with(feature, condition.levels().get(0));
        }
        return condition.known().equals("none") ? row.without(feature) : row;
    }

    /** A value near zero, and at most 1 away from the bounds, so that rounding does not lead out. */
    private static double within(double low, double high, boolean isWhole) {
        double inside = Math.min(1, high / 2 - low / 2);
        double value = low + inside > 0 ? low + inside : Math.min(0, high - inside);
        return isWhole ? Math.min(Math.ceil(value), Math.floor(high)) : value;
    }

    /** The columns of a tool: those that the model knows, and numbers that only the preparation takes. */
    static List<ColumnRecord> columns(TypingTool tool, List<ColumnRecord> schema) {
        return tool.featureNames().stream()
                .map(name -> schema.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElse(ColumnRecord.of(name, ColumnKind.NUMERIC, List.of())))
                .toList();
    }
}
