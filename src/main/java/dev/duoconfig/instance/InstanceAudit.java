package dev.duoconfig.instance;

/**
 * A GitLab instance as audit events contain it.
 *
 * @param token always {@code [redacted]}
 * @param tokenChanged whether the change set the token
 */
record InstanceAudit(
        String name, String url, Follow follow, DeleteModels deleteModels, String token, boolean tokenChanged) {

    private static final String REDACTED = "[redacted]";

    static InstanceAudit from(InstanceEntity entity, boolean tokenChanged) {
        return new InstanceAudit(
                entity.name,
                entity.url,
                Follow.of(entity.follow),
                DeleteModels.of(entity.deleteModels),
                REDACTED,
                tokenChanged);
    }
}
