package dev.duoconfig.outbound;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * There is no usable response. The message can be shown to administrators: it names the host and the failure, and never
 * quotes a header or body that was sent or received.
 */
public final class OutboundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kinds of failure, in the order of the steps. */
    public enum Fault {
        /** The address policy blocks one of the host's addresses. */
        BLOCKED,
        /** The host name has no address. */
        NAME_NOT_RESOLVED,
        /** Nothing listens on the port, or there is no route to the server. */
        REFUSED,
        /** The connection was not made within the connect timeout. */
        CONNECT_TIMEOUT,
        /** No secure connection: the certificate is untrusted, expired, or for another name, or the server does not use TLS. */
        TLS,
        /** The response was not complete within the total timeout. */
        TIMEOUT,
        /** The response is larger than {@link OutboundClient#MAX_RESPONSE_BYTES}. */
        TOO_LARGE,
        /** The connection ended before the response was complete, or the response is not HTTP. */
        BROKEN_RESPONSE,
        /** The response is compressed in a way that is not read here, although none was asked for. */
        COMPRESSED
    }

    private final Fault fault;
    private final String detail;
    private final @Nullable String allowlistEntry;
    private final boolean responded;

    OutboundException(Fault fault, String detail) {
        this(fault, detail, null, null, false);
    }

    OutboundException(Fault fault, String detail, @Nullable Throwable cause) {
        this(fault, detail, cause, null, false);
    }

    private OutboundException(
            Fault fault, String detail, @Nullable Throwable cause, @Nullable String allowlistEntry, boolean responded) {
        super(detail, cause);
        this.fault = fault;
        this.detail = detail;
        this.allowlistEntry = allowlistEntry;
        this.responded = responded;
    }

    /** @param allowlistEntry the entry that would allow the host; null if no narrow entry would */
    static OutboundException blocked(String detail, @Nullable String allowlistEntry) {
        return new OutboundException(Fault.BLOCKED, detail, null, allowlistEntry, false);
    }

    /** The same failure, of a response whose status and headers had arrived. */
    OutboundException afterResponse() {
        return new OutboundException(fault, detail, getCause(), allowlistEntry, true);
    }

    public Fault fault() {
        return fault;
    }

    /** For {@link Fault#BLOCKED}, the allowlist entry that would allow the host; empty if no narrow entry would. */
    public Optional<String> allowlistEntry() {
        return Optional.ofNullable(allowlistEntry);
    }

    /** Whether the server had sent the status and the headers of a response, whose body cannot be used. */
    public boolean responded() {
        return responded;
    }

    /** One or two English sentences: what happened and, where possible, what to do. */
    public String detail() {
        return detail;
    }
}
