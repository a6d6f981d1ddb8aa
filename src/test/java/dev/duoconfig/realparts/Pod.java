package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.packaged.PackagedApplication;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pod without a cluster: the packaged application in namespaces of its own, with the entry point and the variables of the
 * Dockerfile, and the user, volumes, secrets, and variables of a manifest. The JVM is process 1, its root is read-only, and it
 * has no capabilities. Needs root, and what Debian has in util-linux. The limit of the memory is not enforced: the JVM is told
 * of it, and a test can ask what was used.
 */
final class Pod implements AutoCloseable {

    /** The group that owns the volumes and secrets of every pod. */
    private static final int FS_GROUP = 20_002;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern ENTRYPOINT = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$");
    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^(?:ENV| {3}) ([A-Z_]+)=\"?([^\"\\\\]*?)\"?(?: \\\\)?$");

    /** Makes the root of the pod and becomes its process 1. */
    private static final String SCRIPT = """
            set -eu
            root=$1 app=$2 java=$3 user=$4 group=$5 fs_group=$6 volumes=$7 secrets=$8
            shift 8
            mount -t tmpfs -o size=1m image "$root"
            for directory in usr bin sbin lib lib64 etc; do
              if [ -L /$directory ]; then
                cp -P /$directory "$root/"
              elif [ -d /$directory ]; then
                mkdir "$root/$directory"
                mount --bind /$directory "$root/$directory"
                mount -o remount,bind,ro "$root/$directory"
              fi
            done
            case $java in /usr/*) ;; *) mkdir -p "$root$java"; mount --bind "$java" "$root$java" ;; esac
            mkdir "$root/app" "$root/proc" "$root/dev"
            mount --bind "$app" "$root/app"
            mount -o remount,bind,ro "$root/app"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            for volume in $volumes; do
              mkdir -p "$root$volume"
              mount -t tmpfs -o size=64m,mode=2777 volume "$root$volume"
              chgrp "$fs_group" "$root$volume"
            done
            for secret in $secrets; do
              mkdir -p "$root${secret#*=}"
              mount -t tmpfs -o size=1m secret "$root${secret#*=}"
              cp "${secret%%=*}"/* "$root${secret#*=}"
              chmod 0440 "$root${secret#*=}"/*
              chgrp "$fs_group" "$root${secret#*=}"/*
              mount -o remount,ro "$root${secret#*=}"
            done
            mount -o remount,ro "$root"
            exec chroot "$root" /bin/sh -c 'cd /app && exec "$@"' sh setpriv --reuid "$user" --regid "$group" \
              --groups "$fs_group" --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
            """;

    private final Process unshare;
    private final Path output;

    private Pod(Process unshare, Path output) {
        this.unshare = unshare;
        this.output = output;
    }

    /**
     * Starts the only container of a pod.
     *
     * @param home a directory for its output
     * @param user the user and the group
     * @param variables variables in addition to those of the image and the manifest, which they replace
     * @param secrets the content of the files of its secret
     */
    static Pod start(Path home, PodSpec spec, User user, Map<String, String> variables, Map<String, String> secrets)
            throws IOException {
        var container = spec.getContainers().get(0);
        var dockerfile = Files.readString(Path.of("Dockerfile"));
        var jar = PackagedApplication.packaged().toAbsolutePath();
        var java = Path.of(System.getProperty("java.home"));
        var secret = Files.createTempDirectory(home, "secret-");
        for (var file : secrets.entrySet()) {
            Files.writeString(secret.resolve(file.getKey()), file.getValue());
        }
        var command = Namespaces.command("-c", SCRIPT);
        command.addAll(List.of(
                Files.createTempDirectory(home, "root-").toString(),
                jar.resolveSibling(".").normalize().toString(),
                java.toString(),
                String.valueOf(user.id()),
                String.valueOf(user.group()),
                String.valueOf(FS_GROUP),
                mounts(spec, false, ""),
                mounts(spec, true, secret + "=")));
        command.addAll(entryPoint(dockerfile));
        command.addAll(container.getArgs());
        var output = Files.createTempFile(home, "pod-", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        var environment = builder.environment();
        environment.clear();
        environment.put("PATH", java.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.putAll(environment(dockerfile));
        container.getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        environment.putAll(variables);
        environment.merge("JAVA_TOOL_OPTIONS", " -XX:MaxRAM=" + memory(container), String::concat);
        return new Pod(builder.start(), output);
    }

    /** The limit of a container's memory in bytes. */
    static long memory(Container container) {
        var limit = Objects.requireNonNull(container.getResources().getLimits().get("memory"));
        return limit.getNumericalAmount().longValueExact();
    }

    private static List<String> entryPoint(String dockerfile) throws IOException {
        var found = ENTRYPOINT.matcher(dockerfile);
        assertThat(found.find()).isTrue();
        return List.of(new ObjectMapper().readValue(found.group(1), String[].class));
    }

    private static Map<String, String> environment(String dockerfile) {
        var variables = new LinkedHashMap<String, String>();
        VARIABLE.matcher(dockerfile.substring(dockerfile.indexOf("\nENV ")))
                .results()
                .forEach(found -> variables.put(found.group(1), found.group(2)));
        assertThat(variables).containsKeys("QUARKUS_HTTP_HOST", "JAVA_TOOL_OPTIONS");
        return variables;
    }

    private static String mounts(PodSpec spec, boolean secret, String prefix) {
        var places = new ArrayList<String>();
        for (var mount : spec.getContainers().get(0).getVolumeMounts()) {
            spec.getVolumes().stream()
                    .filter(volume -> volume.getName().equals(mount.getName()))
                    .filter(volume -> (volume.getSecret() != null) == secret)
                    .forEach(volume -> places.add(prefix + mount.getMountPath()));
        }
        return String.join(" ", places);
    }

    /** The process 1 of the pod. */
    ProcessHandle process() {
        return unshare.children().findFirst().orElseThrow(() -> new AssertionError(log()));
    }

    /** A line of what the kernel says about the process, such as {@code VmHWM}. */
    String status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process().pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** The places that the process can write to, as far as the file systems are concerned. */
    List<String> writableMounts() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process().pid()), "mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount -> List.of(mount[3].split(",")).contains("rw"))
                .map(mount -> mount[1])
                .toList();
    }

    /** A file of the pod. */
    Path file(String path) {
        return Path.of("/proc", String.valueOf(process().pid()), "root", path);
    }

    boolean isRunning() {
        return unshare.isAlive();
    }

    int awaitExit() throws InterruptedException {
        assertThat(unshare.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        return unshare.exitValue();
    }

    String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        unshare.destroyForcibly();
    }

    /** The numbers of a user and of its group. */
    record User(int id, int group) {}
}
