package dev.duoconfig.catalogue;

/** A catalogue file is invalid. The message names the file, and the line or key at fault. */
public final class CatalogueException extends RuntimeException {

    CatalogueException(String message) {
        super(message);
    }

    CatalogueException(String message, Throwable cause) {
        super(message, cause);
    }
}
