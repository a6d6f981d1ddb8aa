package dev.duoconfig.catalogue;

/**
 * A group of features, as on GitLab's page.
 *
 * @param title name shown to administrators, such as {@code GitLab Duo Chat}
 * @param description what its features do, in a sentence
 */
public record MainFeature(String title, String description) {}
