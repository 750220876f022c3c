package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Segment;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Judges rule lists by the customers who were held out. */
final class Judging {

    private final RuleTable table;
    private final int[] labels;
    private final int[] sizes;
    private final WilsonScore wilson;

    Judging(RuleTable table, Assignment assignment, WilsonScore wilson) {
        this.table = table;
        this.labels = assignment.toArray();
        this.sizes = assignment.sizes();
        this.wilson = wilson;
    }

    SegmentDescription judge(Segment segment, List<List<Condition>> rules) {
        long[] claimed = new long[rules.size()];
        long[] hits = new long[rules.size()];
        for (int i = 0; i < labels.length; i++) {
            for (int r = 0; r < rules.size(); r++) {
                if (holds(rules.get(r), i)) {
                    claimed[r]++;
                    hits[r] += labels[i] == segment.index() ? 1 : 0;
                    break; // the first rule that holds claims
                }
            }
        }
        int members = sizes[segment.index()];
        Estimate baseline = wilson.of(members, labels.length);
        List<DescribedRule> described = new ArrayList<>();
        long allClaimed = 0;
        long allHits = 0;
        for (int r = 0; r < rules.size(); r++) {
            Estimate precision = wilson.of(hits[r], claimed[r]);
            described.add(new DescribedRule(
                    rule(segment, rules.get(r)),
                    text(rules.get(r)),
                    rules.get(r).size(),
                    new ClaimQuality(precision, wilson.of(hits[r], members), baseline)));
            allClaimed += claimed[r];
            allHits += hits[r];
        }
        ClaimQuality together = new ClaimQuality(wilson.of(allHits, allClaimed), wilson.of(allHits, members), baseline);
        return new SegmentDescription(segment, described, together);
    }

    private boolean holds(List<Condition> rule, int row) {
        for (Condition condition : rule) {
            if (!condition.holds(table.value(row, condition.column()))) {
                return false;
            }
        }
        return true;
    }

    private Rule rule(Segment segment, List<Condition> conditions) {
        Rule rule = Rule.named(segment.name());
        for (Condition condition : conditions) {
            rule = condition.addTo(rule, table);
        }
        return rule;
    }

    private String text(List<Condition> conditions) {
        return conditions.stream().map(table::text).collect(Collectors.joining(" and "));
    }
}
