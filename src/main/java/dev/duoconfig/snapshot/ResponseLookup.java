package dev.duoconfig.snapshot;

import java.util.Set;

import dev.duoconfig.http.request.PlainTarget;
import org.jspecify.annotations.Nullable;

/** Makes the responses at and below a path when they are asked for, because there are too many to prepare all of them. */
public interface ResponseLookup {

    /** The path without the query. */
    String path();

    /** The roles that can read every response, equal to those of the resource methods. */
    Set<String> roles();

    /**
     * The response.
     *
     * @return null if only the resource can respond
     */
    @Nullable
    PreparedResponse find(PlainTarget target);
}
