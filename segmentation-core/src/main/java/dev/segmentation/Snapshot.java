package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a set of customers as of a date: unique ids, and typed columns that each have a role.
 *
 * <p>Roles are a contract: {@link #features()} gives the base columns and nothing else, and validation takes its
 * evidence from the other ones.
 */
public final class Snapshot {

    private final LocalDate asOf;
    private final CustomerIds customerIds;
    private final FeatureTable table;
    private final Map<String, Role> roles;

    private Snapshot(LocalDate asOf, CustomerIds customerIds, FeatureTable table, Map<String, Role> roles) {
        this.asOf = asOf;
        this.customerIds = customerIds;
        this.table = table;
        this.roles = roles;
    }

    /**
     * A snapshot without columns, for customers of whom only the segment is known.
     *
     * @param asOf the date
     * @param customerIds one per customer
     * @return the snapshot
     */
    public static Snapshot of(LocalDate asOf, CustomerIds customerIds) {
        return new Snapshot(
                Objects.requireNonNull(asOf, "asOf"),
                Objects.requireNonNull(customerIds, "customerIds"),
                FeatureTable.builder().build(),
                Map.of());
    }

    /**
     * A snapshot whose columns are all {@linkplain Role#BASE base} columns; the matrix is not copied.
     *
     * @param asOf the date
     * @param customerIds n ids
     * @param features n × d
     * @return the snapshot
     * @throws InvalidInputException if the number of ids differs from that of the rows
     */
    public static Snapshot of(LocalDate asOf, CustomerIds customerIds, FeatureMatrix features) {
        return builder(asOf, customerIds).matrix(Role.BASE, features).build();
    }

    /**
     * A snapshot of 64-bit ids whose columns are all {@linkplain Role#BASE base} columns.
     *
     * @param asOf the date
     * @param customerIds n ids, each once
     * @param features n × d
     * @return the snapshot
     * @throws InvalidInputException if an id occurs twice or the number of ids differs from that of the rows
     */
    public static Snapshot of(LocalDate asOf, long[] customerIds, FeatureMatrix features) {
        return of(asOf, CustomerIds.of(customerIds), features);
    }

    /**
     * A snapshot of text ids whose columns are all {@linkplain Role#BASE base} columns.
     *
     * @param asOf the date
     * @param customerIds n ids, each once
     * @param features n × d
     * @return the snapshot
     * @throws InvalidInputException if an id is blank or occurs twice, or the number of ids differs from the rows
     */
    public static Snapshot of(LocalDate asOf, List<String> customerIds, FeatureMatrix features) {
        return of(asOf, CustomerIds.of(customerIds), features);
    }

    /**
     * A builder that takes columns with their roles.
     *
     * @param asOf the date
     * @param customerIds n ids
     * @return an empty builder
     */
    public static Builder builder(LocalDate asOf, CustomerIds customerIds) {
        return new Builder(Objects.requireNonNull(asOf, "asOf"), Objects.requireNonNull(customerIds, "customerIds"));
    }

    /**
     * The date as of which everything but the outcomes was known.
     *
     * @return the date
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * The ids, row by row.
     *
     * @return n ids
     */
    public CustomerIds customerIds() {
        return customerIds;
    }

    /**
     * The number of customers, n.
     *
     * @return at least 0
     */
    public int customerCount() {
        return customerIds.size();
    }

    /**
     * All columns.
     *
     * @return n rows; no rows and no columns for a snapshot without columns
     */
    public FeatureTable table() {
        return table;
    }

    /**
     * The role of a column.
     *
     * @param name the column
     * @return its role
     * @throws InvalidInputException if there is no such column
     */
    public Role role(String name) {
        Role role = roles.get(Objects.requireNonNull(name, "name"));
        if (role == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "Snapshot: no column \"" + name + "\"; there are " + Arguments.shown(table.names()));
        }
        return role;
    }

    /**
     * The columns of a role.
     *
     * @param role the role
     * @return their names, in column order; possibly none
     */
    public List<String> names(Role role) {
        List<String> names = new ArrayList<>();
        roles.forEach((name, found) -> {
            if (found == role) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * The numeric base columns, which form the segments, with the weights.
     *
     * @return n × d
     * @throws InvalidInputException if there is none ({@link Reason#NO_FEATURES}) or one is not numeric
     */
    public FeatureMatrix features() {
        List<String> names = names(Role.BASE);
        if (names.isEmpty()) {
            throw new InvalidInputException(
                    Reason.NO_FEATURES, "Snapshot.features: no column has the role BASE; give at least one");
        }
        return table.matrix(names);
    }

    /**
     * A column as numbers; categorical columns give the position of their level.
     *
     * @param name the column
     * @return n numbers, NaN where missing, a new array
     * @throws InvalidInputException if there is no such column
     */
    public double[] numbers(String name) {
        role(name);
        return table.numbers(name);
    }

    /**
     * The same customers with one more numeric column, such as an outcome that became known later.
     *
     * @param name unique
     * @param role its role
     * @param values n values, NaN for missing; copied
     * @return a new snapshot
     * @throws InvalidInputException if the name is taken, the length differs or a value is infinite
     */
    public Snapshot with(String name, Role role, double... values) {
        Builder builder = builder(asOf, customerIds);
        builder.addAll(this);
        return builder.numeric(name, role, values).build();
    }

    /**
     * The same customers under their present ids.
     *
     * @param changes the ids that changed
     * @return a new snapshot
     * @throws InvalidInputException as for {@link CustomerIds#withChanges}
     */
    public Snapshot withIdChanges(IdChanges changes) {
        return new Snapshot(asOf, customerIds.withChanges(changes), table, roles);
    }

    /** Date, counts and columns, never an id or a value. */
    @Override
    public String toString() {
        return "Snapshot[" + asOf + ", " + customerCount() + " customers, " + roles + "]";
    }

    /** Collects columns. Not thread-safe. */
    public static final class Builder {

        private final LocalDate asOf;
        private final CustomerIds customerIds;
        private final FeatureTable.Builder table = FeatureTable.builder();
        private final Map<String, Role> roles = new LinkedHashMap<>();
        private double @Nullable [] weights;

        private Builder(LocalDate asOf, CustomerIds customerIds) {
            this.asOf = asOf;
            this.customerIds = customerIds;
        }

        /**
         * Adds a numeric column. A column of the role {@link Role#WEIGHT} becomes the weight of the rows.
         *
         * @param name unique
         * @param role its role
         * @param values n values, NaN for missing; copied
         * @return this builder
         * @throws InvalidInputException if the name is taken, the length differs, a value is infinite or the rows have
         *     weights already
         */
        public Builder numeric(String name, Role role, double... values) {
            Arguments.sameSize(customerIds.size(), values.length, "Snapshot", "column \"" + name + "\"", "customer");
            table.numeric(name, values);
            if (Objects.requireNonNull(role, "role") == Role.WEIGHT) {
                weigh(name, values.clone());
            }
            roles.put(name, role);
            return this;
        }

        /**
         * Adds an ordinal column.
         *
         * @param name unique
         * @param role its role
         * @param levels from lowest to highest
         * @param values n levels, null for missing
         * @return this builder
         * @throws InvalidInputException if the name is taken, the length differs, a value is none of the levels or the
         *     role is {@link Role#WEIGHT}
         */
        public Builder ordinal(String name, Role role, List<String> levels, List<? extends @Nullable String> values) {
            Arguments.sameSize(customerIds.size(), values.size(), "Snapshot", "column \"" + name + "\"", "customer");
            table.ordinal(name, levels, values);
            roles.put(name, notWeight(role, name));
            return this;
        }

        /**
         * Adds a nominal column.
         *
         * @param name unique
         * @param role its role
         * @param values n levels, null for missing
         * @return this builder
         * @throws InvalidInputException if the name is taken, the length differs or the role is {@link Role#WEIGHT}
         */
        public Builder nominal(String name, Role role, List<? extends @Nullable String> values) {
            Arguments.sameSize(customerIds.size(), values.size(), "Snapshot", "column \"" + name + "\"", "customer");
            table.nominal(name, values);
            roles.put(name, notWeight(role, name));
            return this;
        }

        /**
         * Adds all columns of a matrix, without a copy, and its weights if it has any.
         *
         * @param role the role of each
         * @param matrix n × d
         * @return this builder
         * @throws InvalidInputException if a name is taken, the number of rows differs or the rows have weights already
         */
        public Builder matrix(Role role, FeatureMatrix matrix) {
            Arguments.sameSize(customerIds.size(), matrix.rowCount(), "Snapshot", "features", "customer");
            table.matrix(matrix);
            for (String name : matrix.featureNames()) {
                roles.put(name, Objects.requireNonNull(role, "role"));
                if (role == Role.WEIGHT) {
                    weigh(name, matrix.column(name));
                }
            }
            if (matrix.isWeighted()) {
                double[] rowWeights = new double[matrix.rowCount()];
                for (int i = 0; i < rowWeights.length; i++) {
                    rowWeights[i] = matrix.weight(i);
                }
                weigh("weights of the matrix", rowWeights);
            }
            return this;
        }

        /**
         * Makes the snapshot.
         *
         * @return the snapshot
         */
        public Snapshot build() {
            FeatureTable built = table.build();
            return new Snapshot(
                    asOf, customerIds, weights == null ? built : built.weightedBy(weights), new LinkedHashMap<>(roles));
        }

        private void weigh(String name, double[] values) {
            if (weights != null) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_FEATURE,
                        name,
                        "Snapshot: \"" + name + "\" would weight the rows a second time; give one set of weights");
            }
            weights = values;
        }

        private static Role notWeight(Role role, String name) {
            if (Objects.requireNonNull(role, "role") == Role.WEIGHT) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        name,
                        "Snapshot: column \"" + name + "\" of the role WEIGHT has levels, expected numbers");
            }
            return role;
        }

        private void addAll(Snapshot snapshot) {
            table.addAll(snapshot.table);
            roles.putAll(snapshot.roles);
            if (snapshot.table.isWeighted()) {
                double[] rowWeights = new double[snapshot.customerCount()];
                for (int i = 0; i < rowWeights.length; i++) {
                    rowWeights[i] = snapshot.table.weight(i);
                }
                weights = rowWeights;
            }
        }
    }
}
