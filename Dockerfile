# The image of Duo Config. It is meant for an external PostgreSQL (14 or newer): the embedded database needs a persistent
# directory and listens on the loopback interface only, and neither suits a container.
#
#   docker build --build-arg REVISION="$(git rev-parse HEAD)" -t duo-config .
#   docker run -p 8080:8080 -v "$PWD/master.key:/run/secrets/master.key:ro" \
#     -e DUO_DATABASE_URL=jdbc:postgresql://db.example.com:5432/duo_config \
#     -e DUO_DATABASE_USERNAME=duo_config -e DUO_DATABASE_PASSWORD=... \
#     -e DUO_MASTER_KEY_FILE=/run/secrets/master.key \
#     -e DUO_OIDC_ISSUER=https://login.example.com/realms/gitlab \
#     duo-config
#
# Environment variables; docs/settings.md lists every setting:
#   DUO_DATABASE_URL        required; JDBC URL of the database
#   DUO_DATABASE_USERNAME   required
#   DUO_DATABASE_PASSWORD   required
#   DUO_MASTER_KEY_FILE     required (or DUO_MASTER_KEY); encrypts the API keys. User 10001 must be able to read the file
#   DUO_OIDC_ISSUER         the issuer of tokens; without it, the service signs its own; set DUO_DATA_DIR to a
#                           directory of user 10001 in a volume, which the service creates if it can
#   AI_GATEWAY_URL          optional; the AI gateway URL while none is stored
#   DUO_SHUTDOWN_DELAY      optional; how long requests are still taken after SIGTERM, 5s by default. docker stop kills the
#                           process after 10 s, which leaves little for a longer delay
#   JAVA_TOOL_OPTIONS       optional; replaces the size of the heap below. The other options of the JVM are in /app/java-options
#
# Each secret can be in a file instead, which the variable with _FILE behind its name names: DUO_DATABASE_URL_FILE, and so on.
#
# With the argument migrate, a container brings the tables up to date and ends: docker run ... duo-config migrate
#
# The root file system may be read-only if /tmp is writable. The service runs as any user.

# Any image with Maven 3.8+ and a JDK 17+ can build; any with a JRE 25+, bash, and the user nobody can run. To pin them, pass them with
# their digests:
#   --build-arg BUILD_IMAGE=docker.io/library/maven@sha256:<digest>
#   --build-arg RUN_IMAGE=docker.io/library/eclipse-temurin@sha256:<digest>
ARG BUILD_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-17
ARG RUN_IMAGE=docker.io/library/eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY .mvn/ .mvn/
COPY pom.xml openapi.yaml ./
COPY src/main/ src/main/
# The metric duo_build_info shows the commit, which the build finds in a repository only.
ARG REVISION=unknown
RUN mkdir -p src/main/resources/META-INF && \
    echo "git.commit.id=${REVISION}" > src/main/resources/META-INF/duo-config-build.properties
# Run the tests with `mvn verify` before building an image. The cache mount keeps downloads between builds.
RUN --mount=type=cache,target=/root/.m2 mvn -B -DskipTests -Dgit-commit-id.skip package

FROM ${RUN_IMAGE} AS application
# The layers are ordered from the least to the most frequently changed. Files stay owned by root: the service only reads them.
WORKDIR /app
COPY --from=build /build/target/quarkus-app/lib/ lib/
COPY --from=build /build/target/quarkus-app/*.jar /build/target/quarkus-app/java-options ./
COPY --from=build /build/target/quarkus-app/app/ app/
COPY --from=build /build/target/quarkus-app/quarkus/ quarkus/

# A start for the AOT cache, with the embedded database, which does not run as root. The JVM that makes the cache must be the one that uses
# it, and the JARs the same.
FROM application AS cache
COPY bin/aot-cache /usr/local/bin/
USER nobody
RUN bash /usr/local/bin/aot-cache /app/quarkus-run.jar /tmp/duo-config.aot @java-options -XX:MaxRAM=512m -XX:MaxRAMPercentage=50 && \
    { cat java-options; echo "-XX:AOTCache=/app/duo-config.aot"; } > /tmp/java-options

FROM application
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Duo Config" \
      org.opencontainers.image.description="Decides which model serves which GitLab Duo feature on a self-managed GitLab, and says why." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

COPY --chown=0:0 --from=cache /tmp/duo-config.aot /tmp/java-options ./

# The heap follows the container's memory limit: 512 MiB gives the 256 MiB of heap that the benchmarks run with, including
# the one with 10,000 models. Half is left for what is outside of the heap, which needs at most as much. Logs are JSON, for machines.
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    DUO_LOG_JSON=true \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50"

# A numeric user lets an orchestrator verify that it is not root.
USER 10001:10001
EXPOSE 8080

# There is no HEALTHCHECK: the OCI format has none and the image contains no HTTP client. Probe /q/health/live and
# /q/health/ready, over HTTPS if DUO_TLS_CERTIFICATE_FILE is set. The exec form makes the JVM process 1: SIGTERM reaches it,
# and it reads JAVA_TOOL_OPTIONS itself. A JVM that runs out of memory exits, so that the orchestrator restarts it.
ENTRYPOINT ["java", "@/app/java-options", "-jar", "/app/quarkus-run.jar"]
