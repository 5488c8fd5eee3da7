package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * PROCMAP_QUERY (Linux 6.11): asks an open {@code maps} for one mapping at a time, in binary. Structure: {@code struct
 * procmap_query}, include/uapi/linux/fs.h.
 */
final class ProcmapQuery {

    /** {@code _IOWR('f', 17, struct procmap_query)}; the direction bits of _IOWR are the same on every architecture. */
    private static final long PROCMAP_QUERY = 0xC0686611L;

    private static final int ARGUMENT_BYTES = 104;
    private static final int NAME_BYTES = 4096;

    private static final int AT_FLAGS = 8;
    private static final int AT_ADDRESS = 16;
    private static final int AT_START = 24;
    private static final int AT_END = 32;
    private static final int AT_VMA_FLAGS = 40;
    private static final int AT_PAGE_SIZE = 48;
    private static final int AT_OFFSET = 56;
    private static final int AT_INODE = 64;
    private static final int AT_MAJOR = 72;
    private static final int AT_MINOR = 76;
    private static final int AT_NAME_SIZE = 80;
    private static final int AT_NAME_ADDRESS = 88;

    private static final long COVERING_OR_NEXT = 0x10;

    private final LinuxCalls calls;
    private final int fd;
    private final ByteBuffer argument =
            ByteBuffer.allocateDirect(ARGUMENT_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer name = ByteBuffer.allocateDirect(NAME_BYTES);

    ProcmapQuery(LinuxCalls calls, int fd) {
        this.calls = calls;
        this.fd = fd;
    }

    /** Every mapping. Each is consistent in itself; a process that maps meanwhile may show up between two of them. */
    List<MappedRange> all() throws ErrnoException {
        List<MappedRange> found = new ArrayList<>();
        long address = 0;
        while (true) {
            try {
                MappedRange next = coveringOrNext(address);
                found.add(next);
                address = next.span().end();
            } catch (ErrnoException e) {
                if (e.errno() == Errno.ENOENT) {
                    return found;
                }
                throw e;
            }
        }
    }

    private MappedRange coveringOrNext(long address) throws ErrnoException {
        argument.clear();
        for (int i = 0; i < ARGUMENT_BYTES; i += Long.BYTES) {
            argument.putLong(i, 0);
        }
        argument.putLong(0, ARGUMENT_BYTES).putLong(AT_FLAGS, COVERING_OR_NEXT).putLong(AT_ADDRESS, address);
        argument.putInt(AT_NAME_SIZE, NAME_BYTES).putLong(AT_NAME_ADDRESS, calls.addressOf(name));
        calls.ioctl(fd, PROCMAP_QUERY, argument);
        return new MappedRange(
                new Span(argument.getLong(AT_START), argument.getLong(AT_END)),
                permissions(argument.getLong(AT_VMA_FLAGS)),
                argument.getLong(AT_OFFSET),
                argument.getInt(AT_MAJOR),
                argument.getInt(AT_MINOR),
                argument.getLong(AT_INODE),
                name(argument.getInt(AT_NAME_SIZE)),
                OptionalLong.of(argument.getLong(AT_PAGE_SIZE)));
    }

    private static String permissions(long flags) {
        return ((flags & 1) != 0 ? "r" : "-")
                + ((flags & 2) != 0 ? "w" : "-")
                + ((flags & 4) != 0 ? "x" : "-")
                + ((flags & 8) != 0 ? "s" : "p");
    }

    /** @param sizeBytes with the terminating zero; zero where the mapping has no name */
    private String name(int sizeBytes) {
        byte[] bytes = new byte[Math.max(0, Math.min(sizeBytes, NAME_BYTES) - 1)];
        name.get(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
