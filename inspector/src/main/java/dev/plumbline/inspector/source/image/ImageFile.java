package dev.plumbline.inspector.source.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An image file while it is being opened: read-only, its size taken once. */
final class ImageFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final long sizeBytes;

    private ImageFile(Path path, FileChannel channel, long sizeBytes) {
        this.path = path;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    static ImageFile open(Path path) throws NotAnImageException {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new NotAnImageException(path
                        + " is not a regular file; an image that comes from a device or a pipe must be copied first");
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new ImageFile(path, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new NotAnImageException("no such image: " + path, e);
        } catch (AccessDeniedException e) {
            throw new NotAnImageException(path + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new NotAnImageException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** As many bytes as there are from an offset, at most {@code most}; little-endian, position 0. */
    ByteBuffer upTo(long offset, int most) throws NotAnImageException {
        int length = offset >= sizeBytes ? 0 : (int) Math.min(most, sizeBytes - offset);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw refused("was cut at %d while it was read".formatted(offset + bytes.position()));
                }
            }
        } catch (IOException e) {
            throw new NotAnImageException(path + " cannot be read at " + offset + ": " + e.getMessage(), e);
        }
        return bytes.flip();
    }

    /**
     * Exactly so many bytes.
     *
     * @param what the structure they are, for people
     * @throws NotAnImageException if the file ends before
     */
    ByteBuffer exactly(long offset, int length, String what) throws NotAnImageException {
        ByteBuffer bytes = upTo(offset, length);
        if (bytes.limit() < length) {
            throw refused("%s at offset %s needs %d bytes, and the file ends after %d of them"
                    .formatted(what, Long.toUnsignedString(offset), length, bytes.limit()));
        }
        return bytes;
    }

    MappedByteBuffer map(long offset, long length) throws NotAnImageException {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        } catch (IOException e) {
            throw new NotAnImageException(
                    "%s cannot be mapped, %d bytes at %d: %s".formatted(path, length, offset, e.getMessage()), e);
        }
    }

    /** The file's name and what is wrong with it. */
    NotAnImageException refused(String problem) {
        return new NotAnImageException(path + ": " + problem);
    }

    @Override
    public void close() throws NotAnImageException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new NotAnImageException(path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
