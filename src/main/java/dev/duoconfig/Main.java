package dev.duoconfig;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.duoconfig.embedded.Durability;
import dev.duoconfig.embedded.Environment;
import dev.duoconfig.embedded.LocalInstallation;
import dev.duoconfig.embedded.StartRefusedException;
import dev.duoconfig.embedded.TemporaryDirectory;
import dev.duoconfig.ops.MemoryExhaustion;
import dev.duoconfig.ops.MigrateCommand;
import dev.duoconfig.ops.ServerCertificate;
import dev.duoconfig.ops.SettingsCheck;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Entry point of the service: provides what is not configured, runs Quarkus, and then shuts everything down in reverse
 * order, whether the process ends by itself or by a signal. See docs/framework.md.
 */
@QuarkusMain
public final class Main {

    /** Set by the build for {@code mvn quarkus:dev} only. */
    private static final String LIVE_RELOAD = "duo-config.live-reload";

    /** The longest DUO_SHUTDOWN_DELAY, and a minute. */
    private static final long SHUTDOWN_LIMIT_SECONDS = 360;

    private static final int START_REFUSED = 1;

    /** The framework's check of request targets responds without a problem, and the service has its own. See docs/framework.md. */
    private static final Map<String, String> FRAMEWORK = Map.of("vertx.disableURIValidation", "true");

    Main() {}

    public static void main(String... args) {
        MemoryExhaustion.endTheProcess();
        if (Boolean.getBoolean(LIVE_RELOAD)) {
            develop(args);
        } else if (args.length > 0) {
            System.exit(command(args));
        } else {
            serve();
        }
    }

    private static int command(String... args) {
        if (args.length > 1 || !args[0].equals(MigrateCommand.NAME)) {
            System.err.println(
                    "Unknown arguments. Without any, the service starts; with migrate alone, the tables of the"
                            + " database are brought up to date.");
            return START_REFUSED;
        }
        try {
            MigrateCommand.run(Environment.ofThisProcess()::get, System.out);
            return 0;
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            return START_REFUSED;
        }
    }

    private static void develop(String... args) {
        try {
            var environment = Environment.ofThisProcess();
            SettingsCheck.run(environment::get, environment.names());
            ServerCertificate.settings(environment::get).forEach(System::setProperty);
            LocalInstallation.openOncePerJvm(environment, Clock.systemUTC()).forEach(System::setProperty);
            Quarkus.run(args);
        } catch (StartRefusedException | ConfigurationException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void serve() {
        var closed = new CountDownLatch(1);
        var hook = new Thread(() -> await(closed), "await-orderly-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        var exit = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        int exitCode;
        try {
            exitCode = run();
        } finally {
            ApplicationLifecycleManager.setDefaultExitCodeHandler(exit);
            closed.countDown();
        }
        if (!isShuttingDown(hook)) {
            exit.accept(exitCode, null);
        }
    }

    private static int run() {
        var exitCode = new AtomicInteger();
        // The default handler ends the process immediately, before the database can be stopped.
        ApplicationLifecycleManager.setDefaultExitCodeHandler((code, cause) -> exitCode.set(code));
        var environment = Environment.ofThisProcess();
        try (var temporary = TemporaryDirectory.create(new SecureRandom())) {
            SettingsCheck.run(environment::get, environment.names());
            temporary.settings().forEach(System::setProperty);
            FRAMEWORK.forEach(System::setProperty);
            ServerCertificate.settings(environment::get).forEach(System::setProperty);
            prepareApplication();
            runInstalled(environment);
            return exitCode.get();
        } catch (StartRefusedException | ConfigurationException e) {
            System.err.println(e.getMessage());
            return START_REFUSED;
        }
    }

    /**
     * Begins the part of Quarkus' start that reads no setting of the installation, while that waits for its database. Quarkus runs it
     * when it first uses the class, and waits until it has run.
     */
    private static void prepareApplication() {
        var preparation = new Thread(
                () -> {
                    try {
                        Class.forName(Application.APP_CLASS_NAME);
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "prepare-application");
        preparation.setDaemon(true);
        preparation.start();
    }

    private static void runInstalled(Environment environment) {
        try (var installation = LocalInstallation.open(environment, Durability.EVERY_COMMIT, Clock.systemUTC())) {
            installation.settings().forEach(System::setProperty);
            MemoryExhaustion.warnUnlessTheJvmEndsItself();
            Quarkus.run();
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            if (!closed.await(SHUTDOWN_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Gave up waiting for an orderly shutdown.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A hook can be removed only until the JVM begins to shut down; from then on, an exit must not be requested. */
    private static boolean isShuttingDown(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
