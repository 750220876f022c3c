package dev.segmentation.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of {@code bad-input.csv}: those that are due have a check, the others are listed here, and a case that is
 * neither fails. No case may take more than 10 seconds, two large ones excepted, and none may change its input.
 */
class BadInputTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** For what is large by definition: 6.4 thousand million distances, and a gigabyte of rows in a process of its own. */
    private static final Duration LIMIT_OF_LARGE = Duration.ofSeconds(90);

    private static final Set<String> LARGE = Set.of("RT016", "RT017");

    /** The cases that wait, by the issue that brings them. */
    private static final Map<String, Set<String>> NOT_DUE = Map.of(
            "later",
            ids("RF024 RF025 PL005 PL006 PL008 PL010 PL011 PL013 PL014 PL015 PL017 PL018 PL019 PL020 PL023"
                    + " PL024 SE023 SE025"));

    private static final Map<String, BadInputCase.Check> CHECKS = checks();

    @TestFactory
    Stream<DynamicTest> due() {
        return BadInputCase.all().stream()
                .filter(bad -> isDue(bad))
                .map(bad -> DynamicTest.dynamicTest(bad.toString(), () -> run(bad)));
    }

    @Test
    void everyCaseIsCheckedOrWaitsForItsIssue() {
        List<BadInputCase> all = BadInputCase.all();
        assertThat(all).hasSize(189);
        Set<String> due = new TreeSet<>();
        all.stream().filter(BadInputTest::isDue).forEach(bad -> due.add(bad.id()));
        assertThat(due).hasSize(171);
        assertThat(CHECKS.keySet()).as("a check for each case that is due").containsExactlyElementsOf(due);
        List<String> waiting = new ArrayList<>();
        NOT_DUE.values().forEach(waiting::addAll);
        assertThat(waiting).as("the rest").hasSize(all.size() - due.size());
    }

    private static boolean isDue(BadInputCase bad) {
        return !NOT_DUE.getOrDefault(bad.issue(), Set.of()).contains(bad.id());
    }

    private static void run(BadInputCase bad) {
        BadInputCase.Check check = CHECKS.get(bad.id());
        assertThat(check).as("a check for %s", bad).isNotNull();
        assertTimeoutPreemptively(LARGE.contains(bad.id()) ? LIMIT_OF_LARGE : LIMIT, () -> check.on(bad));
        bad.assertInputUntouched();
    }

    private static Map<String, BadInputCase.Check> checks() {
        Map<String, BadInputCase.Check> checks = new TreeMap<>();
        Stream.of(
                        BadMatrices.checks(),
                        BadKMeansInput.checks(),
                        BadRfmInput.checks(),
                        BadMixtureInput.checks(),
                        BadLatentClassInput.checks(),
                        BadTreeInput.checks(),
                        BadHierarchyInput.checks(),
                        BadMigrationInput.checks(),
                        BadChains.checks(),
                        BadValidationInput.checks(),
                        BadFiles.checks(),
                        BadModels.checks(),
                        BadRuntimes.checks(),
                        BadProcesses.checks(),
                        BadReports.checks())
                .forEach(checks::putAll);
        return checks;
    }

    private static Set<String> ids(String spaced) {
        return Set.of(spaced.split(" "));
    }
}
