/** Tests of connections, with raw sockets, because HTTP clients cannot send invalid requests. */
@NullMarked
package dev.duoconfig.http.wire;

import org.jspecify.annotations.NullMarked;
