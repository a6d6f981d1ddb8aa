package dev.duoconfig.ops;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Presents the newest certificate in each handshake. A handshake that has begun keeps its pair, because the name that it has
 * chosen is that of one pair. See docs/framework.md.
 */
final class CurrentKey extends X509ExtendedKeyManager {

    private volatile TlsPair current;
    private volatile TlsPair previous;

    CurrentKey(TlsPair first) {
        this.current = first;
        this.previous = first;
    }

    /** The pair for new handshakes. */
    TlsPair pair() {
        return current;
    }

    /** Uses another pair for new handshakes. */
    void use(TlsPair pair) {
        previous = current;
        current = pair;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        var pair = current;
        return pair.fits(keyType) ? pair.name() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var pair = find(alias);
        return pair == null ? null : pair.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var pair = find(alias);
        return pair == null ? null : pair.privateKey();
    }

    private @Nullable TlsPair find(String alias) {
        var newest = current;
        if (newest.name().equals(alias)) {
            return newest;
        }
        var older = previous;
        return older.name().equals(alias) ? older : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        var alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
