package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number in every file of migrate has its interval, or the file says why it has none. */
class MigrateIntervalsTest {

    private static final List<String> DATES = List.of("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31");

    @TempDir
    private Path folder;

    @Test
    void ofTwoDates() throws IOException {
        List<Path> files = moving(2, 300, 3);

        assertThat(looked(files, "plain")).containsExactlyInAnyOrder("migration.json");
        assertThat(looked(files, "all", all(files, 3))).containsExactlyInAnyOrder("migration.json", "value.json");
    }

    @Test
    void ofFourDates() throws IOException {
        List<Path> files = moving(4, 300, 3);

        assertThat(looked(files, "plain")).hasSize(5);
        assertThat(looked(files, "all", all(files, 3)))
                .hasSize(9)
                .contains("movement.json", "2025-03-31_to_2025-12-31/value.json");
        assertThat(looked(files, "uneven", "--dates", "2025-01-01,2025-01-02,2025-06-30,2025-12-31"))
                .hasSize(5);
    }

    @Test
    void ofCustomersWhoComeBack() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int date = 0; date < 4; date++) {
            int odd = date % 2;
            files.add(write("back" + date, 100, customer -> customer + 20 * odd, customer -> customer % 3));
        }
        assertThat(looked(files, "back", all(files, 3))).hasSize(9);
        assertThat(json("back", "movement.json").at("/steps/1/returnRate/value").asDouble())
                .isOne();
    }

    @Test
    void ofFewCustomers() throws IOException {
        for (int customers : new int[] {1, 3, 12}) {
            for (int dates : new int[] {2, 4}) {
                int segments = Math.min(3, customers);
                List<Path> files = moving(dates, customers, segments);
                assertThat(looked(files, customers + "of" + dates, all(files, segments)))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void ofNobodyToFollow() throws IOException {
        for (int dates : new int[] {2, 4}) {
            List<Path> files = new ArrayList<>();
            for (int date = 0; date < dates; date++) {
                int other = date;
                files.add(write("other" + date, 20, customer -> customer + 100 * other, customer -> customer % 3));
            }
            assertThat(looked(files, "other" + dates, all(files, 3))).isNotEmpty();
        }
    }

    @Test
    void ofOneSegmentAndOfOneThatDisappears() throws IOException {
        for (int dates : new int[] {2, 4}) {
            List<Path> one = new ArrayList<>();
            List<Path> fewer = new ArrayList<>();
            for (int date = 0; date < dates; date++) {
                int last = dates - 1 - date;
                one.add(write("one" + date, 20, customer -> customer, customer -> 0));
                fewer.add(write("fewer" + date, 20, customer -> customer, customer -> customer % (last == 0 ? 2 : 3)));
            }
            assertThat(looked(one, "one" + dates, "--value", "spend", "--order", "s0"))
                    .isNotEmpty();
            assertThat(looked(fewer, "fewer" + dates, all(fewer, 3))).isNotEmpty();
        }
    }

    @Test // keys of numbers
    void ofSegmentsCalledLikeNumbers() throws IOException {
        for (List<String> called : List.of(
                List.of("left", "total", "growth"),
                List.of("value", "steps", "segments"),
                List.of("moves", "sizes", "lower"))) {
            List<Path> files = moving(4, 300, 3);
            for (Path file : files) {
                String text = Files.readString(file);
                for (int s = 0; s < called.size(); s++) {
                    text = text.replace(",s" + s + ",", "," + called.get(s) + ",");
                }
                Files.writeString(file, text);
            }
            String name = called.get(0);
            assertThat(looked(files, name, "--value", "spend", "--order", String.join(",", called)))
                    .hasSize(9);
            migrate(moving(4, 300, 3), "plain" + name, "--value", "spend", "--order", "s0,s1,s2");
            assertThat(json(name, "movement.json").get("withoutInterval"))
                    .isEqualTo(json("plain" + name, "movement.json").get("withoutInterval"));
        }
    }

    @Test // of more than thirty segments intervals of mobility are not drawn
    void ofManySegments() throws IOException {
        assertThat(looked(moving(2, 400, 35), "many")).containsExactly("migration.json");
        assertThat(json("many", "migration.json")
                        .get("mobilityIntervalsUndefined")
                        .asText())
                .isEqualTo("RESOURCE_LIMIT");
    }

    @Test
    void warningsOfTwoDatesAreInTheFileToo() throws IOException {
        List<Path> files = List.of(
                write("then", 20, customer -> customer, customer -> customer % 2),
                write("now", 20, customer -> customer + 100, customer -> customer % 2));
        Run run = migrate(files, "warned");
        JsonNode warnings = json("warned", "migration.json").get("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).asText())
                .isEqualTo(
                        "Warning: nobody is there both on 2025-03-31 and on 2025-06-30, so that nothing can be told of who"
                                + " moved. Are ids written in one form?");
        assertThat(run.out()).startsWith(warnings.get(0).asText());

        migrate(List.of(files.get(0), files.get(0), files.get(1)), "warnedStep");
        assertThat(json("warnedStep", "2025-03-31_to_2025-06-30/migration.json").get("warnings"))
                .isEmpty();
        assertThat(json("warnedStep", "2025-06-30_to_2025-09-30/migration.json")
                        .at("/warnings/0")
                        .asText())
                .contains("nobody is there both on 2025-06-30 and on 2025-09-30");
        assertThat(json("warnedStep", "movement.json").get("warnings")).hasSize(1);
    }

    @Test // what no interval contains, nobody gives a reason for, or is null without one is found
    void theRuleFindsWhatBreaksIt() throws IOException {
        List<Path> files = moving(2, 50, 3);
        migrate(files, "broken", all(files, 3));
        ObjectNode json = (ObjectNode) json("broken", "migration.json");
        assertThat(NumbersWithoutReason.in(json)).isEmpty();

        json.put("surprise", 3);
        json.putNull("nothing");
        json.putArray("shares").add(0.5).addNull();
        ((ObjectNode) json.get("mobility")).put("shareMoved", 2);
        ((ObjectNode) json.get("noise")).put("apparent", -1).putNull("floor");
        ((ObjectNode) json.at("/withoutInterval/0")).withArray("numbers").add("stationary");
        assertThat(NumbersWithoutReason.in(json))
                .containsExactlyInAnyOrder(
                        "no interval at .surprise",
                        "null without reason at .nothing",
                        "no interval at .shares",
                        "null without reason at .shares",
                        "not within its interval at .mobility.shareMoved",
                        "not within its interval at .noise.apparent",
                        "null without reason at .noise.floor",
                        "idle name noise.floor",
                        "has an interval, and is named at .stationary",
                        "has an interval, and is named at .stationary",
                        "has an interval, and is named at .stationary");
    }

    /** Looks at all JSON that was written. */
    private List<String> looked(List<Path> files, String name, Object... options) throws IOException {
        Run run = migrate(files, name, options);
        assertThat(run.err()).isEmpty();
        List<String> looked = Program.files(folder.resolve("out" + name)).keySet().stream()
                .filter(file -> file.endsWith(".json"))
                .toList();
        for (String file : looked) {
            JsonNode json = json(name, file);
            assertThat(NumbersWithoutReason.in(json)).as(name + "/" + file).isEmpty();
            assertThat(json.get("withoutInterval")).as(name + "/" + file).isNotEmpty();
        }
        return looked;
    }

    private Run migrate(List<Path> files, String name, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("migrate"));
        arguments.addAll(files);
        arguments.addAll(List.of("--id", "id", "--segment", "segment", "--out", folder.resolve("out" + name)));
        arguments.addAll(Arrays.asList(options));
        if (!arguments.contains("--dates")) {
            arguments.addAll(List.of("--dates", String.join(",", DATES.subList(0, files.size()))));
        }
        return Program.run(arguments.toArray());
    }

    private JsonNode json(String name, String file) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("out" + name).resolve(file).toFile());
    }

    private Object[] all(List<Path> files, int segments) throws IOException {
        String names = IntStream.range(0, segments).mapToObj(s -> "s" + s).collect(Collectors.joining(","));
        StringBuilder confusion = new StringBuilder("true," + names + "\n");
        for (int s = 0; s < segments; s++) {
            confusion.append('s').append(s);
            for (int t = 0; t < segments; t++) {
                confusion.append(s == t ? ",80" : ",10");
            }
            confusion.append('\n');
        }
        Path errors = Files.writeString(files.get(0).resolveSibling("errors.csv"), confusion);
        return new Object[] {"--order", names, "--confusion", errors, "--value", "spend"};
    }

    /** Some move, some come and leave, some are unscored; the seed is fixed. */
    private List<Path> moving(int dates, int customers, int segments) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int date = 0; date < dates; date++) {
            SplittableRandom random = new SplittableRandom(date);
            int from = date * customers / 20;
            files.add(write("q" + date, customers, customer -> customer + from, customer -> {
                boolean unscored = customers > 20 && random.nextInt(30) == 0;
                return unscored
                        ? -1
                        : customer < segments || random.nextDouble() < 0.6
                                ? customer % segments
                                : random.nextInt(segments);
            }));
        }
        return files;
    }

    private interface OfCustomer {
        int number(int customer);
    }

    private Path write(String name, int customers, OfCustomer id, OfCustomer segment) throws IOException {
        StringBuilder csv = new StringBuilder("id,segment,spend\n");
        for (int customer = 0; customer < customers; customer++) {
            int number = segment.number(customer);
            csv.append('c')
                    .append(id.number(customer))
                    .append(number < 0 ? "," : ",s" + number)
                    .append(',')
                    .append(customer)
                    .append(".50\n");
        }
        return Files.writeString(folder.resolve(name + ".csv"), csv);
    }
}
