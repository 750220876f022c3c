package dev.segmentation.app.story;

import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;

/** Movement over three or more dates as files, for the demo and for the user's own segmentations. */
public final class MovementFiles {

    private MovementFiles() {}

    /**
     * Adds {@code movement.txt} and {@code movement.json}, and a folder for each step and for all of them.
     *
     * @param movement over all dates
     * @param by how the segments were made, such as {@code " by RFM"}; empty if that is unknown
     * @param folder empty, or with a slash at the end
     * @param files to be extended
     * @return the text of {@code movement.txt}
     */
    public static String add(Movement movement, String by, String folder, OutputFiles files) {
        String page = MovementPage.of(movement, by);
        files.add(folder + "movement.txt", page);
        files.add(folder + "movement.json", Json.text(MovementJson.of(movement)));
        for (Step step : movement.steps()) {
            step.addTo(folder(movement, folder, step), files);
        }
        movement.whole().addTo(folder(movement, folder, movement.whole()), files);
        return page;
    }

    private static String folder(Movement movement, String folder, Step step) {
        return folder + movement.timetable().folder(step.from(), step.to()) + "/";
    }
}
