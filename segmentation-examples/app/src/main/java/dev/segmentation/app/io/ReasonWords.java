package dev.segmentation.app.io;

import dev.segmentation.Reason;
import java.util.Locale;

/** Codes of files in words, such that {@code undefined: } and the words make sense to who knows no code. */
public final class ReasonWords {

    /** Of the simulated shop: made by a rule. */
    private static final String BY_RULE = "BY_RULE";

    /** Of times, where files are in an order but have no dates. */
    private static final String NO_DATES = "NO_DATES";

    private ReasonWords() {}

    /**
     * The words of a code.
     *
     * @param code such as {@code RANGE}
     * @return of one that nobody knows, the code without its signs
     */
    public static String of(String code) {
        if (code.equals(BY_RULE)) {
            return "segments were made by a rule";
        }
        if (code.equals(NO_DATES)) {
            return "the files have no dates";
        }
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(code)) {
                return of(reason);
            }
        }
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * The words of a reason, which are true of whatever the library gives it for.
     *
     * @param reason why a number is undefined
     * @return such as {@code there are no customers}
     */
    public static String of(Reason reason) {
        return switch (reason) {
            case NON_FINITE -> "a value is missing or infinite";
            case RANGE ->
                "what it is held against is not clearly above 0, or numbers are too large or too small to compute with";
            case K_GT_N -> "there are fewer customers than segments";
            case FEWER_DISTINCT_THAN_K -> "there are fewer customers who differ than segments";
            case BAD_PARAM -> "an option is not as it should be";
            case EMPTY -> "there are no customers";
            case NO_FEATURES -> "there are no columns";
            case RAGGED -> "lines are not equally long";
            case DUPLICATE_FEATURE -> "two columns have the same name";
            case SCHEMA_MISMATCH -> "columns are not those that were expected";
            case BAD_WEIGHT -> "weights are negative, or all of them are 0";
            case WEIGHTS_IGNORED -> "weights are not used here";
            case DUPLICATE_INIT -> "two of the centers that were given are the same";
            case ZERO_VARIANCE -> "a column is the same for everybody";
            case NEAR_ZERO_VARIANCE -> "a column hardly differs between customers";
            case TIED_CUTS -> "many customers have the same value, so that classes fall together";
            case FUTURE_DATE -> "purchases are dated after the date of the report";
            case UNKNOWN_CUSTOMER -> "purchases are of customers who are not in the list";
            case NO_ACTIVITY -> "nobody bought in the period, or what it is a share of is not above 0";
            case GAP -> "no rule holds for some customers";
            case OVERLAP -> "several rules hold for some customers";
            case DEAD_RULE -> "a rule can never hold";
            case DUPLICATE_ID -> "a customer id occurs more than once";
            case CONFLICTING_ID -> "a customer id is in more than one segment";
            case BAD_ID -> "a customer id is blank";
            case BAD_NAME -> "a name is blank, or used twice";
            case CYCLE -> "ids change in a circle";
            case RESERVED_NAME -> "a segment has a name that stands for something else";
            case UNKNOWN_NAME -> "there is no segment or column of that name";
            case NO_COMMON_CUSTOMERS -> "nobody was there at both dates";
            case UNMATCHED_SEGMENT -> "a segment has no counterpart at the other date";
            case CIRCULAR_EVIDENCE -> "the column formed the segments, or repeats one that did";
            case NO_OBSERVATIONS -> "nobody, or too few customers, to compute it from";
            case NEGATIVE_VALUE -> "a value is below 0 where that means nothing";
            case NEGATIVE_DISTANCE -> "a distance is below 0";
            case NONZERO_DIAGONAL -> "a distance to itself is not 0";
            case ASYMMETRIC -> "a distance is not the same in both directions";
            case NO_INFORMATION -> "no value says anything about the segment";
            case INFEASIBLE -> "no segmentation can keep all constraints";
            case CONSTRAINT_BINDS -> "constraints keep customers out of the segment nearest to them";
            case NEGATIVE_COUNT -> "a number of customers is below 0";
            case SMALL_CELL -> "hidden, since it would tell on few customers";
            case SINGLE_SEGMENT -> "there is only one segment, so that there is nothing to compare";
            case NO_WITHIN_VARIATION -> "customers of a segment do not differ at all";
            case UNBALANCED_ARMS -> "some segments were treated far more often than others";
            case SINGULAR_COVARIANCE -> "columns depend on one another, or customers are too few for so many columns";
            case COINCIDENT_CENTERS -> "two segments have the same center";
            case NO_ELBOW -> "no number of segments stands out";
            case NOT_STOCHASTIC -> "chances do not add up to 100 %";
            case SEVERAL_CLASSES ->
                "it depends on where customers start, since some segments are never left for others";
            case PERIODIC -> "sizes go up and down for ever";
            case UNREACHABLE -> "a segment may never be reached from another one";
            case ABSORBING -> "nobody ever leaves the segment";
            case DIVERGES -> "it grows without end";
            case NOT_EMBEDDABLE -> "no steady movement leads to these chances";
            case UNEQUAL_INTERVALS -> "the times between dates differ too much";
            case DEFINITION_CHANGED -> "segments are defined otherwise at the other date";
            case UNIDENTIFIED -> "what was seen does not determine it";
            case NUMBER_FORMAT -> "a text is no number";
            case DATE_FORMAT -> "a text is no date";
            case RESOURCE_LIMIT -> "it would take too much time or memory";
            case NOT_CONVERGED -> "the computation came to no end";
            case LABELS_DIFFER_FROM_MODEL -> "some customers are in another segment than the model says";
            case BAD_FILE -> "a file is damaged or cut short";
            case NEWER_VERSION -> "a file was written by a later version";
            case MODEL_FORMAT -> "a saved model cannot be read";
            case MODEL_VERSION -> "a saved model is of a version that is not known";
            case LIMIT -> "a file is larger than is accepted";
            case IO_FAILED -> "a file could not be read or written";
            case SOURCE_CHANGED -> "the data changed while they were read";
            case CALLBACK_FAILED -> "the calling program failed";
            case CANCELLED -> "the computation was broken off";
        };
    }
}
