package dev.duoconfig.gitlab;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.outbound.OutboundFixture;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Clients of GitLabs on the loopback interface. */
final class Connection implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(400);

    private final OutboundFixture outbound = new OutboundFixture();

    GitLabClient client(String url) {
        return client(url, GitLabDouble.TOKEN);
    }

    GitLabClient client(String url, String token) {
        return new GitLabClient(
                HttpUrl.parseBase(url),
                token,
                Allowlist.parse(List.of("127.0.0.1")),
                Trust.ADMINISTRATOR,
                outbound.client(),
                new ObjectMapper());
    }

    GitLabReader reader(GitLabDouble gitlab) {
        return reader(gitlab.url(), GitLabDouble.TOKEN);
    }

    GitLabReader reader(String url, String token) {
        return new GitLabReader(client(url, token), new GitLabReader.Limits(LONG, LONG, 1000, 1000));
    }

    static GitLabException failure(ThrowingCallable call) {
        return catchThrowableOfType(GitLabException.class, call);
    }

    @Override
    public void close() {
        outbound.close();
    }
}
