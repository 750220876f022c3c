package dev.segmentation.latentclass;

import java.util.Arrays;

/** The degrees to which somebody belongs to each class, from logarithms. */
final class Posterior {

    private Posterior() {}

    /**
     * Turns logarithms of joint probabilities into degrees that sum to 1.
     *
     * <p>Where every class has a factor of 0, the degrees are their limit as all zeros become equally small: classes with
     * more of them than others get 0, the rest decides between the others.
     *
     * @param logs the logarithm of the product of the factors of each class that are not 0; becomes the degrees
     * @param zeros how many factors of each class are 0
     * @return the logarithm of the probability; −∞ if every class has a factor of 0
     */
    static double normalize(double[] logs, int[] zeros) {
        int fewest = Arrays.stream(zeros).min().orElse(0);
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logs.length; c++) {
            if (zeros[c] == fewest && logs[c] > most) {
                most = logs[c];
            }
        }
        double sum = 0;
        for (int c = 0; c < logs.length; c++) {
            logs[c] = zeros[c] == fewest ? StrictMath.exp(logs[c] - most) : 0;
            sum += logs[c];
        }
        for (int c = 0; c < logs.length; c++) {
            logs[c] /= sum;
        }
        return fewest > 0 ? Double.NEGATIVE_INFINITY : most + StrictMath.log(sum);
    }
}
