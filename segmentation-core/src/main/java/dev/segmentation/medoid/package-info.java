/**
 * Medoids (k-medoids, PAM, FasterPAM, CLARA, medoid silhouette): segments around real customers, by any dissimilarity of
 * {@link dev.segmentation.dissimilarity}, mixed columns included.
 *
 * <p>{@link dev.segmentation.medoid.Pam} for up to some ten thousand rows, {@link dev.segmentation.medoid.Clara} for more,
 * {@link dev.segmentation.medoid.MedoidSilhouette} to find the number of segments as well.
 *
 * <p><b>Privacy:</b> a medoid is a row of the training data, so that a model holds real customers' values, and its {@link
 * dev.segmentation.medoid.MedoidModel#medoids() medoids} must be treated as such; means of segments (as of k-means) do not
 * have this property.
 *
 * <p>Every type here is immutable, and therefore safe to share between threads, unless it says otherwise.
 *
 * @see <a href="{@docRoot}/doc-files/methods.html#segments">Methods: Segments</a>
 */
@NullMarked
package dev.segmentation.medoid;

import org.jspecify.annotations.NullMarked;
