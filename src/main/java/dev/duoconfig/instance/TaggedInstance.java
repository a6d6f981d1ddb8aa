package dev.duoconfig.instance;

/**
 * A GitLab instance with the second part of its entity tag.
 *
 * @param version the number of its status; in a dry run, the one that it still has
 */
record TaggedInstance(GitLabInstance instance, long version) {}
