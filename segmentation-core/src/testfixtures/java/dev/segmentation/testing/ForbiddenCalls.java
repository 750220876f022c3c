package dev.segmentation.testing;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Members of the platform that main code does not touch, and why.
 *
 * @param name the group, for messages
 * @param reason why, and what to use instead
 * @param members each as {@code Class.field}, {@code Class.method(ParameterTypes)}, {@code Class.method(*)} for every
 *     overload; constructors are called {@code new}; class names are simple
 */
record ForbiddenCalls(String name, String reason, Set<String> members) {

    static final ForbiddenCalls PLATFORM_DEPENDENT_MATH = new ForbiddenCalls(
            "functions of Math that may differ in the last bit",
            "results have the same bits everywhere: use StrictMath",
            everyOverload(
                    "Math",
                    "sin cos tan asin acos atan atan2 sinh cosh tanh" + " exp expm1 log log10 log1p pow cbrt hypot"));

    static final List<ForbiddenCalls> EVERYWHERE = List.of(
            new ForbiddenCalls(
                    "the console or the end of the JVM",
                    "a library is silent, and its caller decides",
                    union(List.of(
                            Set.of("System.out", "System.err", "System.in"),
                            everyOverload("System", "exit console"),
                            everyOverload("Runtime", "exit halt"),
                            everyOverload("Thread", "dumpStack"),
                            Set.of("Throwable.printStackTrace()")))),
            new ForbiddenCalls(
                    "the default locale",
                    "results do not depend on the machine: pass Locale.ROOT",
                    union(List.of(
                            everyOverload("Locale", "getDefault"),
                            Set.of(
                                    "String.format(String,Object[])",
                                    "String.formatted(Object[])",
                                    "String.toLowerCase()",
                                    "String.toUpperCase()",
                                    "PrintStream.format(String,Object[])",
                                    "PrintStream.printf(String,Object[])",
                                    "PrintWriter.format(String,Object[])",
                                    "PrintWriter.printf(String,Object[])",
                                    "Formatter.new()",
                                    "Formatter.new(Appendable)",
                                    "DateTimeFormatter.ofPattern(String)",
                                    "DateTimeFormatterBuilder.toFormatter()",
                                    "DecimalFormat.new()",
                                    "DecimalFormat.new(String)",
                                    "DecimalFormatSymbols.new()",
                                    "DecimalFormatSymbols.getInstance()",
                                    "NumberFormat.getInstance()",
                                    "NumberFormat.getNumberInstance()",
                                    "NumberFormat.getIntegerInstance()",
                                    "NumberFormat.getPercentInstance()",
                                    "NumberFormat.getCurrencyInstance()",
                                    "NumberFormat.getCompactNumberInstance()",
                                    "MessageFormat.new(String)",
                                    "MessageFormat.format(String,Object[])",
                                    "Collator.getInstance()")))),
            new ForbiddenCalls(
                    "the default charset",
                    "results do not depend on the machine: pass StandardCharsets.UTF_8",
                    Set.of(
                            "Charset.defaultCharset()",
                            "String.getBytes()",
                            "String.new(byte[])",
                            "String.new(byte[],int,int)",
                            "ByteArrayOutputStream.toString()",
                            "InputStreamReader.new(InputStream)",
                            "OutputStreamWriter.new(OutputStream)",
                            "FileReader.new(String)",
                            "FileReader.new(File)",
                            "FileWriter.new(String)",
                            "FileWriter.new(String,boolean)",
                            "FileWriter.new(File)",
                            "FileWriter.new(File,boolean)",
                            "PrintStream.new(OutputStream)",
                            "PrintStream.new(OutputStream,boolean)",
                            "PrintStream.new(String)",
                            "PrintStream.new(File)",
                            "PrintWriter.new(OutputStream)",
                            "PrintWriter.new(OutputStream,boolean)",
                            "PrintWriter.new(String)",
                            "PrintWriter.new(File)",
                            "Scanner.new(InputStream)",
                            "Scanner.new(File)",
                            "Scanner.new(Path)")),
            new ForbiddenCalls(
                    "the clock or the default time zone",
                    "results do not depend on the moment or the machine: the caller passes dates, zones, or a Clock",
                    union(List.of(
                            everyOverload("ZoneId", "systemDefault"),
                            everyOverload("TimeZone", "getDefault"),
                            everyOverload("System", "currentTimeMillis"),
                            everyOverload("Clock", "systemDefaultZone systemUTC system"),
                            now("Instant LocalDate LocalTime LocalDateTime OffsetDateTime OffsetTime ZonedDateTime"
                                    + " Year YearMonth MonthDay")))),
            new ForbiddenCalls(
                    "unseeded or shared randomness",
                    "every draw is keyed by the caller's seed",
                    union(List.of(
                            everyOverload("Random", "new from"),
                            everyOverload("SecureRandom", "new getInstanceStrong"),
                            everyOverload("ThreadLocalRandom", "current"),
                            everyOverload("Math", "random"),
                            everyOverload("StrictMath", "random"),
                            everyOverload("UUID", "randomUUID"),
                            everyOverload("RandomGenerator", "getDefault of"),
                            Set.of("SplittableRandom.new()", "Collections.shuffle(List)")))),
            new ForbiddenCalls(
                    "threads that the caller did not give",
                    "work runs where Execution says, never on the common pool",
                    union(List.of(
                            everyOverload("ForkJoinPool", "commonPool"),
                            everyOverload("Collection", "parallelStream"),
                            everyOverload("BaseStream", "parallel"),
                            everyOverload("Arrays", "parallelSort parallelPrefix parallelSetAll"),
                            everyOverload("Thread", "sleep"),
                            everyOverload("TimeUnit", "sleep"),
                            Set.of(
                                    "CompletableFuture.runAsync(Runnable)",
                                    "CompletableFuture.supplyAsync(Supplier)")))));

    /** Also where the member is named through a subtype ({@code list.parallelStream()}). */
    boolean forbids(AccessTarget target) {
        String member = target.getName().equals("<init>") ? "new" : target.getName();
        String signature = target instanceof CodeUnitAccessTarget unit
                ? unit.getRawParameterTypes().stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"))
                : "";
        return lineage(target.getOwner()).stream()
                .map(owner -> owner.getSimpleName() + "." + member)
                .anyMatch(name ->
                        members.contains(name + signature) || !signature.isEmpty() && members.contains(name + "(*)"));
    }

    private static Set<JavaClass> lineage(JavaClass owner) {
        Set<JavaClass> types = new HashSet<>(owner.getAllRawSuperclasses());
        types.addAll(owner.getAllRawInterfaces());
        types.add(owner);
        // A method of ours with a forbidden name is not the platform's.
        types.removeIf(type -> !type.getPackageName().startsWith("java."));
        return types;
    }

    private static Set<String> everyOverload(String type, String methods) {
        return Arrays.stream(methods.split(" "))
                .map(method -> type + "." + method + "(*)")
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> now(String types) {
        return Arrays.stream(types.split(" "))
                .flatMap(type -> Set.of(type + ".now()", type + ".now(ZoneId)").stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
