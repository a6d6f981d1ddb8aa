package dev.duoconfig.gitlab;

/** GitLab gave no usable answer. The message is fit for an administrator's eyes: it holds no token. */
public final class GitLabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kept the answer away. */
    public enum Fault {
        /** The address policy forbids one of the host's addresses. */
        BLOCKED,
        /** There was no complete answer in time. */
        TIMED_OUT,
        /** There was no answer, or none that is of use. */
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
     * An answer is not complete.
     *
     * @param field it should have had, and has for an administrator
     */
    public static GitLabException lacks(String field) {
        return failed("GitLab's answer lacks " + field + ". The token must be that of an administrator.");
    }

    public Fault fault() {
        return fault;
    }

    /** One or two English sentences: what happened, and where it can be told, what to do. */
    public String detail() {
        return detail;
    }
}
