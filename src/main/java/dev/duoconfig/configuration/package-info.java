/**
 * The whole configuration as one document: export, plan, apply, history, and import from GitLab; and plans of several writes.
 */
@NullMarked
package dev.duoconfig.configuration;

import org.jspecify.annotations.NullMarked;
