package dev.segmentation.app.page;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colors of a theme of the style, as they are seen.
 *
 * <p>Color blindness is simulated by the matrices of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes (2009), IEEE
 * Transactions on Visualization and Computer Graphics 15, 1291–1298, doi:10.1109/TVCG.2009.113, at full severity, on linear
 * sRGB. Differences are CIEDE2000: G. Sharma, W. Wu and E. N. Dalal (2005), Color Research and Application 30, 21–30,
 * doi:10.1002/col.20070. Contrast is that of WCAG 2.
 */
final class Palette {

    /** Who looks. */
    enum Sight {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] matrix;

        Sight(double... matrix) {
            this.matrix = matrix;
        }

        private double[] see(double... linear) {
            double[] seen = new double[3];
            for (int i = 0; i < 9; i++) {
                seen[i / 3] += matrix[i] * linear[i % 3];
            }
            for (int i = 0; i < 3; i++) {
                seen[i] = Math.max(0, Math.min(1, seen[i]));
            }
            return seen;
        }
    }

    private static final Pattern COLOR = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6});");
    private static final double POWER = Math.pow(25, 7);

    private final Map<String, String> colors = new TreeMap<>();

    private Palette(String rule) {
        for (Matcher found = COLOR.matcher(rule); found.find(); ) {
            colors.put(found.group(1), found.group(2));
        }
    }

    static Palette light() {
        String style = Report.resource("report.css");
        return new Palette(style.substring(0, style.indexOf('}')));
    }

    static Palette dark() {
        String style = Report.resource("report.css");
        int from = style.indexOf("[data-theme=\"dark\"]");
        return new Palette(style.substring(from, style.indexOf('}', from)));
    }

    boolean has(String name) {
        return colors.containsKey(name);
    }

    double difference(String first, String second, Sight sight) {
        return difference(lab(sight.see(linear(colors.get(first)))), lab(sight.see(linear(colors.get(second)))));
    }

    double contrast(String first, String second) {
        double a = luminance(linear(colors.get(first)));
        double b = luminance(linear(colors.get(second)));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double[] linear(String hex) {
        double[] linear = new double[3];
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            linear[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
        return linear;
    }

    private static double luminance(double... linear) {
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    /** Under D65. */
    private static double[] lab(double... rgb) {
        double x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
        double y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
        double z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
        return new double[] {116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /** CIEDE2000 of two colors of CIELAB. */
    static double difference(double[] first, double... second) {
        double mean = (Math.hypot(first[1], first[2]) + Math.hypot(second[1], second[2])) / 2;
        double stretch = 1.5 - 0.5 * Math.sqrt(Math.pow(mean, 7) / (Math.pow(mean, 7) + POWER));
        double c1 = Math.hypot(first[1] * stretch, first[2]);
        double c2 = Math.hypot(second[1] * stretch, second[2]);
        double h1 = hue(first[1] * stretch, first[2]);
        double h2 = hue(second[1] * stretch, second[2]);
        boolean grey = c1 * c2 == 0;
        double turn = grey ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        double hues = h1 + h2;
        double h = grey ? hues : Math.abs(h1 - h2) <= 180 ? hues / 2 : hues < 360 ? (hues + 360) / 2 : (hues - 360) / 2;
        double l = (first[0] + second[0]) / 2 - 50;
        double c = (c1 + c2) / 2;
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
        double rotation = -2
                * Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + POWER))
                * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((h - 275) / 25, 2))));
        double dl = (second[0] - first[0]) / (1 + 0.015 * l * l / Math.sqrt(20 + l * l));
        double dc = (c2 - c1) / (1 + 0.045 * c);
        double dh = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2)) / (1 + 0.015 * c * t);
        return Math.sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh);
    }

    private static double hue(double a, double b) {
        double degrees = Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
