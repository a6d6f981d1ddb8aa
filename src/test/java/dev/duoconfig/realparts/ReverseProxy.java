package dev.duoconfig.realparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;

/** A real reverse proxy with the configuration in docs/examples, on a free port of the loopback interface. */
final class ReverseProxy implements AutoCloseable {

    private static final Path EXAMPLES = Path.of("docs", "examples", "reverse-proxy");

    /** The line of the example that names the modules of Apache. */
    private static final String MODULES = "# Modules: a2enmod ";

    /** The example's time limits of 90 s are shortened to this, so that a test outlasts them. */
    static final int LIMIT_SECONDS = 3;

    private final Process process;
    private final Path log;
    private final int port;

    private ReverseProxy(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** The proxies of the guide, which are Debian packages of the same names. */
    @SuppressWarnings("ImmutableEnumChecker") // The maps and lists are immutable.
    enum Kind {
        NGINX(
                "nginx",
                "nginx.conf",
                """
                daemon off;
                master_process off;
                pid %directory%/pid;
                error_log %directory%/error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %directory%/bodies;
                    proxy_temp_path %directory%/temporary;
                    %page%
                }
                """,
                Map.of("listen 443 ssl http2", "listen 127.0.0.1:%port% ssl http2", "90s", "%limit%s"),
                Map.of(
                        "server 127.0.0.1:8080;",
                        "server duo.internal.example.com:8443;",
                        "proxy_pass http://duo_config/;",
                        """
                        proxy_pass https://duo_config/;
                        proxy_ssl_verify on;
                        proxy_ssl_trusted_certificate /etc/ssl/example.com/internal-ca.pem;
                        proxy_ssl_name duo.internal.example.com;
                        """),
                Map.of("server 127.0.0.1:8080;", """
                        server 10.0.0.11:8080 max_fails=0;
                        server 10.0.0.12:8080 max_fails=0;
                        """),
                "-p",
                "%directory%",
                "-c",
                "%file%"),
        APACHE(
                "apache2",
                "apache.conf",
                """
                ServerRoot %directory%
                PidFile %directory%/pid
                ErrorLog %directory%/error.log
                DefaultRuntimeDir %directory%
                Listen 127.0.0.1:%port%
                User nobody
                Group nogroup
                %modules%
                %page%
                """,
                Map.of("*:443", "127.0.0.1:%port%", "timeout=90", "timeout=%limit%"),
                Map.of("ProxyPass /duo-config/ http://127.0.0.1:8080/ timeout=90 ttl=60 flushpackets=on", """
                        SSLProxyEngine on
                        SSLProxyVerify require
                        SSLProxyCACertificateFile /etc/ssl/example.com/internal-ca.pem
                        ProxyPass /duo-config/ https://duo.internal.example.com:8443/ timeout=90 ttl=60 flushpackets=on
                        """),
                Map.of(
                        "deflate filter alias\n",
                        """
                        deflate filter alias
                        # Modules: a2enmod proxy_balancer lbmethod_byrequests slotmem_shm
                        """,
                        "ProxyPass /duo-config/ http://127.0.0.1:8080/ timeout=90 ttl=60 flushpackets=on",
                        """
                        <Proxy balancer://duo_config>
                        BalancerMember http://10.0.0.11:8080 retry=0 timeout=90 ttl=60 flushpackets=on
                        BalancerMember http://10.0.0.12:8080 retry=0 timeout=90 ttl=60 flushpackets=on
                        </Proxy>
                        ProxyPass /duo-config/ balancer://duo_config/
                        """),
                "-f",
                "%file%",
                "-DFOREGROUND"),
        HAPROXY(
                "haproxy",
                "haproxy.cfg",
                "%page%",
                Map.of("bind :443", "bind 127.0.0.1:%port%", "90s", "%limit%s"),
                Map.of("server duo_config 127.0.0.1:8080", """
                        server duo_config duo.internal.example.com:8443 ssl verify required ca-file /etc/ssl/example.com/internal-ca.pem verifyhost duo.internal.example.com
                        """),
                Map.of("server duo_config 127.0.0.1:8080", """
                        balance roundrobin
                        option redispatch 1
                        server duo_config_1 10.0.0.11:8080
                        server duo_config_2 10.0.0.12:8080
                        """),
                "-db",
                "-f",
                "%file%"),
        CADDY(
                "caddy",
                "Caddyfile",
                """
                {
                    admin off
                    auto_https disable_redirects
                    default_bind 127.0.0.1
                }
                %page%
                """,
                Map.of("\nexample.com {", "\nhttps://127.0.0.1:%port% {"),
                Map.of(
                        "reverse_proxy 127.0.0.1:8080 {",
                        "reverse_proxy https://duo.internal.example.com:8443 {",
                        "transport http {",
                        """
                        transport http {
                        tls_trusted_ca_certs /etc/ssl/example.com/internal-ca.pem
                        """),
                Map.of("reverse_proxy 127.0.0.1:8080 {", """
                        reverse_proxy 10.0.0.11:8080 10.0.0.12:8080 {
                        lb_try_duration 5s
                        """),
                "run",
                "--adapter",
                "caddyfile",
                "--config",
                "%file%");

        private final String program;
        private final String example;
        private final String around;
        private final Map<String, String> replacements;
        private final Map<String, String> overTls;
        private final Map<String, String> forTwo;
        private final List<String> arguments;

        Kind(
                String program,
                String example,
                String around,
                Map<String, String> replacements,
                Map<String, String> overTls,
                Map<String, String> forTwo,
                String... arguments) {
            this.program = program;
            this.example = example;
            this.around = around;
            this.replacements = replacements;
            this.overTls = overTls;
            this.forTwo = forTwo;
            this.arguments = List.of(arguments);
        }

        /** The lines that the guide has for a service that speaks HTTPS. */
        Stream<String> linesOverTls() {
            return overTls.values().stream().flatMap(String::lines);
        }

        /** The lines that the guide has for two instances of the service. */
        Stream<String> linesForTwo() {
            return forTwo.values().stream().flatMap(String::lines);
        }

        /** The configuration of the guide for two instances. */
        private String configuration(Path directory, int port, int first, int second) throws IOException {
            return configuration(directory, port, first, forTwo)
                    .replace("10.0.0.11:8080", "127.0.0.1:" + first)
                    .replace("10.0.0.12:8080", "127.0.0.1:" + second);
        }

        /** The configuration of the guide, on this port and in front of this service. */
        private String configuration(Path directory, int port, int servicePort, boolean tls) throws IOException {
            return configuration(directory, port, servicePort, tls ? overTls : Map.of());
        }

        private String configuration(Path directory, int port, int servicePort, Map<String, String> variant)
                throws IOException {
            var page = Files.readString(EXAMPLES.resolve(example));
            page = replace(replacements, replace(variant, page));
            return around.replace("%modules%", modules(page))
                    .replace("%page%", page)
                    .replace("/etc/ssl/example.com/", directory.getParent() + "/")
                    .replace("127.0.0.1:8080", "127.0.0.1:" + servicePort)
                    .replace("duo.internal.example.com:8443", "localhost:" + servicePort)
                    .replace("duo.internal.example.com", "localhost")
                    .replace("%directory%", directory.toString())
                    .replace("%limit%", String.valueOf(LIMIT_SECONDS))
                    .replace("%port%", String.valueOf(port));
        }

        private String replace(Map<String, String> all, String page) {
            var replaced = page;
            for (var replacement : all.entrySet()) {
                if (!replaced.contains(replacement.getKey())) {
                    throw new IllegalStateException(example + " no longer has: " + replacement.getKey());
                }
                replaced = replaced.replace(replacement.getKey(), replacement.getValue());
            }
            return replaced;
        }

        /** Loads the modules that the example names, and what every Debian installation has. */
        private static String modules(String page) {
            return Stream.concat(
                            Stream.of("mpm_event", "authz_core", "socache_shmcb"),
                            page.lines()
                                    .filter(line -> line.startsWith(MODULES))
                                    .flatMap(line -> Stream.of(
                                            line.substring(MODULES.length()).split(" "))))
                    .map(name -> "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so".formatted(name))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** The Debian package of each program. */
    static Map<String, String> packages() {
        return Stream.of(Kind.values()).collect(Collectors.toMap(kind -> kind.program, kind -> kind.program));
    }

    /**
     * Starts a proxy.
     *
     * @param certificates a directory with chain.pem, key.pem, all.pem, and internal-ca.pem
     * @param tls whether the service speaks HTTPS
     */
    static ReverseProxy start(Kind kind, Path certificates, int servicePort, boolean tls) throws IOException {
        var directory = Files.createDirectory(certificates.resolve(kind.name()));
        var port = PackagedApplication.freePort();
        return start(kind, directory, port, kind.configuration(directory, port, servicePort, tls));
    }

    /** Starts a proxy in front of two instances without TLS. */
    static ReverseProxy startForTwo(Kind kind, Path certificates, int first, int second) throws IOException {
        var directory = Files.createDirectory(certificates.resolve(kind.name()));
        var port = PackagedApplication.freePort();
        return start(kind, directory, port, kind.configuration(directory, port, first, second));
    }

    private static ReverseProxy start(Kind kind, Path directory, int port, String configuration) throws IOException {
        var file = Files.writeString(directory.resolve("configuration"), configuration);
        var command = Stream.concat(Stream.of(kind.program), kind.arguments.stream())
                .map(part -> part.replace("%directory%", directory.toString()).replace("%file%", file.toString()))
                .toList();
        var log = directory.resolve("log");
        var builder = RealPrograms.builder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", directory.toString());
        var proxy = new ReverseProxy(builder.start(), log, port);
        try {
            Await.until(kind + " listens", proxy::isListening);
            return proxy;
        } catch (AssertionError e) {
            proxy.close();
            throw e;
        }
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new AssertionError("The proxy ended: " + log());
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            var errors = log.resolveSibling("error.log");
            return Files.readString(log) + (Files.exists(errors) ? Files.readString(errors) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of the service behind the proxy. */
    String url() {
        return "https://127.0.0.1:" + port + "/duo-config";
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
