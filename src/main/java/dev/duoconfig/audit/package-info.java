/**
 * The record of every change, chained by hashes and authenticated with keys of package {@code secret}: how it is written, read,
 * summarized by revision, and verified. The packages that make the changes decide what is recorded of them.
 */
@NullMarked
package dev.duoconfig.audit;

import org.jspecify.annotations.NullMarked;
