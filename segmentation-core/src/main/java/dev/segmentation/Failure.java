package dev.segmentation;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What every exception of this library carries beside its message: the reason, and where the fault is.
 *
 * <p>No failure ever carries a customer id or a value of a customer, because messages end up in logs.
 */
public sealed interface Failure permits InvalidInputException, FitException, CancelledException {

    /**
     * Why, as a stable code.
     *
     * @return the reason
     */
    Reason reason();

    /**
     * The index of the first row at fault, counted from 0.
     *
     * @return the row, or empty where the fault is not one of a row
     */
    OptionalLong row();

    /**
     * The feature, column or parameter at fault.
     *
     * @return its name, or empty where the fault has none
     */
    Optional<String> name();
}
