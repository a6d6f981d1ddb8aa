/**
 * The record of every change, chained by hashes: how it is written, read and verified. What changes and how it is stored is
 * the business of the packages that change it.
 */
@NullMarked
package dev.duoconfig.audit;

import org.jspecify.annotations.NullMarked;
