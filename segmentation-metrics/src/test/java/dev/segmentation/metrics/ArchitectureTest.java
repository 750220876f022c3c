package dev.segmentation.metrics;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.segmentation.testing.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClassesOf(ArchitectureTest.class);

    static List<ArchRule> rules() {
        return ArchitectureRules.metrics();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void keeps(ArchRule rule) {
        rule.check(CLASSES);
    }
}
