package dev.segmentation.prepare;

/** The two meanings of recency in the literature; they run in opposite directions, so each has a column of its own. */
public enum Recency {
    /**
     * Whole days from the last purchase to the as-of date, the R of RFM: at least 1, fewer is better. The column is
     * {@code recency_days}.
     */
    SINCE_LAST_PURCHASE("recency_days"),

    /**
     * Whole days from the first purchase to the last, the recency of buy-till-you-die models (BG/NBD, Pareto/NBD): at
     * least 0, more is better. The column is {@code first_to_last_days}, so that nothing takes it for the other one.
     */
    FIRST_TO_LAST_PURCHASE("first_to_last_days");

    private final String columnName;

    Recency(String columnName) {
        this.columnName = columnName;
    }

    /**
     * The column that holds it.
     *
     * @return the name of a feature
     */
    public String columnName() {
        return columnName;
    }
}
