package dev.segmentation.metrics.profile;

import dev.segmentation.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Learns the rule list of one segment: rule after rule from those not claimed yet, each by a beam search. */
final class RuleSearch {

    /** How often thresholds are moved beside one another at most. */
    private static final int MOST_ROUNDS = 10;

    private final RuleTable table;
    private final boolean[] member;
    private final DescriptionSearch.Limits limits;
    private final Workers workers;
    private final CodeLength code;
    private final double charge; // per condition, beyond its own code
    private boolean[] free; // not claimed by an earlier rule
    private int claimed;
    private int hits;
    private double said; // bits of the earlier rules

    RuleSearch(RuleTable table, boolean[] member, DescriptionSearch.Limits limits, Workers workers) {
        this.table = table;
        this.member = member;
        this.limits = limits;
        this.workers = workers;
        this.code = new CodeLength(table.rowCount(), count(member));
        this.charge = limits.minimumGain() * code.of(0, 0);
        this.free = new boolean[member.length];
        Arrays.fill(free, true);
    }

    /** The rules in their order; none where no rule is worth saying. */
    List<List<Condition>> find() {
        List<List<Condition>> rules = new ArrayList<>();
        double length = code.of(0, 0);
        while (rules.size() < limits.rules()) {
            Optional<Candidate> found = best();
            if (found.isEmpty() || !(found.get().score < length)) {
                break;
            }
            Candidate rule = found.get();
            rules.add(rule.conditions);
            claimed += rule.count;
            hits += rule.hits;
            said += rule.bits + charge * rule.conditions.size();
            length = rule.score;
            boolean[] claims = claims(rule.conditions);
            boolean[] rest = free.clone();
            for (int i = 0; i < rest.length; i++) {
                rest[i] &= !claims[i];
            }
            free = rest;
        }
        return rules;
    }

    /**
     * A rule in the making.
     *
     * @param conditions by column and side
     * @param count how many rows that are free it claims
     * @param hits how many of them belong
     * @param bits what it takes to say its conditions
     * @param score the bits of the whole list with it, and the charge
     */
    private record Candidate(List<Condition> conditions, int count, int hits, double bits, double score) {}

    private Optional<Candidate> best() {
        Candidate everyone = new Candidate(List.of(), count(free), countHits(free), 0, Double.POSITIVE_INFINITY);
        List<Candidate> beam = List.of(everyone);
        Candidate best = everyone;
        for (int length = 1; length <= limits.conditions() && !beam.isEmpty(); length++) {
            List<Candidate> longer = new ArrayList<>();
            for (Candidate shorter : beam) {
                longer.addAll(extensions(shorter, everyone));
            }
            longer.sort(Comparator.comparingDouble(Candidate::score));
            Set<List<Condition>> seen = new HashSet<>();
            beam = longer.stream()
                    .filter(candidate -> seen.add(candidate.conditions))
                    .limit(limits.beam())
                    .toList();
            if (!beam.isEmpty() && beam.get(0).score < best.score) {
                best = beam.get(0);
            }
        }
        return best.conditions.isEmpty() ? Optional.empty() : Optional.of(moved(best, everyone));
    }

    /** A rule with one more condition, for every column and side the best one. */
    private List<Candidate> extensions(Candidate shorter, Candidate everyone) {
        List<Candidate> extensions = new ArrayList<>();
        boolean[] claims = claims(shorter.conditions);
        for (int j = 0; j < table.columnCount(); j++) {
            workers.checkCancelled();
            for (Condition.Side side : Condition.Side.values()) {
                int column = j;
                boolean has = shorter.conditions.stream().anyMatch(c -> c.column() == column && c.side() == side);
                if (!has) {
                    bestOf(shorter.conditions, claims, column, side, everyone).ifPresent(extensions::add);
                }
            }
        }
        return extensions;
    }

    /** Moves each bound to where it serves best beside the others, until none moves. */
    private Candidate moved(Candidate rule, Candidate everyone) {
        Candidate best = rule;
        boolean moves = true;
        for (int round = 0; round < MOST_ROUNDS && moves; round++) {
            moves = false;
            for (int c = 0; c < best.conditions.size(); c++) {
                workers.checkCancelled();
                List<Condition> others = new ArrayList<>(best.conditions);
                Condition one = others.remove(c);
                Optional<Candidate> better = bestOf(others, claims(others), one.column(), one.side(), everyone);
                if (better.isPresent() && better.get().score < best.score) {
                    best = better.get();
                    moves = true;
                }
            }
        }
        return best;
    }

