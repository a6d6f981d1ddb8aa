/** The lists of what is shipped: libraries, packages of the console and of Swagger UI, and parts of the embedded PostgreSQL, with their licenses. */
@NullMarked
package dev.duoconfig.supply;

import org.jspecify.annotations.NullMarked;
