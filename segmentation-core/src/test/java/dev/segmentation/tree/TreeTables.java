package dev.segmentation.tree;

import dev.segmentation.FeatureTable;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** Tables of all types of columns, with missing values, whose target depends on them. */
final class TreeTables {

    static final List<String> TIERS = List.of("bronze", "silver", "gold", "platinum");

    private TreeTables() {}

    static FeatureTable mixed(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 13);
        double[] spend = new double[rows];
        double[] age = new double[rows];
        List<String> region = new ArrayList<>();
        List<String> tier = new ArrayList<>();
        List<String> target = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            spend[i] = random.nextInt(8) == 0 ? Double.NaN : Math.round(100 * random.nextDouble());
            age[i] = 20 + random.nextInt(60);
            int where = random.nextInt(6);
            int level = random.nextInt(5);
            region.add(where == 5 ? null : "region " + where);
            tier.add(level == 4 ? null : TIERS.get(level));
            double chance = 0.1 + (spend[i] > 60 ? 0.3 : 0) + (where % 2 == 0 ? 0.25 : 0) + (level > 2 ? 0.25 : 0);
            target.add(random.nextInt(50) == 0 ? null : random.nextDouble() < chance ? "yes" : "no");
        }
        return FeatureTable.builder()
                .numeric("spend", spend)
                .nominal("region", region)
                .ordinal("tier", TIERS, tier)
                .numeric("age", age)
                .nominal("y", target)
                .build();
    }
}
