package dev.duoconfig.outbound;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.duoconfig.testkit.LogLines;
import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.internal.grpc.GrpcResponse;
import io.opentelemetry.exporter.internal.http.HttpSender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@Tag("fast")
class LoggedSpanExporterTest {

    private CompletableResultCode outcome = CompletableResultCode.ofSuccess();

    private final SpanExporter exporter = new LoggedSpanExporter(
            new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    return outcome;
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            },
            URI.create("http://collector.example.com:4318"),
            Duration.ofMillis(1));

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        CompletableResultCode.ofExceptionalFailure(
                                FailedExportException.httpFailedWithResponse(new Unauthorized())),
                        "It returns the status 401."),
                arguments(
                        CompletableResultCode.ofExceptionalFailure(
                                FailedExportException.grpcFailedWithResponse(GrpcResponse.create(16, null))),
                        "It returns the status 16 of gRPC."),
                arguments(
                        CompletableResultCode.ofExceptionalFailure(FailedExportException.httpFailedExceptionally(
                                new IllegalStateException(new ConnectException("Connection refused")))),
                        "java.net.ConnectException: Connection refused"),
                arguments(new CompletableResultCode(), "It did not confirm them within 1 ms."));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theReasonIsLogged(CompletableResultCode failure, String reason) {
        try (var log = new LogLines(LoggedSpanExporter.class)) {
            outcome = failure;
            exporter.export(List.of());

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .endsWith(reason);
        }
    }

    @Test
    void failuresAreLoggedOnceUntilADeliverySucceeds() {
        try (var log = new LogLines(LoggedSpanExporter.class)) {
            outcome = CompletableResultCode.ofFailure();
            exporter.export(List.of());
            exporter.export(List.of());
            outcome = CompletableResultCode.ofSuccess();
            exporter.export(List.of());
            exporter.export(List.of());

            assertThat(log.lines()).hasSize(2).last().isEqualTo("INFO The collector receives traces again.");
        }
    }

    private static final class Unauthorized implements HttpSender.Response {

        @Override
        public int statusCode() {
            return 401;
        }

        @Override
        public String statusMessage() {
            return "Unauthorized";
        }

        @Override
        public byte[] responseBody() {
            return new byte[0];
        }
    }
}
