package dev.segmentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles small offenders, and sees that each is caught by the rule that is meant to, and that the innocent pass. */
class ArchitectureRulesTest {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record) (\\w+)");

    private static final String MATH = jarOf(Well19937c.class);
    private static final String NULL_MARKED = jarOf(NullMarked.class);

    /** A word of the rule that must catch it, and a statement; "-" for none. */
    private static final String STATEMENTS = """
            console            | System.out.println();
            console            | System.err.println();
            console            | java.util.function.Consumer<String> c = System.out::println;
            console            | System.exit(1);
            console            | new Exception().printStackTrace();
            default locale     | String.format("%s", 1);
            default locale     | "%s".formatted(1);
            default locale     | "A".toLowerCase();
            default locale     | "a".toUpperCase();
            default locale     | java.util.stream.Stream.of("a").map(String::toUpperCase).toList();
            default locale     | java.util.Locale.getDefault();
            default locale     | java.time.format.DateTimeFormatter.ofPattern("u");
            default locale     | new java.text.DecimalFormat("0");
            default charset    | "a".getBytes();
            default charset    | new String(new byte[0]);
            default charset    | new String(new byte[9], 0, 3);
            default charset    | java.nio.charset.Charset.defaultCharset();
            default charset    | new java.io.InputStreamReader(java.io.InputStream.nullInputStream());
            the clock          | java.time.ZoneId.systemDefault();
            the clock          | java.time.LocalDate.now();
            the clock          | java.time.LocalDate.now(java.time.ZoneOffset.UTC);
            the clock          | java.util.function.Supplier<Object> s = java.time.LocalDate::now;
            the clock          | java.time.Instant.now();
            the clock          | System.currentTimeMillis();
            the clock          | java.time.Clock.systemUTC();
            old date           | Object o = new java.util.Date(0L);
            old date           | java.util.List<java.util.Date> o = new java.util.ArrayList<java.util.Date>(); o.get(0).getTime();
            randomness         | new java.util.Random(1);
            randomness         | new java.util.Random(1) {};
            randomness         | Math.random();
            randomness         | java.util.concurrent.ThreadLocalRandom.current();
            randomness         | java.util.UUID.randomUUID();
            randomness         | java.util.Collections.shuffle(new java.util.ArrayList<Object>());
            threads            | java.util.concurrent.ForkJoinPool.commonPool();
            threads            | java.util.List.of().parallelStream();
            threads            | new java.util.ArrayList<Object>().parallelStream();
            threads            | java.util.stream.Stream.of(1).parallel();
            threads            | java.util.stream.IntStream.range(0, 1).parallel();
            threads            | java.util.Arrays.parallelSort(new int[0]);
            threads            | try { Thread.sleep(1); } catch (InterruptedException e) { throw new IllegalStateException(e); }
            of Math            | Math.pow(2, 3);
            of Math            | Math.exp(1);
            of Math            | Math.log(1);
            of Math            | Math.sin(1);
            of Math            | Math.hypot(3, 4);
            of Math            | java.util.function.DoubleUnaryOperator f = Math::log1p;
            of Math            | java.util.function.DoubleSupplier f = () -> Math.cbrt(2);
            -                  | Math.sqrt(2); Math.abs(1); Math.max(1, 2); Math.fma(1d, 2d, 3d); Math.floor(1.5); Math.rint(1.5);
            -                  | Math.multiplyExact(1, 2); Math.scalb(1d, 3); Math.ulp(1d); Math.round(1.5); StrictMath.log(2);
            -                  | String.format(java.util.Locale.ROOT, "%s", 1); "a".toLowerCase(java.util.Locale.ROOT);
            -                  | "a".getBytes(java.nio.charset.StandardCharsets.UTF_8); System.nanoTime();
            -                  | java.time.LocalDate.now(java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC));
            -                  | new java.util.SplittableRandom(1); java.util.stream.Stream.of(1).sequential();
            -                  | new Object() { void sleep() {} }.sleep(); Thread.currentThread().interrupt();
            """;

    private static final String EXPOSURES = """
            public class A { public HIDDEN f() { return null; } }
            public class A { protected void f(HIDDEN[] x) {} }
            public class A { public java.util.List<? extends HIDDEN> f() { return null; } }
            public class A { public <T extends HIDDEN> void f(T x) {} }
            public class A { public A(HIDDEN x) {} }
            public class A { public HIDDEN f; }
            public class A extends HIDDEN {}
            public class A<T extends HIDDEN> {}
            public record A(HIDDEN x) {}
            public class A { public static class B { public HIDDEN f; } }
            public class A extends Hidden {} abstract class Hidden { public HIDDEN f; }
            """;

    private static final String NO_EXPOSURES = """
            package dev.segmentation; class A { public HIDDEN f; }
            package dev.segmentation; public class A { private HIDDEN f; HIDDEN g() { return f; } }
            package dev.segmentation; public class A { static class B { public HIDDEN f; } }
            package dev.segmentation.internal; public class A { public HIDDEN f; }
            """;

    @TempDir
    Path folder;

    @Test
    void judgesStatements() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        List<String> sources = new ArrayList<>();
        for (String line : STATEMENTS.lines().toList()) {
            String[] cells = line.split(" +\\| ", 2);
            String type = "Case" + sources.size() + "x";
            sources.add("package dev.segmentation; class " + type + " { void f() { " + cells[1] + " } }");
            expected.put(type + " " + cells[1], cells[0]);
        }
        compile(sources.toArray(String[]::new));
        Map<String, List<String>> broken = broken(ArchitectureRules.core());
        expected.forEach((what, word) -> {
            String type = what.substring(0, what.indexOf(' '));
            List<String> rules = broken.entrySet().stream()
                    .filter(e -> e.getValue().stream().anyMatch(detail -> detail.contains(type)))
                    .map(Map.Entry::getKey)
                    .toList();
            if (word.equals("-")) {
                assertThat(rules).as(what).isEmpty();
            } else {
                assertThat(rules).as(what).singleElement().asString().contains(word);
            }
        });
    }

    @Test
    void catchesHiddenTypesInSignatures() throws IOException {
        List<String> sources = new ArrayList<>();
        sources.add("package dev.segmentation.internal; public class Secret {}");
        List<String> offenders = new ArrayList<>();
        for (String line : EXPOSURES.lines().toList()) {
            for (String hidden :
                    List.of("dev.segmentation.internal.Secret", "org.apache.commons.math3.random.Well19937c")) {
                String name = "dev.segmentation.case" + offenders.size() + "x";
                offenders.add(name);
                sources.add("package " + name + "; " + line.replace("HIDDEN", hidden));
            }
        }
        compile(sources.toArray(String[]::new));
        Map<String, List<String>> broken = broken(ArchitectureRules.core());
        assertThat(broken.keySet()).singleElement().asString().contains("not API");
        List<String> details = broken.values().iterator().next();
        assertThat(offenders).allSatisfy(offender -> assertThat(details).anyMatch(detail -> detail.contains(offender)));
    }

    @Test
    void passesHiddenTypesBehindSignatures() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String line : NO_EXPOSURES.lines().toList()) {
            sources.add(line.replace("HIDDEN", "org.apache.commons.math3.random.Well19937c")
                    .replace("A {", "A" + sources.size() + " {"));
        }
        assertThat(brokenRules(sources.toArray(String[]::new))).isEmpty();
    }

    @Test
    void catchesMutableGlobals() throws IOException {
        assertThat(brokenRules("package dev.segmentation; class A { static int count; }"))
                .singleElement()
                .asString()
                .contains("mutable global state");
        assertThat(brokenRules("package dev.segmentation; class A { static final int COUNT = 1; int mine; }"))
                .isEmpty();
    }

    @Test
    void catchesCyclesBetweenTheRootAndASubpackage() throws IOException {
        String sub = "package dev.segmentation.scan; public class B { dev.segmentation.A a; }";
        assertThat(brokenRules("package dev.segmentation; public class A { dev.segmentation.scan.B b; }", sub))
                .singleElement()
                .asString()
                .contains("free of cycles");
        assertThat(brokenRules("package dev.segmentation; public class A {}", sub))
                .isEmpty();
    }

    @Test
    void catchesCyclesBetweenNestedPackages() throws IOException {
        assertThat(brokenRules(
                        "package dev.segmentation.scan; public class A { dev.segmentation.scan.deep.B b; }",
                        "package dev.segmentation.scan.deep; public class B { dev.segmentation.scan.A a; }"))
                .singleElement()
                .asString()
                .contains("free of cycles");
    }

    @Test
    void catchesMetricsInCore() throws IOException {
        String metric = "package dev.segmentation.metrics.x; public class B {}";
        assertThat(brokenRules(metric)).singleElement().asString().contains("shared by two jars");
        assertThat(brokenRules(metric, "package dev.segmentation; class A { dev.segmentation.metrics.x.B b; }"))
                .hasSize(2)
                .anyMatch(rule -> rule.contains("never back"));
    }

    @Test
    void catchesCoreInMetrics() throws IOException {
        compile("package dev.segmentation; public class A {}");
        assertThat(broken(ArchitectureRules.metrics()).keySet())
                .singleElement()
                .asString()
                .contains("shared by two jars");
    }

    @Test
    void catchesPackagesThatAreNotNullMarked() throws IOException {
        compileOnly(List.of("package dev.segmentation.scan; class A {}"));
        assertThat(broken(ArchitectureRules.core()).keySet())
                .singleElement()
                .asString()
                .contains("@NullMarked");
    }

    private List<String> brokenRules(String... sources) throws IOException {
        compile(sources);
        return List.copyOf(broken(ArchitectureRules.core()).keySet());
    }

    /** What was found, by the rule that found it. */
    private Map<String, List<String>> broken(List<ArchRule> rules) {
        JavaClasses classes = new ClassFileImporter().importPath(folder);
        Map<String, List<String>> details = new TreeMap<>();
        for (ArchRule rule : rules) {
            List<String> found = rule.evaluate(classes).getFailureReport().getDetails();
            if (!found.isEmpty()) {
                details.put(rule.getDescription(), found);
            }
        }
        return details;
    }

    /** With a @NullMarked package-info beside each. */
    private void compile(String... sources) throws IOException {
        List<String> all = new ArrayList<>(List.of(sources));
        for (String source : sources) {
            all.add("@org.jspecify.annotations.NullMarked package " + find(PACKAGE, source) + ";");
        }
        compileOnly(all.stream().distinct().toList());
    }

    private void compileOnly(List<String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
        arguments.addAll(List.of("-cp", String.join(File.pathSeparator, folder.toString(), MATH, NULL_MARKED)));
        for (String source : sources) {
            Path directory = folder.resolve(find(PACKAGE, source).replace('.', '/'));
            boolean packageInfo = source.startsWith("@");
            Path file = directory.resolve((packageInfo ? "package-info" : find(TYPE, source)) + ".java");
            Files.createDirectories(directory);
            Files.writeString(file, source);
            arguments.add(file.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("javac of %s", sources).isZero();
    }

    private static String jarOf(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static String find(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
