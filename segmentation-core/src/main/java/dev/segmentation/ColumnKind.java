package dev.segmentation;

/** The type of a column of a {@link FeatureTable}. */
public enum ColumnKind {
    /** Numbers with a unit. */
    NUMERIC,
    /** Levels with an order, such as bronze, silver, gold. */
    ORDINAL,
    /** Levels without an order, such as regions. */
    NOMINAL
}
