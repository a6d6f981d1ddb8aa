package dev.duoconfig.security;

import java.util.Set;

/**
 * Kinds of conditions, by who can meet them, as far as the names of GitLab's and Keycloak's claims show.
 * docs/adr/0032-several-issuers.md has the list.
 */
enum ClaimKind {
    /** The same in the tokens of all users. */
    EVERYONE,

    /** A project or group of GitLab. */
    PLACE,

    /** The beginning of a name, which projects or groups of others can have, too. */
    PART_OF_PLACE,

    /** A protected branch, tag, or environment. */
    PROTECTION,

    /** Something that a pipeline of any project can have: on a branch of that name, or started by that user. */
    PIPELINE,

    /** Something that users can often set for themselves. */
    PROFILE,

    /** Everything else. */
    OTHER;

    private static final Set<String> CLAIMS_OF_EVERYONE = Set.of("iss", "aud", "typ", "scope", "acr", "email_verified");

    /** Roles that Keycloak gives to all users, beside the one that is called after the realm. */
    private static final Set<String> ROLES_OF_EVERYONE =
            Set.of("offline_access", "uma_authorization", "manage-account", "manage-account-links", "view-profile");

    private static final String ROLE_OF_REALM = "default-roles-";
    private static final String ROLES = "roles";

    private static final Set<String> PATHS =
            Set.of("project_path", "namespace_path", "job_project_path", "job_namespace_path");

    private static final Set<String> IDS = Set.of("project_id", "namespace_id", "job_project_id", "job_namespace_id");

    private static final Set<String> PROTECTIONS = Set.of("ref_protected", "environment_protected");
    private static final ClaimPattern YES = new ClaimPattern("true", false);

    private static final Set<String> OF_PIPELINES = Set.of(
            "user_login",
            "user_email",
            "user_id",
            "user_access_level",
            "groups_direct",
            "ref",
            "ref_path",
            "ref_type",
            "environment",
            "deployment_tier",
            "pipeline_source",
            "job_source",
            "project_visibility",
            "runner_environment");

    private static final Set<String> OF_PROFILES =
            Set.of("preferred_username", "name", "nickname", "given_name", "family_name", "email");

    private static final String CONFIGURATION = "ci_config_ref_uri";
    private static final String SUBJECT = "sub";
    private static final String PROJECT_IN_SUBJECT = "project_path:";
    private static final String REF_IN_SUBJECT = ":ref:";

    static ClaimKind of(ClaimCondition condition) {
        var name = condition.claim().name();
        var value = condition.value();
        if (value.matchesEverything() || CLAIMS_OF_EVERYONE.contains(name) || isRoleOfEveryone(name, value)) {
            return EVERYONE;
        }
        if (PATHS.contains(name)) {
            return ofPath(value, value.text());
        }
        if (IDS.contains(name)) {
            return value.isPrefix() ? PART_OF_PLACE : PLACE;
        }
        if (name.equals(SUBJECT)) {
            return ofSubject(value);
        }
        if (PROTECTIONS.contains(name)) {
            return value.equals(YES) ? PROTECTION : PIPELINE;
        }
        if (OF_PIPELINES.contains(name) || (name.equals(CONFIGURATION) && value.isPrefix())) {
            return PIPELINE;
        }
        return OF_PROFILES.contains(name) ? PROFILE : OTHER;
    }

    private static boolean isRoleOfEveryone(String name, ClaimPattern value) {
        return name.endsWith(ROLES)
                && (ROLES_OF_EVERYONE.contains(value.text()) || value.text().startsWith(ROLE_OF_REALM));
    }

    private static ClaimKind ofPath(ClaimPattern value, String path) {
        return value.isPrefix() && !path.contains("/") ? PART_OF_PLACE : PLACE;
    }

    /** That of a pipeline is its project, unless it is one branch or tag. */
    private static ClaimKind ofSubject(ClaimPattern value) {
        var text = value.text();
        if (value.isPrefix() && PROJECT_IN_SUBJECT.startsWith(text)) {
            return PART_OF_PLACE;
        }
        if (!text.startsWith(PROJECT_IN_SUBJECT) || (text.contains(REF_IN_SUBJECT) && !value.isPrefix())) {
            return OTHER;
        }
        return ofPath(value, text.substring(PROJECT_IN_SUBJECT.length()));
    }
}
