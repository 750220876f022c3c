package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who types a wrong option is told which one, in words that need no programmer. */
class OptionWordsTest {

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("data.csv");
        StringBuilder csv = new StringBuilder("id,x,segment\n");
        for (int i = 0; i < 30; i++) {
            csv.append(i)
                    .append(',')
                    .append(i % 3 * 10 + i % 7)
                    .append(',')
                    .append(i % 3)
                    .append('\n');
        }
        Files.writeString(data, csv);
    }

    private String refused(String command, String options) {
        List<Object> all = new ArrayList<>(List.of(command, data));
        if (command.equals("migrate")) {
            all.add(data);
        }
        if (!command.equals("inspect")) {
            all.addAll(List.of("--id", "id", "--out", folder.resolve("out")));
        }
        all.addAll(List.of(options.split(" ")));
        Program.Run run = Program.run(all.toArray());
        assertThat(run.code()).isNotZero();
        return run.err().strip().replace(data + ": ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    cluster | --features x --segments 2.5 | Invalid value for option '--segments': '2.5' is no whole number; see segment cluster --help
                    cluster | --features x --segments 99999999999 | Invalid value for option '--segments': '99999999999' is too large a number; see segment cluster --help
                    cluster | --features x --segments 2 --seed 1.5 | Invalid value for option '--seed': '1.5' is no whole number; see segment cluster --help
                    cluster | --features x --segments 2 --tolerance 1,5 | Invalid value for option '--tolerance': '1,5' is no number, such as 0.5; see segment cluster --help
                    choose | --features x --resamples ten | Invalid value for option '--resamples': 'ten' is no whole number; see segment choose --help
                    validate | --features x --segment segment --min-share 5% | Invalid value for option '--min-share': '5%' is no number, such as 0.5; see segment validate --help
                    cluster | --features x --segments 2 --restarts 0 | --restarts = 0, expected at least 1; 1 means a single start
                    cluster | --features x --segments 2 --threads 0 | --threads = 0, expected at least 1
                    cluster | --features x --segments 2 --max-iterations 0 | --max-iterations = 0, expected at least 1; it bounds the passes over the lines
                    cluster | --features x --segments 2 --min-size 0 | --min-size = 0, expected at least 1; 1 means that no segment is empty
                    cluster | --features x --algorithm ward --height -1 | --height = -1.0, expected at least 0
                    validate | --features x --segment segment --min-share 5 | --min-share = 5.0, expected 0 to 1
                    cluster | --features x --segments 2 --scale zscor | Invalid value for option '--scale': did you mean zscore? there are none, zscore, robust, log1p-zscore; see segment cluster --help
                    choose | --features x --scale logs | Invalid value for option '--scale': there are none, zscore, robust, log1p-zscore; see segment choose --help
                    cluster | --features x --segments 2 --decimal coma | Invalid value for option '--decimal': did you mean comma? there are point, comma; see segment cluster --help
                    cluster | --features x --segments 2 --encoding UTF8-8 | Invalid value for option '--encoding': no such encoding is known; did you mean UTF-8? write such as UTF-8, windows-1252, ISO-8859-1 or UTF-16LE; see segment cluster --help
                    cluster | --features x --covariance tied-diagnal | Invalid value for option '--covariance': did you mean tied-diagonal? there are tied-spherical, spherical, tied-diagonal, diagonal, tied, full; see segment cluster --help
                    inspect | --zone Europe/Berln | Invalid value for option '--zone': no such zone is known; did you mean Europe/Berlin? write such as Europe/Berlin or UTC; see segment inspect --help
                    inspect | --date-format qq | Invalid value for option '--date-format': "qq" has not both a month (MM) and a day (dd); write such as dd.MM.yyyy, MM/dd/yyyy or "yyyy-MM-dd HH:mm:ss"; see segment inspect --help
                    migrate | --segment segment --order 0,1 | --order leaves out [2]; give every segment a place
                    migrate | --segment segment --order 0,1,1,2 | --order: segment "1" is there twice; name it once
                    """)
    void anOptionIsNamed(String command, String options, String expected) {
        assertThat(refused(command, options)).isEqualTo("segment " + command + ": " + expected);
    }

    /** The mean of what is 0 or 1 is not exactly 0 where it is brought back from standard deviations. */
    @Test
    void noiseOfRoundingIsNotShown() throws IOException {
        StringBuilder csv = new StringBuilder("id,flag,orders\n");
        for (int i = 0; i < 90; i++) {
            int kind = i % 3;
            csv.append(i)
                    .append(',')
                    .append(kind == 1 ? 1 : 0)
                    .append(',')
                    .append(100 * kind + i % 7)
                    .append('\n');
        }
        Path flags = folder.resolve("flags.csv");
        Files.writeString(flags, csv);
        Path out = folder.resolve("flags");
        Program.Run run =
                Program.run("cluster", flags, "--id", "id", "--features", "flag,orders", "--segments", 3, "--out", out);
        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(out.resolve("segmentation.json"))).contains("[ -5.551115123125783E-17, ");
        assertThat(run.out()).doesNotContain("0.00000000").containsPattern("0 +30 +33 % +0 +2\\.900");
    }
}
