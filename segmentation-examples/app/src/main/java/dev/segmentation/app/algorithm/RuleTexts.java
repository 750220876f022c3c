package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.segmentation.app.io.Json;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;

/** Rules for people. */
final class RuleTexts {

    private RuleTexts() {}

    /** In order of precedence: the segment and its conditions. */
    static ArrayNode of(RuleSet rules) {
        ArrayNode array = Json.array();
        for (Rule rule : rules.rules()) {
            array.addObject().put("segment", rule.name()).put("rule", rule.conditions());
        }
        return array;
    }
}
