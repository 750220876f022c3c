package dev.segmentation.app.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;
import java.util.ArrayList;
import java.util.List;

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
        List<Step> steps = new ArrayList<>(movement.steps());
        steps.add(movement.whole());
        List<ObjectNode> numbers = steps.stream().map(Step::json).toList();
        files.add(folder + "movement.json", Json.text(MovementJson.of(movement, numbers)));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String name = movement.timetable().folder(step.from(), step.to());
            step.addTo(folder + name + "/", numbers.get(i), files);
        }
        return page;
    }
}
