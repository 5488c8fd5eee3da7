package dev.plumbline.inspector.source.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The binary form of a trace, version 1. {@code docs/tlb.md} describes it.
 *
 * <p>Eight bytes of magic, one of version, then blocks: a varint with the number of references, a varint with the bytes of
 * payload, the payload's CRC-32 (four bytes, little-endian), the payload. A block without references ends the trace; after
 * it stands a varint with the number of all references. In the payload each reference is a control byte (kind in bits 1:0,
 * size code in bits 4:2, bit 5 set where the address is as predicted), then the size as a varint where the code is 7, then the
 * difference from the predicted address as a zigzag varint where bit 5 is clear. Predicted is, for an instruction, where the
 * last one ended; for data, where the last one began.
 */
final class BinaryTrace {

    static final int MAGIC_BYTES = 8;
    static final int VERSION = 1;
    static final int MAX_PAYLOAD_BYTES = 1 << 20;

    /** A control byte, a size of three bytes, a difference of ten. */
    static final int MAX_REFERENCE_BYTES = 14;

    static final int KIND_MASK = 3;
    static final int SIZE_SHIFT = 2;
    static final int SIZE_MASK = 7;
    static final int EXPLICIT_SIZE = 7;
    static final int AS_PREDICTED = 1 << 5;
    static final int CONTROL_MASK = (AS_PREDICTED << 1) - 1;

    /** Sizes of the codes 0 to 6. */
    static final int CODED_SIZES = 7;

    private static final byte[] MAGIC = "PLUMBTR\n".getBytes(StandardCharsets.US_ASCII);

    private BinaryTrace() {}

    static byte[] magic() {
        return MAGIC.clone();
    }

    static boolean isMagic(byte[] bytes) {
        return Arrays.equals(bytes, MAGIC);
    }

    /** The code of a size: its logarithm for powers of two up to 64 bytes. */
    static int sizeCode(int sizeBytes) {
        int log = Integer.numberOfTrailingZeros(sizeBytes);
        return Integer.bitCount(sizeBytes) == 1 && log < CODED_SIZES ? log : EXPLICIT_SIZE;
    }
}
