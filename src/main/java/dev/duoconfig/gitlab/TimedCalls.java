package dev.duoconfig.gitlab;

import java.time.Duration;
import java.util.HashMap;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.gitlab.GitLabException.Fault;
import org.jspecify.annotations.Nullable;

/** The queries of one reading, which share one time limit. */
final class TimedCalls {

    /** The number of entries of a page. GitLab does not return larger ones. */
    static final int PAGE_SIZE = 100;

    /** The number of pages beyond those that the entries need, because a page can have fewer. Ends an endless list. */
    private static final int MAX_SPARE_PAGES = 100;

    private final GitLabClient gitlab;
    private final Duration total;
    private final Duration call;
    private final long deadline;

    /**
     * Starts the time.
     *
     * @param total the longest time for all responses together
     * @param call the longest time for one response
     */
    TimedCalls(GitLabClient gitlab, Duration total, Duration call) {
        this.gitlab = gitlab;
        this.total = total;
        this.call = call;
        this.deadline = System.nanoTime() + total.toNanos();
    }

    JsonNode query(String query) {
        return gitlab.query(query, new HashMap<>(), timeout());
    }

    /**
     * The data of the response to a query that some GitLabs refuse; null if this one does, that is, if it does not accept the
     * token for the query, or reports an error in a regular response. Any other status can come from a proxy in front of it.
     *
     * @param orFailed whether a response that cannot be used counts as a refusal, too
     */
    @Nullable
    JsonNode unlessRefused(String query, boolean orFailed) {
        try {
            return query(query);
        } catch (GitLabException e) {
            return switch (e.fault()) {
                case REFUSED_TOKEN, REFUSED, REPORTED -> null;
                case FAILED -> {
                    if (orFailed) {
                        yield null;
                    }
                    throw e;
                }
                case BLOCKED, TIMED_OUT, UNREACHABLE, RATE_LIMITED -> throw e;
            };
        }
    }

    /** Reads the pages of a list one by one, and keeps none of them. */
    void forEachNode(String query, String field, int max, Consumer<JsonNode> action) {
        var maxPages = max / PAGE_SIZE + MAX_SPARE_PAGES;
        var left = max;
        String after = null;
        for (var page = 0; page < maxPages; page++) {
            var connection = page(query, field, after);
            left -= connection.path("nodes").size();
            if (left < 0) {
                throw GitLabException.failed("GitLab's list of " + field + " has more than " + max + " entries.");
            }
            connection.path("nodes").forEach(action);
            after = next(connection.path("pageInfo"), field);
            if (after == null) {
                return;
            }
        }
        throw GitLabException.failed("GitLab's list of " + field + " has more than " + maxPages + " pages.");
    }

    private JsonNode page(String query, String field, @Nullable String after) {
        var variables = new HashMap<String, @Nullable String>();
        variables.put("after", after);
        var connection = gitlab.query(query, variables, timeout()).path(field);
        if (!connection.path("nodes").isArray()) {
            throw connection.isObject() ? GitLabException.lacks(field + ".nodes") : GitLabException.hides(field);
        }
        return connection;
    }

    /** The cursor of the next page; null if there is none. */
    private @Nullable String next(JsonNode pages, String field) {
        if (!pages.path("hasNextPage").isBoolean()) {
            throw GitLabException.lacks(field + ".pageInfo");
        }
        if (!pages.path("hasNextPage").booleanValue()) {
            return null;
        }
        var cursor = gitlab.text(pages, "endCursor");
        if (cursor == null) {
            throw GitLabException.lacks(field + ".pageInfo.endCursor");
        }
        return cursor;
    }

    private Duration timeout() {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.toMillis() < 1) {
            throw new GitLabException(
                    Fault.TIMED_OUT,
                    "GitLab did not return its configuration within " + total.toMillis()
                            + " ms. Try again when it is less busy, or allow more time.");
        }
        return left.compareTo(call) < 0 ? left : call;
    }
}
