package dev.segmentation;

/** How an iterative fit ended. */
public enum Termination {
    /** Nothing changed any more, or the change fell below the tolerance that the caller set. */
    CONVERGED,
    /** The iteration limit was reached first; the result is usable and says so. */
    ITERATION_LIMIT
}
