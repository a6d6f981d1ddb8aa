package dev.duoconfig.gitlab;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.duoconfig.outbound.OutboundException;
import org.jspecify.annotations.Nullable;

/** GitLab sent no usable response. The message can be shown to administrators: it never contains the token. */
public final class GitLabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String TOKEN_REMEDY =
            "Use a valid token of an administrator, with the scope api for a GitLab instance that this service configures,"
                    + " or read_api if it only reads. If Admin Mode is on in GitLab, add the scope admin_mode.";

    /** The reason for the missing response. */
    public enum Fault {
        /** The address policy blocks one of the host's addresses. */
        BLOCKED,
        /** There was no complete response in time. */
        TIMED_OUT,
        /** There was no connection, or it ended before the response was complete. */
        UNREACHABLE,
        /** GitLab does not accept the token, or it is not an administrator's. */
        REFUSED_TOKEN,
        /** GitLab received too many requests, and asks to wait. */
        RATE_LIMITED,
        /** GitLab refused a change, and says why: nothing was changed. */
        REFUSED,
        /** GitLab understood the request, and reported an error. */
        REPORTED,
        /** The response cannot be used. */
        FAILED
    }

    private final Fault fault;
    private final String detail;
    private final @Nullable Duration wait;

    GitLabException(Fault fault, String detail) {
        this(fault, detail, null);
    }

    private GitLabException(Fault fault, String detail, @Nullable Duration wait) {
        super(detail, null, false, false);
        this.fault = fault;
        this.detail = detail;
        this.wait = wait;
    }

    public static GitLabException failed(String detail) {
        return new GitLabException(Fault.FAILED, detail);
    }

    /**
     * An incomplete response.
     *
     * @param field the missing field
     */
    public static GitLabException lacks(String field) {
        return failed("GitLab's response lacks " + field + ". Use the token of an administrator.");
    }

    /**
     * A response without a field that GitLab returns to administrators only.
     *
     * @param field the missing field
     */
    static GitLabException hides(String field) {
        return new GitLabException(
                Fault.REFUSED_TOKEN,
                "GitLab's response lacks " + field + ", which GitLab returns to administrators only. " + TOKEN_REMEDY);
    }

    static GitLabException reported(String detail) {
        return new GitLabException(Fault.REPORTED, detail);
    }

    static GitLabException refused(String reasons) {
        return new GitLabException(Fault.REFUSED, "GitLab refused the change: " + reasons);
    }

    /** No complete response. */
    static GitLabException without(OutboundException e) {
        return switch (e.fault()) {
            case BLOCKED ->
                new GitLabException(
                        Fault.BLOCKED,
                        e.allowlistEntry()
                                .map(entry -> e.detail() + " as " + entry + ".")
                                .orElse(e.detail()));
            case CONNECT_TIMEOUT, TIMEOUT -> new GitLabException(Fault.TIMED_OUT, "GitLab: " + e.detail());
            case NAME_NOT_RESOLVED, REFUSED, TLS, BROKEN_RESPONSE ->
                new GitLabException(Fault.UNREACHABLE, "GitLab: " + e.detail());
            case TOO_LARGE, COMPRESSED -> failed("GitLab: " + e.detail());
        };
    }

    /**
     * A response with another status than 200.
     *
     * @param retryAfter the header; null if it is missing
     */
    static GitLabException ofStatus(int status, @Nullable String retryAfter) {
        return switch (status) {
            case 401, 403 ->
                new GitLabException(
                        Fault.REFUSED_TOKEN, "GitLab rejected the token with " + status + ". " + TOKEN_REMEDY);
            case 429 -> rateLimited(RetryAfter.of(retryAfter, Instant.now()));
            default ->
                failed("GitLab returned " + status + ". Check "
                        + (status >= 500
                                ? "the state of the GitLab, and try again."
                                : "that the URL is that of a GitLab instance."));
        };
    }

    private static GitLabException rateLimited(Duration wait) {
        return new GitLabException(
                Fault.RATE_LIMITED,
                "GitLab returned 429: it received too many requests. Try again after " + wait.toSeconds() + " seconds.",
                wait);
    }

    public Fault fault() {
        return fault;
    }

    /** Whether it is certain that a change was not made. */
    public boolean isWithoutEffect() {
        return switch (fault) {
            case BLOCKED, REFUSED_TOKEN, RATE_LIMITED, REFUSED -> true;
            case TIMED_OUT, UNREACHABLE, REPORTED, FAILED -> false;
        };
    }

    /** For {@link Fault#RATE_LIMITED}, the time after which GitLab accepts requests again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(wait);
    }

    /** One or more English sentences: what happened and, where possible, what to do. */
    public String detail() {
        return detail;
    }
}
