package dev.duoconfig.browser;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Pictures of pages, for those who change them, and for the documents. */
final class Pictures {

    /** Null unless somebody wants to look at the pages. */
    private static final @Nullable Path DIRECTORY = Optional.ofNullable(System.getProperty("duo.pictures"))
            .map(Path::of)
            .orElse(null);

    private static final Path DOCUMENTS = Path.of("docs/images");
    private static final boolean WRITE_DOCUMENTS = "write".equals(System.getProperty("duo.documents"));
    private static final int MAX_BYTES = 150_000;

    private Pictures() {}

    /**
     * Takes a picture of the whole page, also of what is out of sight, if {@code -Dduo.pictures} names a directory for it. Headers
     * stay where the page is scrolled to.
     */
    static void take(Page page, String name) {
        if (DIRECTORY != null) {
            page.evaluate("scrollTo(0, 0)");
            var options = new ScreenshotOptions().setFullPage(true);
            write(DIRECTORY.resolve(name + ".png"), page.screenshot(options));
        }
    }

    /**
     * With {@code -Dduo.documents=write}, takes a picture of what is in the window for the documents.
     *
     * @param name the name of the file below {@code docs/images}, without its extension
     */
    static void keepForDocuments(Page page, String name) {
        var file = DOCUMENTS.resolve(name + ".png");
        if (WRITE_DOCUMENTS) {
            write(file, compressed(page.screenshot()));
        }
        assertThat(file).exists();
        assertThat(file.toFile().length()).as("bytes of %s", file).isLessThan(MAX_BYTES);
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
