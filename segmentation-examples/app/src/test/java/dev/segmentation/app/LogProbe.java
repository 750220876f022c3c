package dev.segmentation.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.testing.BadInputData;
import java.io.IOException;
import java.time.LocalDate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;

/** Works with the data of its argument in a JVM whose loggers all print; prints nothing itself. */
final class LogProbe {

    private LogProbe() {}

    public static void main(String[] args) throws IOException {
        printJavaLogging();
        FeatureMatrix matrix =
                BadInputData.make(new ObjectMapper().readTree(args[0])).matrix();
        FeatureMatrix scaled = Scaling.zScore().fit(matrix).apply(matrix);
        Fit<KMeansModel> fit = KMeans.of(3).fit(scaled, Execution.onThreads(2));
        KMeans.of(3).fit(matrix);
        CustomerIds ids = CustomerIds.of(
                IntStream.range(0, matrix.rowCount()).asLongStream().toArray());
        Segmentation before = Segmentation.of(Snapshot.of(LocalDate.EPOCH, ids, matrix), fit.assignment());
        Segmentation after = Segmentation.of(Snapshot.of(LocalDate.EPOCH.plusDays(1), ids, matrix), fit.assignment());
        MigrationMatrix migration = MigrationMatrix.between(before, after);
        if (migration.movers() != 0 || before.profile().segments().size() != 3) {
            throw new IllegalStateException("the probe is broken");
        }
    }

    /** Also what goes to {@link System.Logger}, which ends in java.util.logging. */
    private static void printJavaLogging() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Logger library = Logger.getLogger("dev.segmentation");
        library.setLevel(Level.ALL);
        SimpleFormatter formatter = new SimpleFormatter();
        library.addHandler(new Handler() {
            @Override
            public void publish(LogRecord logged) {
                System.err.println(PrintingLogs.MARK + formatter.formatMessage(logged));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }
}
