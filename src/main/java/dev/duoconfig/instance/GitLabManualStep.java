package dev.duoconfig.instance;

/**
 * Work for an administrator of GitLab, because its API cannot do it.
 *
 * @param subject its object, such as the name of a model
 */
record GitLabManualStep(String code, String subject, String detail, String remedy) {

    static GitLabManualStep from(Plan.Manual manual) {
        return new GitLabManualStep(manual.code(), manual.subject(), manual.detail(), manual.remedy());
    }
}
