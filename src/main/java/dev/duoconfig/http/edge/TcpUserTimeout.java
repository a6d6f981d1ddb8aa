package dev.duoconfig.http.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Has the operating system end connections on which what was sent is not received: of machines that are gone without a word,
 * and of clients that read nothing. What is written to them would otherwise lie there for a quarter of an hour. Works where the
 * native transport does.
 */
@ApplicationScoped
class TcpUserTimeout implements HttpServerOptionsCustomizer {

    private static final int LIMIT_MILLISECONDS = 30_000;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setTcpUserTimeout(LIMIT_MILLISECONDS);
    }
}
