package dev.segmentation.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What main code of the published modules may not do. {@code ArchitectureTest} of each module applies the rules. */
public final class ArchitectureRules {
    private static final String ROOT = "dev.segmentation";
    private static final String METRICS = ROOT + ".metrics";
    private static final String INTERNAL = ROOT + ".internal";

    /** Set once, when the matrix class is loaded: the bridge to storage that has no public accessor. */
    private static final String BRIDGE = INTERNAL + ".MatrixAccess";

    private ArchitectureRules() {}

    /** The main classes of the module that {@code test} belongs to. */
    public static JavaClasses mainClassesOf(Class<?> test) {
        try {
            Path testClasses = Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
            JavaClasses classes = new ClassFileImporter().importPath(testClasses.resolveSibling("classes"));
            if (classes.isEmpty()) { // the rules would all hold
                throw new IllegalStateException("no main classes beside " + testClasses);
            }
            return classes;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rules for segmentation-core. */
    public static List<ArchRule> core() {
        List<ArchRule> rules = new ArrayList<>(common());
        rules.add(noClasses()
                .should()
                .resideInAPackage(METRICS + "..")
                .because("no package is shared by two jars")
                .allowEmptyShould(true));
        rules.add(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(METRICS + "..")
                .because("metrics depends on core, never back")
                .allowEmptyShould(true));
        rules.add(forbid(ForbiddenCalls.PLATFORM_DEPENDENT_MATH));
        return rules;
    }

    /** The rules for segmentation-metrics. */
    public static List<ArchRule> metrics() {
        List<ArchRule> rules = new ArrayList<>(common());
        rules.add(classes()
                .should()
                .resideInAPackage(METRICS + "..")
                .because("no package is shared by two jars")
                .allowEmptyShould(true));
        return rules;
    }

    private static List<ArchRule> common() {
        List<ArchRule> rules = new ArrayList<>();
        for (ForbiddenCalls calls : ForbiddenCalls.EVERYWHERE) {
            rules.add(forbid(calls));
        }
        rules.add(noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are the old date classes",
                        c -> Set.of(
                                        "java.util.Date",
                                        "java.util.Calendar",
                                        "java.util.GregorianCalendar",
                                        "java.sql.Date",
                                        "java.sql.Timestamp",
                                        "java.text.DateFormat",
                                        "java.text.SimpleDateFormat")
                                .contains(c.getName())))
                .because("dates are java.time")
                .allowEmptyShould(true));
        rules.add(fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and()
                .areNotDeclaredIn(BRIDGE)
                .should()
                .beFinal()
                .because("there is no mutable global state")
                .allowEmptyShould(true));
        rules.add(SlicesRuleDefinition.slices()
                .assignedFrom(new OnePerPackage())
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true));
        rules.add(classes()
                .that(DescribedPredicate.describe("are exported", ArchitectureRules::isExported))
                .should(exposeNoHiddenType())
                .because("commons-math3 and internal packages are not API")
                .allowEmptyShould(true));
        rules.add(classes().should(resideInANullMarkedPackage()).allowEmptyShould(true));
        return rules;
    }

    private static ArchRule forbid(ForbiddenCalls calls) {
        return classes().should(new NotCall(calls)).because(calls.reason()).allowEmptyShould(true);
    }

    /** Reported per package, by its first class. */
    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                events.add(new SimpleConditionEvent(
                        type, marked, type.getPackageName() + " of " + type.getName() + " is not @NullMarked"));
            }
        };
    }

    private static ArchCondition<JavaClass> exposeNoHiddenType() {
        return new ArchCondition<>("expose no hidden type in a signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                signatureTypes(type)
                        .filter(s -> isHidden(s.type()))
                        .map(s -> s.where() + " exposes " + s.type().getName())
                        .distinct()
                        .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }

    private static boolean isHidden(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith("org.apache.commons.math3") || (name + ".").contains(".internal.");
    }

    /** Public, all the way out, in a package that is API. */
    private static boolean isExported(JavaClass type) {
        return isVisible(type.getModifiers())
                && !(type.getPackageName() + ".").contains(".internal.")
                && type.getEnclosingClass().map(ArchitectureRules::isExported).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private record Exposed(String where, JavaClass type) {}

    /** Every class that a user of {@code type} meets: supertypes, bounds, and its own and inherited visible members. */
    private static Stream<Exposed> signatureTypes(JavaClass type) {
        Set<JavaType> header = new LinkedHashSet<>(type.getInterfaces());
        type.getSuperclass().ifPresent(header::add);
        header.addAll(type.getTypeParameters());
        Stream<Exposed> ofHeader = raw(type.getName(), header);
        Stream<Exposed> ofMembers = type.getAllMembers().stream()
                .filter(m -> m.getOwner().getPackageName().startsWith(ROOT))
                .filter(m -> isVisible(m.getModifiers()) && !m.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(m -> !(m instanceof JavaConstructor) || m.getOwner().equals(type))
                .flatMap(m -> raw(m.getFullName(), memberTypes(m)));
        return Stream.concat(ofHeader, ofMembers);
    }

    private static Set<JavaType> memberTypes(JavaMember member) {
        Set<JavaType> types = new LinkedHashSet<>();
        if (member instanceof JavaField field) {
            types.add(field.getType());
        } else if (member instanceof JavaCodeUnit unit) {
            types.add(unit.getReturnType());
            types.addAll(unit.getParameterTypes());
            types.addAll(unit.getTypeParameters());
            types.addAll(unit.getExceptionTypes());
        }
        return types;
    }

    private static Stream<Exposed> raw(String where, Set<? extends JavaType> types) {
        return types.stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()).map(c -> new Exposed(where, c));
    }

    /**
     * One slice for each package, which {@code slices().matching} cannot do for a root that has classes. The internal package is the
     * private half of the root package; the two are one slice.
     */
    private static final class OnePerPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith(ROOT)) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(name.equals(INTERNAL) ? ROOT : name);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static final class NotCall extends ArchCondition<JavaClass> {
        private final ForbiddenCalls calls;

        NotCall(ForbiddenCalls calls) {
            super("not use " + calls.name());
            this.calls = calls;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getAccessesFromSelf().stream()
                    .filter(access -> calls.forbids(access.getTarget()))
                    .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
        }
    }
}
