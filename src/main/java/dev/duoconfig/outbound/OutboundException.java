package dev.duoconfig.outbound;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * No usable answer was had. The message is fit for an administrator's eyes: it names the host and what happened, never
 * a header or a body that was sent or received.
 */
public final class OutboundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, from the first step to the last. */
    public enum Fault {
        /** The address policy forbids one of the host's addresses. */
        BLOCKED,
        /** The host name has no address. */
        NAME_NOT_RESOLVED,
        /** Nothing listens there, or there is no way there. */
        REFUSED,
        /** The connection was not made within the connect timeout. */
        CONNECT_TIMEOUT,
        /** No secure connection: certificate not trusted, expired or for another name, or no TLS spoken. */
        TLS,
        /** The answer was not complete within the total timeout. */
        TIMEOUT,
        /** The answer is larger than what is read. */
        TOO_LARGE,
        /** The connection ended before the answer did, or the answer is not HTTP. */
        BROKEN_RESPONSE
    }

    private final Fault fault;
    private final String detail;
    private final @Nullable String allowlistEntry;

    OutboundException(Fault fault, String detail) {
        this(fault, detail, null, null);
    }

    OutboundException(Fault fault, String detail, @Nullable Throwable cause) {
        this(fault, detail, cause, null);
    }

    private OutboundException(Fault fault, String detail, @Nullable Throwable cause, @Nullable String allowlistEntry) {
        super(detail, cause);
        this.fault = fault;
        this.detail = detail;
        this.allowlistEntry = allowlistEntry;
    }

    /** @param allowlistEntry the entry that would let the host pass; null where no narrow one would */
    static OutboundException blocked(String detail, @Nullable String allowlistEntry) {
        return new OutboundException(Fault.BLOCKED, detail, null, allowlistEntry);
    }

    public Fault fault() {
        return fault;
    }

    /** For {@link Fault#BLOCKED}: the entry of the allowlist that would let the host pass, where a narrow one would. */
    public Optional<String> allowlistEntry() {
        return Optional.ofNullable(allowlistEntry);
    }

    /** One or two English sentences: what happened, and where it can be told, what to do. */
    public String detail() {
        return detail;
    }
}
