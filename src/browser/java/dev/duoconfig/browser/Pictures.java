package dev.duoconfig.browser;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Pictures of pages: for those who change them, in the build directory, and for the documents. */
final class Pictures {

    private static final Path DIRECTORY = Path.of(System.getProperty("duo.pictures", "target/console"));
    private static final Path DOCUMENTS = Path.of("docs/images");
    private static final boolean WRITE_DOCUMENTS = "write".equals(System.getProperty("duo.documents"));
    private static final int MAX_BYTES = 150_000;

    private Pictures() {}

    /** Takes a picture of the whole page, also of what is out of sight. Headers stay where the page is scrolled to. */
    static void take(Page page, String name) {
        page.evaluate("scrollTo(0, 0)");
        var options = new ScreenshotOptions().setFullPage(true);
        write(DIRECTORY.resolve(name + ".png"), page.screenshot(options));
    }

    /**
     * Takes a picture of what is in the window. With {@code -Dduo.documents=write}, the documents get it.
     *
     * @param name the name of the file below {@code docs/images}, without its extension
     */
    static void takeForDocuments(Page page, String name) {
        var picture = compressed(page.screenshot());
        write(DIRECTORY.resolve(name + ".png"), picture);
        assertThat(picture.length).as("bytes of the picture %s", name).isLessThan(MAX_BYTES);
        if (WRITE_DOCUMENTS) {
            write(DOCUMENTS.resolve(name + ".png"), picture);
        }
        assertThat(DOCUMENTS.resolve(name + ".png")).exists();
    }

    /** Writes a text beside the pictures, such as what a screen reader reads. */
    static void writeText(String name, String text) {
        write(DIRECTORY.resolve(name + ".txt"), text.getBytes(UTF_8));
    }

    /** The same picture as a smaller file: the browser compresses for speed. */
    private static byte[] compressed(byte[] picture) {
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        var parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(0);
        var result = new ByteArrayOutputStream();
        try (var output = ImageIO.createImageOutputStream(result)) {
            var image = ImageIO.read(new ByteArrayInputStream(picture));
            var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            opaque.getGraphics().drawImage(image, 0, 0, null);
            writer.setOutput(output);
            writer.write(null, new IIOImage(opaque, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return result.toByteArray();
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
