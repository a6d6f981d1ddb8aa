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
import javax.net.ssl.TrustManagerFactory;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A certificate authority for one test run, and the certificates that it issued. */
public final class TestAuthority {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");

    private final Path keyStore;

    private TestAuthority(Path keyStore) {
        this.keyStore = keyStore;
    }

    /** Creates an authority with its key store in a directory. */
    public static TestAuthority in(Path directory) throws IOException, InterruptedException {
        var authority = new TestAuthority(directory.resolve("test.p12"));
        authority.keytool(EC, "-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        return authority;
    }

    /** Issues a certificate with an EC key. */
    public void issue(String alias, String subjectAlternativeName, String startDate, int days)
            throws IOException, InterruptedException {
        issue(alias, subjectAlternativeName, startDate, days, EC);
    }

    /** Issues a certificate with an RSA key. */
    public void issueRsa(String alias, String subjectAlternativeName) throws IOException, InterruptedException {
        issue(alias, subjectAlternativeName, "-1d", 30, RSA);
    }

    private void issue(String alias, String subjectAlternativeName, String startDate, int days, List<String> keyOptions)
            throws IOException, InterruptedException {
        var extension = "san=" + subjectAlternativeName;
        var validity = Integer.toString(days);
        keytool(
                keyOptions,
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
        var certificate = load().getCertificate("ca").getEncoded();
        return Files.writeString(keyStore.resolveSibling("ca.pem"), pem("CERTIFICATE", certificate), US_ASCII);
    }

    /** The certificate of an alias and that of the authority, in PEM. */
    public String chain(String alias) throws IOException, GeneralSecurityException {
        var text = new StringBuilder();
        for (var certificate : load().getCertificateChain(alias)) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }

    /** The private key of an alias in PEM, in the form PKCS #8. */
    public String key(String alias) throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", load().getKey(alias, PASSWORD).getEncoded());
    }

    /** Bytes in PEM. */
    public static String pem(String label, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
    }

    /** The TLS context of a client that trusts this authority only. */
    public SSLContext client() throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", load().getCertificate("ca"));
        var authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        authorities.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, authorities.getTrustManagers(), null);
        return context;
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

    private void keytool(List<String> keyOptions, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(keyOptions);
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }
}
