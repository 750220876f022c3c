package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;

/**
 * By what customers were compared with each other, which decides who is near to whom, and so all silhouettes and whether groups
 * are separate.
 *
 * @param scale such as {@code zscore}
 * @param says a sentence, which also says why by that
 */
public record Comparison(String scale, String says) {

    /**
     * As a part of {@code validation.json}.
     *
     * @return {@code scale, says}
     */
    public ObjectNode json() {
        return Json.object().put("scale", scale).put("says", says);
    }
}
