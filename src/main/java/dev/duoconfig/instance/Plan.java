package dev.duoconfig.instance;

import java.util.List;
import java.util.Map;

/**
 * The steps that make a GitLab instance equal to this configuration, and what they cannot do.
 *
 * @param steps the changes, in the order in which they must be made
 * @param manual what an administrator must do in GitLab, because its API cannot
 * @param notPossible what this GitLab cannot have
 * @param found the global ids of the models there that are models of this service, by the id here
 */
record Plan(List<Step> steps, List<Manual> manual, List<NotPossible> notPossible, Map<Long, String> found) {

    Plan {
        steps = List.copyOf(steps);
        manual = List.copyOf(manual);
        notPossible = List.copyOf(notPossible);
        found = Map.copyOf(found);
    }

    /** Work for an administrator. */
    record Manual(String code, String subject, String detail, String remedy) {}

    /** A part of the configuration that a GitLab cannot have. */
    record NotPossible(String subject, NotPossibleCode code, String detail) {}
}
