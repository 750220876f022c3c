package dev.segmentation;

/**
 * Why something was refused, flagged or left undefined: the machine-readable half of every error, notice and NaN.
 *
 * <p>Codes are stable across releases; messages are not. Applications map codes to their own texts.
 */
public enum Reason {
    /** A value is missing (NaN) or infinite where a finite one is needed. */
    NON_FINITE,
    /** A value is so large or so small that the computation would overflow or vanish. */
    RANGE,
    /** More segments were asked for than there are rows. */
    K_GT_N,
    /** More segments were asked for than there are distinct rows. */
    FEWER_DISTINCT_THAN_K,
    /** An option or parameter is outside its documented range. */
    BAD_PARAM,
    /** There are no rows, or no customers. */
    EMPTY,
    /** There are no features. */
    NO_FEATURES,
    /** Rows have different lengths. */
    RAGGED,
    /** Two features have the same name. */
    DUPLICATE_FEATURE,
    /** Features, lengths or types differ from what is expected. */
    SCHEMA_MISMATCH,
    /** A row weight is negative or not finite, or all weights are zero. */
    BAD_WEIGHT,
    /** Row weights were given to something that does not use them. */
    WEIGHTS_IGNORED,
    /** Two of the centers that the caller gave are equal. */
    DUPLICATE_INIT,
    /** A column is constant. */
    ZERO_VARIANCE,
    /** A column varies by no more than rounding noise. */
    NEAR_ZERO_VARIANCE,
    /** Ties made quantile cut-points coincide, so there are fewer classes than asked for. */
    TIED_CUTS,
    /** Records are dated on or after the as-of date. */
    FUTURE_DATE,
    /** Records belong to customers who are not in the given list. */
    UNKNOWN_CUSTOMER,
    /** Customers have no purchase in the period. */
    NO_ACTIVITY,
    /** Part of the space is claimed by no rule. */
    GAP,
    /** Part of the space is claimed by more than one rule; the first one wins. */
    OVERLAP,
    /** A rule can never fire. */
    DEAD_RULE,
    /** A customer id occurs more than once. */
    DUPLICATE_ID,
    /** A customer id occurs in more than one segment. */
    CONFLICTING_ID,
    /** A customer id is null, empty or blank. */
    BAD_ID,
    /** A name is null, empty or blank, or is used twice. */
    BAD_NAME,
    /** Ids change in a circle, so that nobody knows which is the last. */
    CYCLE,
    /** A segment name is reserved for a state of a customer who is in no segment. */
    RESERVED_NAME,
    /** No segment or column of that name exists. */
    UNKNOWN_NAME,
    /** The two snapshots have no customer in common. */
    NO_COMMON_CUSTOMERS,
    /** A segment continues no segment of the other segmentation, or none continues it. */
    UNMATCHED_SEGMENT,
    /** A column repeats one that formed the segments, so that it cannot be evidence for them. */
    CIRCULAR_EVIDENCE,
    /** Nothing was observed from which this number could be computed. */
    NO_OBSERVATIONS,
    /** A value is negative where only values from 0 have a meaning. */
    NEGATIVE_VALUE,
    /** A dissimilarity is negative. */
    NEGATIVE_DISTANCE,
    /** A dissimilarity of something to itself is not 0. */
    NONZERO_DIAGONAL,
    /** A dissimilarity differs between the two directions. */
    ASYMMETRIC,
    /** A row has no value that says anything about its segment. */
    NO_INFORMATION,
    /** Constraints contradict each other, or no segmentation can keep them all. */
    INFEASIBLE,
    /** Constraints keep customers out of the segment that is nearest to them. */
    CONSTRAINT_BINDS,
    /** A count of customers is negative. */
    NEGATIVE_COUNT,
    /** Counts of so few customers that they would tell on single ones are hidden. */
    SMALL_CELL,
    /** There is only one segment, so nothing can be compared. */
    SINGLE_SEGMENT,
    /** Every segment has one customer only, or all spread within segments is zero. */
    NO_WITHIN_VARIATION,
    /** The share of customers who got the lever differs strongly between segments, so they may have been chosen for it. */
    UNBALANCED_ARMS,
    /** A covariance within segments has no inverse: columns depend on one another, do not vary, or rows are too few. */
    SINGULAR_COVARIANCE,
    /** Two segments have the same center, so that nothing separates them. */
    COINCIDENT_CENTERS,
    /** No segment count stands out: fewer than two have a score, or all scores are equal. */
    NO_ELBOW,
    /** A row of chances does not sum to 1. */
    NOT_STOCHASTIC,
    /** Where customers end depends on where they start, because there are several classes that are never left. */
    SEVERAL_CLASSES,
    /** Sizes keep oscillating and approach no limit. */
    PERIODIC,
    /** A state may never be entered, so that there is no mean time until it is. */
    UNREACHABLE,
    /** Nobody ever leaves the state. */
    ABSORBING,
    /** A sum over all time has no end, or a number has no bound. */
    DIVERGES,
    /** No rates of moving, acting all the time, lead to these chances. */
    NOT_EMBEDDABLE,
    /** Times between dates that differ too much to be taken for the same step. */
    UNEQUAL_INTERVALS,
    /** Two dates were scored by different versions of a scheme, so that customers seem to move where only fences did. */
    DEFINITION_CHANGED,
    /** What was observed does not determine the answer. */
    UNIDENTIFIED,
    /** Text could not be read as a number. */
    NUMBER_FORMAT,
    /** Text could not be read as a date. */
    DATE_FORMAT,
    /** More memory or more rows would be needed than can be had; the message says the way out. */
    RESOURCE_LIMIT,
    /** The iteration limit was reached before the method converged. */
    NOT_CONVERGED,
    /** Some training rows are in another segment than the model would assign them to. */
    LABELS_DIFFER_FROM_MODEL,
    /** A file is damaged, cut short, or not of the expected format. */
    BAD_FILE,
    /** A file was written by a later version of this library, in a format that this one does not know. */
    NEWER_VERSION,
    /** A saved model is damaged, incomplete, or no saved model at all. */
    MODEL_FORMAT,
    /** A saved model has a format version that this library does not know. */
    MODEL_VERSION,
    /** A file or a part of it is larger than is accepted, so that little input cannot take much memory or time. */
    LIMIT,
    /** A file could not be read or written; the cause says why. */
    IO_FAILED,
    /** A source of rows gave other rows than before; several passes over it would mix them. */
    SOURCE_CHANGED,
    /** The caller's listener, cancellation check or row cursor threw. */
    CALLBACK_FAILED,
    /** The caller, or an interrupt of the calling thread, cancelled the work. */
    CANCELLED
}
