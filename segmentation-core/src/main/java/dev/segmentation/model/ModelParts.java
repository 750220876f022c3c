package dev.segmentation.model;

import dev.segmentation.ColumnRecord;
import dev.segmentation.InvalidInputException;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.SavedParts;
import dev.segmentation.latentclass.LatentClassRecord;
import dev.segmentation.latentclass.MembershipRecord;
import dev.segmentation.medoid.MedoidRecord;
import dev.segmentation.mixed.PrototypesRecord;
import dev.segmentation.mixture.FuzzyCMeansRecord;
import dev.segmentation.mixture.GaussianMixtureRecord;
import dev.segmentation.rule.TableRulesRecord;
import dev.segmentation.tree.SegmentTreeRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What format version 1.1 added to {@link SavedModel}: models over typed columns or with memberships, of which exactly one
 * is there, and rows to verify it by. Immutable.
 *
 * @param columns that a snapshot must have, in raw units, in the order of {@link SavedModel#features}
 * @param tableRules for the kind {@code table-rules}
 * @param segmentTree for the kind {@code segment-tree}
 * @param latentClass for the kind {@code latent-class}
 * @param gaussianMixture for the kind {@code gaussian-mixture}
 * @param fuzzyCMeans for the kind {@code fuzzy-c-means}
 * @param medoids for the kind {@code medoids}: then the file holds the values of k real customers
 * @param prototypes for the kind {@code prototypes}, of k-modes and k-prototypes
 * @param latentClassWithCovariates for the kind {@code latent-class-with-covariates}, since version 1.2
 * @param verification rows made from the model, with what it says of them; none if there is an encoding, which has its own
 */
public record ModelParts(
        List<ColumnRecord> columns,
        List<TableRulesRecord> tableRules,
        List<SegmentTreeRecord> segmentTree,
        List<LatentClassRecord> latentClass,
        List<GaussianMixtureRecord> gaussianMixture,
        List<FuzzyCMeansRecord> fuzzyCMeans,
        List<MedoidRecord> medoids,
        List<PrototypesRecord> prototypes,
        List<MembershipRecord> latentClassWithCovariates,
        List<TableRow> verification) {

    private static final String WHERE = "ModelParts";

    /**
     * Copies the lists.
     *
     * @param columns in raw units
     * @param tableRules one or none
     * @param segmentTree one or none
     * @param latentClass one or none
     * @param gaussianMixture one or none
     * @param fuzzyCMeans one or none
     * @param medoids one or none
     * @param prototypes one or none
     * @param latentClassWithCovariates one or none; may be left out
     * @param verification rows with what the model says of them
     * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public ModelParts {
        columns = SavedParts.list(columns, WHERE, "columns");
        tableRules = SavedParts.list(tableRules, WHERE, "tableRules");
        segmentTree = SavedParts.list(segmentTree, WHERE, "segmentTree");
        latentClass = SavedParts.list(latentClass, WHERE, "latentClass");
        gaussianMixture = SavedParts.list(gaussianMixture, WHERE, "gaussianMixture");
        fuzzyCMeans = SavedParts.list(fuzzyCMeans, WHERE, "fuzzyCMeans");
        medoids = SavedParts.list(medoids, WHERE, "medoids");
        prototypes = SavedParts.list(prototypes, WHERE, "prototypes");
        latentClassWithCovariates = SavedParts.list(
                Objects.requireNonNullElse(latentClassWithCovariates, List.of()), WHERE, "latentClassWithCovariates");
        verification = SavedParts.list(verification, WHERE, "verification");
    }

    static ModelParts of(List<ColumnRecord> columns, ModelRecord model, List<TableRow> verification) {
        return new ModelParts(
                columns,
                only(model, TableRulesRecord.class),
                only(model, SegmentTreeRecord.class),
                only(model, LatentClassRecord.class),
                only(model, GaussianMixtureRecord.class),
                only(model, FuzzyCMeansRecord.class),
                only(model, MedoidRecord.class),
                only(model, PrototypesRecord.class),
                only(model, MembershipRecord.class),
                verification);
    }

    /** Whether version 1.1 can say it. */
    boolean isOfSecondVersion() {
        return latentClassWithCovariates.isEmpty();
    }

    /** What version 1.1 has, in its order. */
    Map<String, Object> secondVersion() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("columns", columns);
        members.put("tableRules", tableRules);
        members.put("segmentTree", segmentTree);
        members.put("latentClass", latentClass);
        members.put("gaussianMixture", gaussianMixture);
        members.put("fuzzyCMeans", fuzzyCMeans);
        members.put("medoids", medoids);
        members.put("prototypes", prototypes);
        members.put("verification", verification);
        return Collections.unmodifiableMap(members);
    }

    private static <R> List<R> only(ModelRecord model, Class<R> type) {
        return Stream.of(model).filter(type::isInstance).map(type::cast).toList();
    }

    /** The one model that is there. */
    ModelRecord model() {
        List<ModelRecord> all = Stream.of(
                        tableRules,
                        segmentTree,
                        latentClass,
                        gaussianMixture,
                        fuzzyCMeans,
                        medoids,
                        prototypes,
                        latentClassWithCovariates)
                .<ModelRecord>flatMap(List::stream)
                .toList();
        if (all.size() != 1) {
            throw SavedParts.damaged(WHERE, "there are " + all.size() + " models, expected one");
        }
        return all.get(0);
    }

    /**
     * A row that is made from the model, with what the model says of it.
     *
     * @param numbers of the numeric columns that are not missing, in their order, in raw units
     * @param levels of the other columns that are not missing, in their order
     * @param missing the names of the columns that are
     * @param prepared what the encoding makes of the row, then what the scaling makes of the numbers that it takes, without
     *     what is missing; empty without either
     * @param segment its label
     * @param margin how far its segment is ahead of the runner-up, 0 … 1
     */
    public record TableRow(
            List<Double> numbers,
            List<String> levels,
            List<String> missing,
            List<Double> prepared,
            int segment,
            double margin) {

        /**
         * Copies the lists.
         *
         * @param numbers in raw units
         * @param levels as texts
         * @param missing names of columns
         * @param prepared possibly empty
         * @param segment its label
         * @param margin 0 … 1
         * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public TableRow {
            numbers = SavedParts.list(numbers, WHERE, "numbers");
            levels = SavedParts.list(levels, WHERE, "levels");
            missing = SavedParts.list(missing, WHERE, "missing");
            prepared = SavedParts.list(prepared, WHERE, "prepared");
        }
    }
}
