package dev.duoconfig.testkit.gitlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duoconfig.catalogue.Catalogue;
import graphql.ExecutionInput;
import org.jspecify.annotations.Nullable;

/**
 * A GitLab on the loopback interface: the GraphQL API for self-hosted models of one version, with a state of its own, and with
 * failures that a test plans.
 */
public final class GitLabDouble implements AutoCloseable {

    /** An administrator's token. */
    public static final String TOKEN = "glpat-double-0123456789";

    /** Stands for an API key in a recorded call. */
    public static final String SENT_KEY = "sent";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "gitlab-double");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closed = new CountDownLatch(1);

    private final String version;
    private final Interface offered;
    private final GitLabData data;
    private final List<Call> calls = new ArrayList<>();
    private final Failures failures = new Failures();
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
    private boolean introspection = true;
    private boolean administrator = true;
    private boolean adminMode;
    private boolean askedForApiToken;
    private int running;
    private int mostAtOnce;

    private GitLabDouble(String version, String text, int port) {
        this.version = version;
        this.offered = Interface.of(text);
        this.data = new GitLabData(Catalogue.load(version.equals("19.5") ? "19.4" : version), offered.features());
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/graphql", this::handle);
        server.setExecutor(threads);
        // Loading the engine takes longer than a call may take.
        var unused = offered.graphQl().execute("{ metadata { version } __schema { types { name fields { name } } } }");
        server.start();
    }

    /** Starts a double on the port of the second argument, with the version of the first one, until it is killed. */
    public static void main(String[] args) {
        var port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        var gitlab = new GitLabDouble(args[0], Interface.text(args[0]), port);
        System.out.println("GitLab " + args[0] + " at " + gitlab.url() + ", token " + TOKEN);
    }

    /**
     * Starts a double on a free port.
     *
     * @param version {@code 18.2}, {@code 18.9}, or {@code 19.5}
     */
    public static GitLabDouble start(String version) {
        return start(version, text -> text);
    }

    /**
     * Starts a double with a different interface on a free port.
     *
     * @param version the version of which the interface is changed
     * @param change changes the text of the interface
     */
    public static GitLabDouble start(String version, UnaryOperator<String> change) {
        return new GitLabDouble(version, change.apply(Interface.text(version)), 0);
    }

    /** The version of the interface. */
    public String version() {
        return version;
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public synchronized List<GitLabData.Model> models() {
        return data.models();
    }

    /** The model with the name. */
    public synchronized GitLabData.Model model(String name) {
        return data.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The settings of all features, by their ids. */
    public synchronized Map<String, GitLabData.Setting> features() {
        return data.features();
    }

    /** The setting of one feature. */
    public synchronized GitLabData.Setting feature(String id) {
        return Objects.requireNonNull(data.features().get(id), id);
    }

    /** The families that can serve a feature; empty if they are not known. */
    public synchronized List<String> families(String feature) {
        return data.families(feature);
    }

    public synchronized GitLabData.Gateway gateway() {
        return data.gateway();
    }

    /** Makes changes as somebody in GitLab's admin area. */
    public synchronized void changeByHand(Consumer<GitLabData> change) {
        change.accept(data);
    }

    /** Makes this GitLab refuse queries for types. */
    public synchronized void refuseIntrospection() {
        introspection = false;
    }

    /** Sets whether the token is an administrator's. */
    public synchronized void setAdministrator(boolean administrator) {
        this.administrator = administrator;
    }

    /** Sets whether Admin Mode is on, for which the token lacks the scope. */
    public synchronized void setAdminMode(boolean adminMode) {
        this.adminMode = adminMode;
    }

    /** Makes the n-th call from now fail; the next one is the first. */
    public synchronized void failAtCall(int number, Failure failure) {
        failures.atCall(number, failure);
    }

    /** Makes the next call with the operation fail. */
    public synchronized void failAt(String operation, Failure failure) {
        failures.at(operation, failure);
    }

    /** Makes all calls fail that no other failure is planned for. */
    public synchronized void failAlways(Failure failure) {
        failures.always(failure);
    }

    /** Runs an action before each call with the operation, outside the lock of this double. */
    public void beforeEach(String operation, Runnable action) {
        actions.put(operation, action);
    }

    /** Ends all failures. Calls that hang still do. */
    public synchronized void recover() {
        failures.clear();
    }

    /** The calls that arrived, also those that failed. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public synchronized List<Call> calls(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    public synchronized void forgetCalls() {
        calls.clear();
    }

    /** The largest number of calls that were handled at the same time. */
    public synchronized int mostCallsAtOnce() {
        return mostAtOnce;
    }

    /** Whether any call asked for the API key of a model. */
    public synchronized boolean askedForApiToken() {
        return askedForApiToken;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request =
                    JSON.readValue(exchange.getRequestBody(), new TypeReference<Map<String, @Nullable Object>>() {});
            var operation = Operation.of(String.valueOf(request.get("query")));
            var failure = arrived(operation, variables(request));
            actions.getOrDefault(operation.name(), () -> {}).run();
            if (failure == null) {
                respond(exchange, operation, request);
                return;
            }
            switch (failure.kind()) {
                case STATUS -> {
                    if (failure.text() != null) {
                        exchange.getResponseHeaders().set("Retry-After", failure.text());
                    }
                    send(exchange, failure.status(), Map.of("message", "planned"));
                }
                case REFUSED ->
                    send(
                            exchange,
                            200,
                            Map.of("data", Map.of(operation.name(), Map.of("errors", List.of(failure.text())))));
                case HANG -> closed.await();
                case CUT_BEFORE -> handled();
                case CUT_AFTER -> {
                    execute(operation, request);
                    handled();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Failure arrived(Operation operation, Map<String, @Nullable Object> variables) {
        calls.add(Call.of(operation.name(), variables));
        running++;
        mostAtOnce = Math.max(mostAtOnce, running);
        askedForApiToken |= operation.asksForApiToken();
        return failures.next(operation.name());
    }

    private void respond(HttpExchange exchange, Operation operation, Map<String, @Nullable Object> request)
            throws IOException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, errors("Invalid token"));
        } else if (isAdminMode()) {
            send(exchange, 403, errors("Admin Mode is on, and the token lacks the scope admin_mode"));
        } else {
            send(exchange, 200, execute(operation, request));
        }
    }

    private synchronized boolean isAdminMode() {
        return adminMode;
    }

    private synchronized Object execute(Operation operation, Map<String, @Nullable Object> request) {
        if (operation.isIntrospection() && !introspection) {
            return errors("Introspection is not allowed");
        }
        return offered.graphQl()
                .execute(ExecutionInput.newExecutionInput()
                        .query(String.valueOf(request.get("query")))
                        .variables(variables(request))
                        .graphQLContext(new Session(data, version, administrator).asContext())
                        .build())
                .toSpecification();
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        // The caller can send its next call as soon as it has the response.
        handled();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized void handled() {
        running--;
    }

    private static Object errors(String message) {
        return Map.of("errors", List.of(Map.of("message", message)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> variables(Map<String, @Nullable Object> request) {
        return request.get("variables") instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
