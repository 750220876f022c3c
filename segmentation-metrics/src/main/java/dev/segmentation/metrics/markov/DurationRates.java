package dev.segmentation.metrics.markov;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.interval.RateInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How quickly customers move, from the times they stayed: the number of moves from i to j over the time that customers spent
 * in i, λ̂ᵢⱼ = Nᵢⱼ / Tᵢ.
 *
 * <p>These are the most likely rates if they are the same at all times. Every day of watching counts, also of customers who
 * came late or were lost, and a move that nobody made between two dates still gets a chance if it can be made in steps: {@link
 * #generator()} and its {@link Generator#over}. Where rates change with time use {@link AalenJohansen}; where only the states at
 * some dates are known, {@link PanelLikelihood}. Rates are per unit of the times of the stays.
 *
 * <p>Intervals are the exact ones of a Poisson count over a given time. Standard errors are √Nᵢⱼ / Tᵢ. Both take moves as
 * independent given the state, as the model says; customers who differ in their rates make them too narrow.
 *
 * <p><b>Degenerate:</b> nobody was watched in a state: its rates are undefined, {@link Reason#NO_OBSERVATIONS}. If customers went
 * there and none of them has a stay in it at any time, the generator takes it for a state that is never left; otherwise there is
 * no generator; see {@link #withoutExposure()}. Nobody moved: the rate is 0, and the upper
 * end of its interval says how large it may be.
 * <br><b>Cost:</b> O(m) time for m stays, O(k²) memory. The times are added exactly, so that their order cannot matter.
 * <br><b>References:</b> D. Lando, T. M. Skødeberg (2002), J. Bank. Finance 26, 423–444, doi:10.1016/S0378-4266(01)00228-X; F.
 * Garwood (1936), Biometrika 28, 437–442, doi:10.1093/biomet/28.3-4.437 (the interval).
 *
 * <p>Immutable and thread-safe.
 */
public final class DurationRates {

    private static final double DEFAULT_LEVEL = 0.95;

    private final StateNames states;
    private final long[][] moves;
    private final double[] exposure;
    private final long[] stays;
    private final boolean[] ends; // states that are never left
    private final double level;

    private DurationRates(
            StateNames states, long[][] moves, double[] exposure, long[] stays, boolean[] ends, double level) {
        this.states = states;
        this.moves = moves;
        this.exposure = exposure;
        this.stays = stays;
        this.ends = ends;
        this.level = level;
    }

    /**
     * Of all that was seen.
     *
     * @param stays who stayed where and how long
     * @return the rates, with intervals at 95 %
     */
    public static DurationRates of(Stays stays) {
        return count(stays, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * Of what was seen in a part of the time, such as a year, to see whether rates change.
     *
     * @param stays who stayed where and how long
     * @param after what lies at this time or before does not count; finite
     * @param until what lies after this time does not count; finite and later than {@code after}
     * @return the rates, with intervals at 95 %
     * @throws InvalidInputException if the times are not finite or not in that order ({@link Reason#BAD_PARAM})
     */
    public static DurationRates within(Stays stays, double after, double until) {
        String where = "DurationRates.within";
        if (!Double.isFinite(after)) {
            throw Arguments.badParameter(where, "after", after, "a finite time");
        }
        if (!(until > after && until < Double.POSITIVE_INFINITY)) {
            throw Arguments.badParameter(where, "until", until, "a finite time later than " + after);
        }
        return count(stays, after, until);
    }

    private static DurationRates count(Stays stays, double after, double until) {
        Objects.requireNonNull(stays, "stays");
        int k = stays.names().size();
        long[][] moves = new long[k][k];
        long[] counts = new long[k];
        ExactSum[] times = new ExactSum[k];
        Arrays.setAll(times, i -> new ExactSum());
        for (int i = 0; i < stays.size(); i++) {
            double begin = Math.max(after, stays.from(i));
            double end = Math.min(until, stays.until(i));
            if (begin < end) {
                int state = stays.state(i);
                counts[state]++;
                times[state].add(end);
                times[state].add(-begin);
                if (stays.next(i) != Stays.CENSORED && stays.until(i) <= until) {
                    moves[state][stays.next(i)]++;
                }
            }
        }
        double[] exposure = Arrays.stream(times).mapToDouble(ExactSum::value).toArray();
        return new DurationRates(stays.names(), moves, exposure, counts, stays.ends(), DEFAULT_LEVEL);
    }

    /**
     * The same rates with intervals of another confidence level.
     *
     * @param confidence in (0, 1); 0.95 unless said otherwise
     * @return new rates
     * @throws InvalidInputException if it is out of range
     */
    public DurationRates withLevel(double confidence) {
        Arguments.openUnit(confidence, "DurationRates.withLevel", "level");
        return new DurationRates(states, moves, exposure, stays, ends, confidence);
    }

    /**
     * The names of the states.
     *
     * @return k names
     */
    public List<String> states() {
        return states.names();
    }

    /**
     * The confidence level of the intervals.
     *
     * @return in (0, 1)
     */
    public double level() {
        return level;
    }

    /**
     * How many moves were seen.
     *
     * @param from the name of a state
     * @param to the name of a state; 0 if it is the same
     * @return Nᵢⱼ, at least 0
     * @throws InvalidInputException if there is no such state
     */
    public long moves(String from, String to) {
        return moves[index(from)][index(to)];
    }

    /**
     * The time that all customers together were watched in a state.
     *
     * @param state the name of a state
     * @return Tᵢ, in the unit of the stays, at least 0
     * @throws InvalidInputException if there is no such state
     */
    public double exposure(String state) {
        return exposure[index(state)];
    }

    /**
     * How many stays in a state were seen, whole or in part.
     *
     * @param state the name of a state
     * @return at least 0
     * @throws InvalidInputException if there is no such state
     */
    public long stays(String state) {
        return stays[index(state)];
    }

    /**
     * How quickly customers move from one state to another.
     *
     * @param from the name of a state
     * @param to the name of a state; if it is the same, minus the rate of leaving it
     * @return per unit of time; NaN if nobody was watched in {@code from} ({@link Reason#NO_OBSERVATIONS})
     * @throws InvalidInputException if there is no such state
     */
    public double rate(String from, String to) {
        int i = index(from);
        int j = index(to);
        if (exposure[i] == 0) {
            return Double.NaN;
        }
        return i == j ? 0.0 - leaving(i) / exposure[i] : moves[i][j] / exposure[i];
    }

    /**
     * {@link #rate} with its exact Poisson interval.
     *
     * @param from the name of a state
     * @param to the name of another state
     * @return the estimate over the stays in {@code from}; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was watched
     *     there
     * @throws InvalidInputException if there is no such state, or it is the same ({@link Reason#BAD_PARAM})
     */
    public Estimate interval(String from, String to) {
        int i = index(from);
        return of(i, moves[i][other(from, to, "DurationRates.interval")]);
    }

    /**
     * How quickly customers leave a state, wherever they go, with its exact Poisson interval.
     *
     * @param from the name of a state
     * @return the estimate over the stays in {@code from}; undefined ({@link Reason#NO_OBSERVATIONS}) if nobody was watched
     *     there
     * @throws InvalidInputException if there is no such state
     */
    public Estimate leaving(String from) {
        int i = index(from);
        return of(i, leaving(i));
    }

    private Estimate of(int from, long events) {
        Estimate rate = RateInterval.exact(events, exposure[from], level);
        return rate.isDefined() ? Estimate.of(rate.value(), rate.lower(), rate.upper(), level, stays[from]) : rate;
    }

    /**
     * How far the rate of a move may be from the truth.
     *
     * @param from the name of a state
     * @param to the name of another state
     * @return √Nᵢⱼ / Tᵢ, in the unit of the rate; NaN for a rate of 0, which is at its border, and if nobody was watched in
     *     {@code from}
     * @throws InvalidInputException if there is no such state, or it is the same ({@link Reason#BAD_PARAM})
     */
    public double standardError(String from, String to) {
        int i = index(from);
        long events = moves[i][other(from, to, "DurationRates.standardError")];
        return events == 0 ? Double.NaN : Math.sqrt((double) events) / exposure[i];
    }

    /**
     * The states in which nobody was watched: states that are never left, such as {@code LEFT}, or that were forgotten.
     *
     * @return their names; the generator keeps who is there, if customers went there
     */
    public List<String> withoutExposure() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < exposure.length; i++) {
            if (exposure[i] == 0) {
                names.add(states.names().get(i));
            }
        }
        return List.copyOf(names);
    }

    /**
     * The rates as a generator, for chances over any time.
     *
     * @return rates of 0 out of states of which there is no stay at all, if customers went there or it is {@link
     *     dev.segmentation.Segment#EXIT}
     * @throws InvalidInputException if nobody was watched in another state, so that its rates are unknown ({@link
     *     Reason#NO_OBSERVATIONS})
     */
    public Generator generator() {
        int k = states.size();
        for (int i = 0; i < k; i++) {
            if (exposure[i] == 0 && !ends[i]) {
                throw new InvalidInputException(
                        Reason.NO_OBSERVATIONS,
                        states.names().get(i),
                        "DurationRates.generator: nobody was watched in \""
                                + states.names().get(i)
                                + "\", so that it is unknown how quickly customers leave it; leave the state out, or take a"
                                + " longer time");
            }
        }
        double[][] rates = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                rates[i][j] = j == i || exposure[i] == 0 ? 0 : moves[i][j] / exposure[i];
            }
        }
        return Generator.trusted(states, rates);
    }

    /**
     * How likely what was seen is at these rates.
     *
     * @return ℓ = Σ (Nᵢⱼ ln λ̂ᵢⱼ − λ̂ᵢⱼ Tᵢ); depends on the unit of time
     */
    public double logLikelihood() {
        double sum = 0;
        for (int i = 0; i < moves.length; i++) {
            for (long events : moves[i]) {
                sum += events == 0 ? 0 : events * (StrictMath.log(events / exposure[i]) - 1);
            }
        }
        return sum;
    }

    private long leaving(int from) {
        return Arrays.stream(moves[from]).sum();
    }

    private int other(String from, String to, String where) {
        int j = index(to);
        if (j == index(from)) {
            throw Arguments.badParameter(where, "to", "\"" + to + "\"", "another state than from; see leaving");
        }
        return j;
    }

    private int index(String state) {
        return states.indexOf(state, "DurationRates");
    }

    /** A table of the rates. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(states.names());
        head.add("time");
        table.add(head);
        for (String from : states.names()) {
            List<String> line = new ArrayList<>(List.of(from));
            for (String to : states.names()) {
                double rate = rate(from, to);
                line.add(Double.isNaN(rate) ? "?" : String.format(Locale.ROOT, "%.4g", rate));
            }
            line.add(String.format(Locale.ROOT, "%.6g", exposure(from)));
            table.add(line);
        }
        return TextTable.of(table);
    }
}