    private Optional<Candidate> bestOf(
            List<Condition> others, boolean[] claims, int column, Condition.Side side, Candidate everyone) {
        if (table.isNominal(column) != (side == Condition.Side.EQUAL)) {
            return Optional.empty();
        }
        double bits = table.bits(column);
        for (Condition other : others) {
            bits += table.bits(other.column());
        }
        Best best = new Best(column, side, everyone, said + bits + charge * (others.size() + 1));
        if (side == Condition.Side.EQUAL) {
            levels(claims, column, best);
        } else {
            cuts(claims, column, side, best);
        }
        return best.candidate(others, bits);
    }

    private void levels(boolean[] claims, int column, Best best) {
        int[] counts = new int[table.levelCount(column)];
        int[] hitsOf = new int[counts.length];
        double[] values = table.values(column);
        for (int row : table.order(column)) {
            if (claims[row]) {
                int level = (int) values[row];
                counts[level]++;
                hitsOf[level] += member[row] ? 1 : 0;
            }
        }
        for (int level = 0; level < counts.length; level++) {
            best.offer(level, counts[level], hitsOf[level]);
        }
    }

    /** Bounds midway between neighbouring distinct values of the claimed rows. */
    private void cuts(boolean[] claims, int column, Condition.Side side, Best best) {
        int all = 0;
        int allHits = 0;
        for (int row : table.order(column)) {
            all += claims[row] ? 1 : 0;
            allHits += claims[row] && member[row] ? 1 : 0;
        }
        int below = 0;
        int hitsBelow = 0;
        double previous = Double.NaN;
        double[] values = table.values(column);
        for (int row : table.order(column)) {
            if (!claims[row]) {
                continue;
            }
            double value = values[row];
            if (value > previous) {
                double bound = midpoint(previous, value);
                if (side == Condition.Side.BELOW) {
                    best.offer(bound, below, hitsBelow);
                } else {
                    best.offer(bound, all - below, allHits - hitsBelow);
                }
            }
            previous = value;
            below++;
            hitsBelow += member[row] ? 1 : 0;
        }
    }

    /** More than the lower value, at most the upper one, however close they are. */
    static double midpoint(double lower, double upper) {
        double middle = lower / 2 + upper / 2;
        return middle > lower && middle <= upper ? middle : upper;
    }

    /** The rows that are free and fulfil all conditions. */
    private boolean[] claims(List<Condition> conditions) {
        boolean[] claims = free.clone();
        for (Condition condition : conditions) {
            double[] values = table.values(condition.column());
            for (int i = 0; i < claims.length; i++) {
                claims[i] &= condition.holds(values[i]);
            }
        }
        return claims;
    }

    private int countHits(boolean[] rows) {
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            count += rows[i] && member[i] ? 1 : 0;
        }
        return count;
    }

    private static int count(boolean[] rows) {
        int count = 0;
        for (boolean row : rows) {
            count += row ? 1 : 0;
        }
        return count;
    }

    /** The best bound so far on one column and side; of equal ones the first. */
    private final class Best {

        private final int column;
        private final Condition.Side side;
        private final Candidate everyone;
        private final double fixed;
        private double bound = Double.NaN;
        private int count;
        private int right;
        private double score = Double.POSITIVE_INFINITY;

        Best(int column, Condition.Side side, Candidate everyone, double fixed) {
            this.column = column;
            this.side = side;
            this.everyone = everyone;
            this.fixed = fixed;
        }

        /** Only what claims members at least as often as they are among those who are free. */
        void offer(double offered, int claims, int members) {
            if (claims == 0 || (long) members * everyone.count < (long) everyone.hits * claims) {
                return;
            }
            double total = fixed + code.of(claimed + claims, hits + members);
            if (total < score) {
                score = total;
                bound = offered;
                count = claims;
                right = members;
            }
        }

        Optional<Candidate> candidate(List<Condition> others, double bits) {
            if (Double.isNaN(bound)) {
                return Optional.empty();
            }
            List<Condition> conditions = new ArrayList<>(others);
            conditions.add(new Condition(column, side, bound));
            conditions.sort(Condition.ORDER);
            return Optional.of(new Candidate(List.copyOf(conditions), count, right, bits, score));
        }
    }
}
