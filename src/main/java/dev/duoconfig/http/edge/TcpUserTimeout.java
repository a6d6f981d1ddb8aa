package dev.duoconfig.http.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes the operating system close connections whose data is not received, because the other machine is gone or the client
 * does not read. Otherwise, the data would wait for a quarter of an hour. Requires the native transport. See
 * docs/framework.md.
 */
@ApplicationScoped
class TcpUserTimeout implements HttpServerOptionsCustomizer {

    private static final int LIMIT_MILLISECONDS = 30_000;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setTcpUserTimeout(LIMIT_MILLISECONDS);
    }
}
