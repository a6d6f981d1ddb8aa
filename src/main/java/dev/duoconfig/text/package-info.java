/**
 * How text from outside is read, wherever it is read: request bodies, files of the operator, responses of other servers.
 *
 * <ul>
 *   <li>The encoding is UTF-8. A byte order mark at the beginning is skipped. A text in UTF-16, which some editors and shells
 *       write, is refused with a message that names the encoding ({@link dev.duoconfig.text.OutsideText}).
 *   <li>A value that stands alone in a file ends before the last line end, which is not part of it.
 *   <li>A name is the same name in every spelling that Unicode calls canonically equivalent: names are stored as they were sent
 *       and compared in normalization form C ({@link dev.duoconfig.text.Names}).
 *   <li>The only white space in a name is U+0020, between visible characters. Spaces, tabs, and line ends in ASCII around a name,
 *       which come from copying, are removed. No name holds a character that shows nothing; which ones those are is listed in
 *       one place, {@code http.problem.VisibleText}.
 *   <li>A value that is already stored stays valid: a request can always send back what the service returned.
 * </ul>
 */
@NullMarked
package dev.duoconfig.text;

import org.jspecify.annotations.NullMarked;
