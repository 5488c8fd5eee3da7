package dev.plumbline.inspector.source.image;

import java.nio.ByteBuffer;

/**
 * A LiME image: ranges of RAM, each behind a header of 32 bytes (doc/README.md of LiME, "Format"): magic, version, first and last
 * address, eight bytes reserved.
 */
final class Lime {

    private static final int MAGIC = 0x4c694d45;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;

    private Lime() {}

    static boolean matches(ByteBuffer head) {
        return head.limit() >= 4 && head.getInt(0) == MAGIC;
    }

    /** Reads the headers into claims. */
    static Claims read(ImageFile file) throws NotAnImageException {
        Claims claims = new Claims(file);
        long at = 0;
        while (at < file.sizeBytes()) {
            ByteBuffer header = file.exactly(at, HEADER_BYTES, "the header of a LiME range");
            if (header.getInt(0) != MAGIC) {
                throw file.refused("has %#x at offset %d, where a LiME range begins with %#x"
                        .formatted(header.getInt(0), at, MAGIC));
            }
            if (header.getInt(4) != VERSION) {
                throw file.refused(
                        "LiME range at offset %d: version %d; allowed is %d".formatted(at, header.getInt(4), VERSION));
            }
            long first = header.getLong(8);
            long last = header.getLong(16);
            if (Long.compareUnsigned(last, first) < 0) {
                throw file.refused(
                        "LiME range at offset %d: ends at %#x, before it starts at %#x".formatted(at, last, first));
            }
            long data = at + HEADER_BYTES;
            claims.add(first, last, data);
            long heldBeyondFirst = file.sizeBytes() - data - 1;
            if (Long.compareUnsigned(last - first, heldBeyondFirst) >= 0) {
                return claims;
            }
            at = data + (last - first) + 1;
        }
        return claims;
    }
}
