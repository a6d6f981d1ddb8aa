package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.duoconfig.instance.Plan.Manual;
import dev.duoconfig.instance.Plan.NotPossible;

/** Collects the parts of a plan. */
final class Findings {

    private final List<Step> steps = new ArrayList<>();
    private final List<Manual> manual = new ArrayList<>();
    private final List<NotPossible> notPossible = new ArrayList<>();

    void step(Step step) {
        steps.add(step);
    }

    void manual(String code, String subject, String detail, String remedy) {
        manual.add(new Manual(code, subject, detail, remedy));
    }

    void notPossible(String subject, Obstacle obstacle) {
        notPossible.add(new NotPossible(subject, obstacle.code(), obstacle.detail()));
    }

    Plan plan(Map<Long, String> found) {
        return new Plan(steps, manual, notPossible, found);
    }
}
