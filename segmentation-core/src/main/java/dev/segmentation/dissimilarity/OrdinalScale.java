package dev.segmentation.dissimilarity;

/** How {@link Gower} turns the levels of an ordinal column into differences. A closed choice. */
public enum OrdinalScale {
    /**
     * Levels are the numbers 1 … K, divided by the range of those that occur in training, as R's {@code daisy} does: every
     * step counts the same. The default.
     */
    CODES,
    /**
     * Mean ranks of the training rows, |r₁ − r₂| / (r_max − r_min): a step counts as many rows as it passes.
     */
    RANKS,
    /**
     * Mean ranks, corrected for ties, so that neighboring levels with many rows are not far apart because of them: 0 if the
     * ranks are equal, else [|r₁ − r₂| − (T₁ − 1)/2 − (T₂ − 1)/2] / [r_max − r_min − (T_max − 1)/2 − (T_min − 1)/2], where T
     * is the number of training rows tied at that rank. Row weights that are all whole count as so many rows; others by their
     * ratios, brought to a sum of as many as there are rows with a level and a positive weight, so that their unit does not
     * matter and equal ones are none.
     *
     * <p><b>Reference:</b> J. Podani (1999), Extending Gower's general coefficient of similarity to ordinal characters,
     * Taxon 48, 331–340, doi:10.2307/1224438.
     */
    RANKS_WITH_TIES
}
