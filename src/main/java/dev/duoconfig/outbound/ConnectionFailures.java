package dev.duoconfig.outbound;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.IpLiterals;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.HttpClosedException;

/** Translates exceptions of the network layer into faults and messages, without quoting anything from the other server. */
final class ConnectionFailures {

    private static final String FATAL_ALERT = "Received fatal alert: ";

    private ConnectionFailures() {}

    /** A failure before the request was sent. */
    static OutboundException connecting(Throwable failure, OutboundRequest request, AddressLookup.Checked target) {
        var server = server(request, target);
        if (find(failure, SSLException.class).isPresent() || (request.url().isTls() && isReset(failure))) {
            return tls(failure, server);
        }
        if (find(failure, ConnectTimeoutException.class).isPresent()) {
            long millis = request.connectTimeout().toMillis();
            return new OutboundException(
                    Fault.CONNECT_TIMEOUT, "No connection to %s within %d ms.".formatted(server, millis), failure);
        }
        return new OutboundException(
                Fault.REFUSED,
                "No connection to " + server + ": the connection was refused, or there is no route to the server.",
                failure);
    }

    /** A failure after the request was sent. */
    static OutboundException responding(Throwable failure, OutboundRequest request, AddressLookup.Checked target) {
        if (failure instanceof OutboundException known) {
            return known;
        }
        var server = server(request, target);
        if (find(failure, SSLException.class).isPresent()) {
            return tls(failure, server);
        }
        if (isClosed(failure)) {
            return new OutboundException(
                    Fault.BROKEN_RESPONSE, server + " closed the connection before its response was complete.");
        }
        // Without the cause, because its message quotes the server.
        return new OutboundException(Fault.BROKEN_RESPONSE, "The response of " + server + " is not HTTP.");
    }

    /** The deadline passed, with or without a connection. */
    static OutboundException timedOut(OutboundRequest request, AddressLookup.Checked target, boolean connected) {
        var server = server(request, target);
        long millis = request.timeout().toMillis();
        var outcome = connected ? "did not send a complete response" : "could not be reached";
        return new OutboundException(Fault.TIMEOUT, "%s %s within %d ms.".formatted(server, outcome, millis));
    }

    static OutboundException tooLarge(OutboundRequest request, AddressLookup.Checked target) {
        var detail = "The response of %s is larger than %d bytes."
                .formatted(server(request, target), OutboundClient.MAX_RESPONSE_BYTES);
        return new OutboundException(Fault.TOO_LARGE, detail);
    }

    static OutboundException compressed(OutboundRequest request, AddressLookup.Checked target) {
        var detail = server(request, target)
                + " compresses its response with another method than gzip or deflate, although the request asks for no"
                + " compression.";
        return new OutboundException(Fault.COMPRESSED, detail);
    }

    static OutboundException notDecompressed(OutboundRequest request, AddressLookup.Checked target) {
        var detail = server(request, target)
                + " sent a response that is not compressed in the way that its Content-Encoding says.";
        return new OutboundException(Fault.BROKEN_RESPONSE, detail);
    }

    private static boolean isClosed(Throwable failure) {
        return failure instanceof HttpClosedException
                || failure instanceof PrematureChannelClosureException
                || failure instanceof IOException;
    }

    private static boolean isReset(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).startsWith("Connection reset");
    }

    private static OutboundException tls(Throwable failure, String server) {
        return new OutboundException(
                Fault.TLS, "No secure connection to " + server + ": " + tlsReason(failure) + ".", failure);
    }

    private static String tlsReason(Throwable failure) {
        if (find(failure, SslHandshakeTimeoutException.class).isPresent()) {
            return "the TLS handshake did not finish in time";
        }
        if (find(failure, NotSslRecordException.class).isPresent()) {
            return "the server does not speak TLS on this port; for plain HTTP, use http://";
        }
        if (find(failure, CertificateExpiredException.class).isPresent()) {
            return "the certificate has expired";
        }
        if (find(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the certificate is not valid yet";
        }
        if (find(failure, CertPathBuilderException.class).isPresent()) {
            return "the certificate was not issued by a trusted authority; for a private authority, add its "
                    + "certificate to the file that duo.outbound.ca-bundle names";
        }
        if (find(failure, CertificateException.class)
                .filter(ConnectionFailures::isNameMismatch)
                .isPresent()) {
            return "the certificate was issued for another name";
        }
        return find(failure, SSLException.class)
                .map(Throwable::getMessage)
                .filter(message -> message.startsWith(FATAL_ALERT))
                .map(message -> "the server ended the TLS handshake with " + message.substring(FATAL_ALERT.length()))
                .orElse("the TLS handshake failed");
    }

    private static boolean isNameMismatch(CertificateException failure) {
        var message = String.valueOf(failure.getMessage());
        return message.startsWith("No name matching") || message.startsWith("No subject alternative");
    }

    private static String server(OutboundRequest request, AddressLookup.Checked target) {
        var host = request.url().host();
        var address = IpLiterals.format(target.address());
        return request.url().hostInAuthority() + ":" + request.url().port()
                + (host.equals(address) ? "" : " (" + address + ")");
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
