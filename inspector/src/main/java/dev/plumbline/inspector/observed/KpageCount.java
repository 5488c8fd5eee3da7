package dev.plumbline.inspector.observed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/**
 * {@code /proc/kpagecount}: how often each page frame is mapped, in the byte order of the kernel that wrote it. Frames
 * without a {@code struct page} have zero.
 *
 * <p>Source: {@code kpagecount_read}, fs/proc/page.c.
 */
public final class KpageCount {

    private KpageCount() {}

    /**
     * Reads every frame's count.
     *
     * @param path what messages call the file
     * @param in from frame 0
     * @param order as {@link KpageFlags} found it: counts do not tell
     * @throws IOException if the stream fails
     */
    public static Parsed<FrameWords> read(String path, InputStream in, ByteOrder order, FrameVisitor visitor)
            throws IOException {
        return FrameWords.read(path, in, start -> order, visitor);
    }
}
