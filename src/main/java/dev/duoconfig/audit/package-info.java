/**
 * The record of every change, chained by hashes. What changes and how it is stored is the business of the packages that
 * change it.
 */
@NullMarked
package dev.duoconfig.audit;

import org.jspecify.annotations.NullMarked;
