package dev.duoconfig.instance;

/**
 * A part of the configuration that a GitLab cannot have.
 *
 * @param subject its object, such as the name of a model
 */
record GitLabNotPossible(String subject, NotPossibleCode code, String detail) {

    static GitLabNotPossible from(Plan.NotPossible notPossible) {
        return new GitLabNotPossible(notPossible.subject(), notPossible.code(), notPossible.detail());
    }
}
