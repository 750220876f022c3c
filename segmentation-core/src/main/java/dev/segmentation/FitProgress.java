package dev.segmentation;

/**
 * Where a fit stands, told to the listener of {@link Execution#withListener} on the calling thread.
 *
 * @param stage what is being done, such as {@code "k-means"}
 * @param done how many units of work are done
 * @param total how many there are at most
 * @param objective the objective so far, NaN where the stage has none
 */
public record FitProgress(String stage, long done, long total, double objective) {}
