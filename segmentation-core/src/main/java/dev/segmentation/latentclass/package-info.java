/**
 * Latent class analysis (LCA): segments of customers by what they answered, for categorical columns, with missing
 * answers, weights, and covariates on membership.
 *
 * <p>{@link dev.segmentation.latentclass.LatentClass} fits a {@link dev.segmentation.latentclass.LatentClassModel};
 * {@link dev.segmentation.latentclass.LatentClassDiagnostics} says how well it fits, and {@link
 * dev.segmentation.latentclass.ClassificationQuality} how clearly customers belong to one class. What the classes mean
 * for an outcome is estimated by {@code dev.segmentation.metrics.outcome.ThreeStep}.
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.latentclass;

import org.jspecify.annotations.NullMarked;
