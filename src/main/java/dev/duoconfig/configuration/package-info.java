/** The whole configuration as one document: read, planned, applied, as it was, and taken over from a GitLab. */
@NullMarked
package dev.duoconfig.configuration;

import org.jspecify.annotations.NullMarked;
