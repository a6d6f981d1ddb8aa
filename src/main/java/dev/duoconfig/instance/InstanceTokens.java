package dev.duoconfig.instance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.duoconfig.apikey.OtherSealedValues;
import dev.duoconfig.apikey.SealedAgain;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.secret.DigestKey;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.UnreadableSecretException;
import dev.duoconfig.store.Rows;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The sealed secrets of GitLab instances: the token, which opens only for the server that it was given for, and the key of the
 * digests by which this service knows which API keys it has sent there.
 */
@ApplicationScoped
class InstanceTokens implements OtherSealedValues {

    private static final String COUNT = """
            select key_id, count(*) from (
                select token_key_id as key_id from gitlab_instance
                union all select digest_key_key_id from gitlab_instance) as sealed
            group by 1""";

    private final InstanceRepository repository;
    private final SecretBox secrets;

    InstanceTokens(InstanceRepository repository, SecretBox secrets) {
        this.repository = repository;
        this.secrets = secrets;
    }

    /**
     * Stores a token for the server in the URL of the GitLab instance. A key for digests that cannot be read is replaced, so that
     * all API keys are sent there again.
     */
    void store(InstanceEntity entity, String token) {
        seal(entity, token);
        if (!secrets.opens(entity.digestKey(), digestKeyLocation(entity.id))) {
            createDigestKey(entity);
        }
    }

    private void seal(InstanceEntity entity, String token) {
        entity.storeToken(secrets.seal(token, tokenLocation(entity.id, entity.url)));
    }

    /** The token in plain text. One that does not open for the server in the URL ends the request with a 409. */
    String open(InstanceEntity entity) {
        return readable(entity.id, () -> secrets.open(entity.token(), tokenLocation(entity.id, entity.url)));
    }

    /** Whether this is the stored token. One that cannot be read counts as different. */
    boolean holds(InstanceEntity entity, String token) {
        return readToken(entity)
                .filter(stored -> MessageDigest.isEqual(
                        stored.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    /** Gives a new GitLab instance a key for digests. */
    void createDigestKey(InstanceEntity entity) {
        entity.storeDigestKey(secrets.seal(DigestKey.random().encoded(), digestKeyLocation(entity.id)));
    }

    /** The key for digests of API keys. One that cannot be read ends the request with a 409. */
    DigestKey digestKey(InstanceEntity entity) {
        return DigestKey.decode(
                readable(entity.id, () -> secrets.open(entity.digestKey(), digestKeyLocation(entity.id))));
    }

    @Override
    public Map<String, Integer> countByMasterKey(Connection connection) throws SQLException {
        var counts = new TreeMap<String, Integer>();
        Rows.each(connection, COUNT, row -> counts.put(row.getString(1), row.getInt(2)));
        return counts;
    }

    /** The tokens: a key for digests is never sent anywhere. */
    @Override
    public List<String> secrets() {
        return repository.listAll().stream()
                .flatMap(entity -> readToken(entity).stream())
                .toList();
    }

    private Optional<String> readToken(InstanceEntity entity) {
        try {
            return Optional.of(secrets.open(entity.token(), tokenLocation(entity.id, entity.url)));
        } catch (UnreadableSecretException e) {
            return Optional.empty();
        }
    }

    @Override
    public SealedAgain sealAgain(SecurityForm before) {
        var done = SealedAgain.NONE;
        for (var entity : repository.listAll()) {
            if (!entity.tokenKeyId.equals(secrets.keyId())) {
                done = done.plus(attempt(() -> seal(entity, open(entity))));
            }
            if (!entity.digestKeyKeyId.equals(secrets.keyId())) {
                var location = digestKeyLocation(entity.id);
                done = done.plus(attempt(() ->
                        entity.storeDigestKey(secrets.seal(secrets.open(entity.digestKey(), location), location))));
            }
        }
        return done;
    }

    private static SealedAgain attempt(Runnable reseal) {
        try {
            reseal.run();
            return SealedAgain.RESEALED;
        } catch (UnreadableSecretException | ApiException e) {
            return SealedAgain.UNREADABLE;
        }
    }

    private static String readable(long id, Supplier<String> open) {
        try {
            return open.get();
        } catch (UnreadableSecretException e) {
            throw new ApiException(
                    ProblemType.GITLAB_TOKEN_UNREADABLE,
                    "The stored token of GitLab instance %d cannot be read. %s Store it again with PATCH /gitlab-instances/%d."
                            .formatted(id, e.getMessage(), id));
        }
    }

    private static SecretLocation tokenLocation(long id, String url) {
        return new SecretLocation("gitlab_instance", id, "token")
                .boundTo(Objects.requireNonNull(HttpUrl.originOf(url)));
    }

    private static SecretLocation digestKeyLocation(long id) {
        return new SecretLocation("gitlab_instance", id, "digest_key");
    }
}
