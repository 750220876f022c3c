package dev.segmentation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots of a caller's own objects: says once which property is which column, then reads any stream of them.
 *
 * <p>Immutable; each {@code column} method returns a new reader.
 *
 * @param <T> the caller's type
 */
public final class SnapshotReader<T> {

    private final Function<List<T>, CustomerIds> ids;
    private final Map<String, Column<T>> columns;

    private SnapshotReader(Function<List<T>, CustomerIds> ids, Map<String, Column<T>> columns) {
        this.ids = ids;
        this.columns = columns;
    }

    /**
     * A reader of objects with a 64-bit id.
     *
     * @param <T> the caller's type
     * @param id gives the id
     * @return a reader without columns
     */
    public static <T> SnapshotReader<T> ofNumbers(ToLongFunction<? super T> id) {
        Objects.requireNonNull(id, "id");
        return new SnapshotReader<>(
                customers -> CustomerIds.of(customers.stream().mapToLong(id).toArray()), Map.of());
    }

    /**
     * A reader of objects with a text id.
     *
     * @param <T> the caller's type
     * @param id gives the id
     * @return a reader without columns
     */
    public static <T> SnapshotReader<T> ofTexts(Function<? super T, String> id) {
        Objects.requireNonNull(id, "id");
        return new SnapshotReader<>(
                customers -> {
                    List<String> texts = new ArrayList<>(customers.size());
                    for (T customer : customers) {
                        texts.add(id.apply(customer));
                    }
                    return CustomerIds.of(texts);
                },
                Map.of());
    }

    /**
     * Adds a numeric column.
     *
     * @param name unique
     * @param role its role
     * @param value gives the value, NaN for missing
     * @return a new reader
     */
    public SnapshotReader<T> numeric(String name, Role role, ToDoubleFunction<? super T> value) {
        Objects.requireNonNull(value, "value");
        return with(name, new Column<>(role, null, value::applyAsDouble, null));
    }

    /**
     * Adds an ordinal column.
     *
     * @param name unique
     * @param role its role
     * @param levels from lowest to highest
     * @param level gives the level, null for missing
     * @return a new reader
     */
    public SnapshotReader<T> ordinal(
            String name, Role role, List<String> levels, Function<? super T, ? extends @Nullable String> level) {
        Objects.requireNonNull(level, "level");
        return with(name, new Column<>(role, List.copyOf(levels), null, level::apply));
    }

    /**
     * Adds a nominal column.
     *
     * @param name unique
     * @param role its role
     * @param level gives the level, null for missing
     * @return a new reader
     */
    public SnapshotReader<T> nominal(String name, Role role, Function<? super T, ? extends @Nullable String> level) {
        Objects.requireNonNull(level, "level");
        return with(name, new Column<>(role, null, null, level::apply));
    }

    /**
     * Reads a stream of objects, one customer each.
     *
     * @param asOf the date
     * @param customers consumed and closed
     * @return the snapshot
     * @throws InvalidInputException as {@link Snapshot#builder}
     */
    public Snapshot read(LocalDate asOf, Stream<? extends T> customers) {
        List<T> all = new ArrayList<>();
        try (customers) {
            customers.forEachOrdered(all::add);
        }
        Snapshot.Builder builder = Snapshot.builder(asOf, ids.apply(all));
        columns.forEach((name, column) -> column.addTo(builder, name, all));
        return builder.build();
    }

    private SnapshotReader<T> with(String name, Column<T> column) {
        Map<String, Column<T>> more = new LinkedHashMap<>(columns);
        if (more.put(Objects.requireNonNull(name, "name"), column) != null) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_FEATURE,
                    name,
                    "SnapshotReader: two columns are called \"" + name + "\"; give each a name of its own");
        }
        return new SnapshotReader<>(ids, more);
    }

    private record Column<T>(
            Role role,
            @Nullable List<String> levels,
            @Nullable ToDoubleFunction<T> number,
            @Nullable Function<T, @Nullable String> level) {

        void addTo(Snapshot.Builder builder, String name, List<T> customers) {
            if (number != null) {
                builder.numeric(
                        name, role, customers.stream().mapToDouble(number).toArray());
                return;
            }
            List<@Nullable String> values = new ArrayList<>(customers.size());
            for (T customer : customers) {
                values.add(Objects.requireNonNull(level).apply(customer));
            }
            if (levels == null) {
                builder.nominal(name, role, values);
            } else {
                builder.ordinal(name, role, levels, values);
            }
        }
    }
}
