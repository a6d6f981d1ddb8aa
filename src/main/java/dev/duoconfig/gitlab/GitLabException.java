package dev.duoconfig.gitlab;

/** GitLab sent no usable response. The message can be shown to administrators: it never contains the token. */
public final class GitLabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The reason for the missing response. */
    public enum Fault {
        /** The address policy blocks one of the host's addresses. */
        BLOCKED,
        /** There was no complete response in time. */
        TIMED_OUT,
        /** There was no response, or the response cannot be used. */
        FAILED
    }

    private final Fault fault;
    private final String detail;

    GitLabException(Fault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
        this.detail = detail;
    }

    public static GitLabException failed(String detail) {
        return new GitLabException(Fault.FAILED, detail);
    }

    /**
     * An incomplete response.
     *
     * @param field the missing field, which GitLab returns to administrators
     */
    public static GitLabException lacks(String field) {
        return failed("GitLab's response lacks " + field + ". Use the token of an administrator.");
    }

    public Fault fault() {
        return fault;
    }

    /** One or two English sentences: what happened and, where possible, what to do. */
    public String detail() {
        return detail;
    }
}
