package dev.duoconfig.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.duoconfig.packaged.PackagedApplication;

/** An nginx on this machine that serves an application below a path, with the configuration of docs/reverse-proxy.md. */
final class Nginx implements AutoCloseable {

    private static final Path EXAMPLE = Path.of("docs", "examples", "reverse-proxy", "nginx.conf");

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts nginx in front of an application that listens on a port, or will do so. */
    static Nginx start(Path home, int applicationPort) throws IOException {
        var port = PackagedApplication.freePort();
        var configuration = Files.writeString(home.resolve("nginx.conf"), """
                daemon off;
                user %1$s;
                pid %2$s/nginx.pid;
                error_log %2$s/nginx.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %2$s/body;
                  proxy_temp_path %2$s/proxy;
                  fastcgi_temp_path %2$s/fastcgi;
                  uwsgi_temp_path %2$s/uwsgi;
                  scgi_temp_path %2$s/scgi;
                  %3$s
                }
                """.formatted(
                        System.getProperty("user.name"), home, server(applicationPort, port)));
        var process = new ProcessBuilder(
                        "nginx",
                        "-c",
                        configuration.toString(),
                        "-e",
                        home.resolve("nginx.log").toString())
                .inheritIO()
                .start();
        return new Nginx(process, port);
    }

    /** The URL of the application without a slash at its end. */
    String url() {
        return origin() + "/duo-config";
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The example of the guide, without TLS. */
    private static String server(int applicationPort, int port) throws IOException {
        return Files.readString(EXAMPLE)
                .replaceAll("(?m)^ *ssl_.*\n", "")
                .replace("listen 443 ssl http2;", "listen 127.0.0.1:" + port + ";")
                .replace("127.0.0.1:8080", "127.0.0.1:" + applicationPort);
    }
}
