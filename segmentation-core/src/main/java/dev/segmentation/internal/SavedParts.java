package dev.segmentation.internal;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks of the plain records that models are saved as. Whoever maps JSON to them may leave parts out or put anything in,
 * so that every one is looked at; all fail with {@link Reason#MODEL_FORMAT}.
 */
public final class SavedParts {

    private SavedParts() {}

    /** The failure of a part that says what cannot be. */
    public static InvalidInputException damaged(String where, String what) {
        return new InvalidInputException(
                Reason.MODEL_FORMAT,
                where + ": " + what + "; the model is damaged, or none: save it again, or restore a copy");
    }

    /** A part that must be there. */
    public static <T> T present(@Nullable T part, String where, String name) {
        if (part == null) {
            throw damaged(where, "\"" + name + "\" is missing");
        }
        return part;
    }

    /** A list that must be there, as all of its elements must; an unmodifiable copy. */
    public static <T> List<T> list(@Nullable List<T> part, String where, String name) {
        List<T> found = present(part, where, name);
        List<T> copy = new ArrayList<>(found.size());
        for (T element : found) {
            copy.add(present(element, where, name + "[" + copy.size() + "]"));
        }
        return List.copyOf(copy);
    }

    /** A list of lists, as {@link #list}. */
    public static <T> List<List<T>> rows(@Nullable List<List<T>> part, String where, String name) {
        return list(part, where, name).stream()
                .map(row -> list(row, where, name))
                .toList();
    }

    /** Neither NaN nor infinite. */
    public static double finite(double value, String where, String name) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            throw damaged(where, "\"" + name + "\" = " + value + ", expected a finite number");
        }
        return value;
    }

    /** Finite and not negative. */
    public static double notNegative(double value, String where, String name) {
        if (!(finite(value, where, name) >= 0)) {
            throw damaged(where, "\"" + name + "\" = " + value + ", expected at least 0");
        }
        return value;
    }

    /** Runs work that refuses bad input in its own words, which become the words of a damaged model. */
    public static <T> T restored(String where, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidInputException refused) {
            if (refused.reason() == Reason.MODEL_FORMAT || refused.reason() == Reason.LIMIT) {
                throw refused;
            }
            throw damaged(where, String.valueOf(refused.getMessage()));
        }
    }
}
