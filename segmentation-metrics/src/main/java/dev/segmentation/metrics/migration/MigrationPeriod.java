package dev.segmentation.metrics.migration;

import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.markov.MarkovChain;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The dates of a migration and the days between them, so far as they are known. */
record MigrationPeriod(Optional<LocalDate> before, Optional<LocalDate> after, OptionalLong days) {

    static final MigrationPeriod UNKNOWN =
            new MigrationPeriod(Optional.empty(), Optional.empty(), OptionalLong.empty());

    static MigrationPeriod between(LocalDate before, LocalDate after, String where) {
        Objects.requireNonNull(before, "before");
        if (!Objects.requireNonNull(after, "after").isAfter(before)) {
            throw Arguments.badParameter(where, "after", after, "later than before = " + before);
        }
        OptionalLong days = OptionalLong.of(ChronoUnit.DAYS.between(before, after));
        return new MigrationPeriod(Optional.of(before), Optional.of(after), days);
    }

    static MigrationPeriod ofDays(long days, String where) {
        if (days < 1) {
            throw Arguments.badParameter(where, "days", days, "at least 1");
        }
        return new MigrationPeriod(Optional.empty(), Optional.empty(), OptionalLong.of(days));
    }

    /** A chain whose step is this long. */
    Optional<MarkovChain> step(Optional<MarkovChain> chain) {
        return days.isPresent() ? chain.map(found -> found.withStepDays(days.getAsLong())) : chain;
    }
}
