package dev.duoconfig.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A certificate authority for one test run, and the certificates that it issued. */
public final class TestAuthority {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path keyStore;

    private TestAuthority(Path keyStore) {
        this.keyStore = keyStore;
    }

    /** Creates an authority with its key store in a directory. */
    public static TestAuthority in(Path directory) throws IOException, InterruptedException {
        var authority = new TestAuthority(directory.resolve("test.p12"));
        authority.keytool("-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        return authority;
    }

    /** Issues a certificate. */
    public void issue(String alias, String subjectAlternativeName, String startDate, int days)
            throws IOException, InterruptedException {
        var extension = "san=" + subjectAlternativeName;
        var validity = Integer.toString(days);
        keytool(
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-ext",
                extension,
                "-startdate",
                startDate,
                "-validity",
                validity,
                "-signer",
                "ca");
    }

    /** The PEM file with the certificate of the authority. */
    public Path pem() throws IOException, GeneralSecurityException {
        byte[] certificate = load().getCertificate("ca").getEncoded();
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(keyStore.resolveSibling("ca.pem"), pem, US_ASCII);
    }

    /** The TLS context of a server that presents the certificate of an alias. */
    public SSLContext server(String alias) throws IOException, GeneralSecurityException {
        var one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        var all = load();
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        var loaded = KeyStore.getInstance("PKCS12");
        try (var file = Files.newInputStream(keyStore)) {
            loaded.load(file, PASSWORD);
        }
        return loaded;
    }

    private void keytool(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }
}
