package dev.plumbline.bridge;

import java.io.IOException;
import java.io.InputStream;

/**
 * Consumes a large kernel file in one forward pass.
 *
 * @param <T> what it makes of the file
 */
@FunctionalInterface
public interface StreamReader<T> {

    /**
     * Reads the stream; need not read it to its end and must not keep it.
     *
     * @throws IOException if the stream fails or ends early
     */
    T read(InputStream in) throws IOException;
}
