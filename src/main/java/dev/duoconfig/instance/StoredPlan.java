package dev.duoconfig.instance;

/**
 * A plan with its state.
 *
 * @param state the part of its entity tag that stands for the state of the GitLab
 */
record StoredPlan(GitLabPlan plan, String state) {

    /** The entity tag: the revision of the configuration and the state of the GitLab. */
    String tag() {
        return "\"" + plan.revision() + "-" + state + "\"";
    }
}
