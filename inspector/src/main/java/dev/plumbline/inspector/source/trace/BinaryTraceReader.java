package dev.plumbline.inspector.source.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.CRC32;

/** Reads a binary trace. Nothing of a block is handed on before its checksum is found right. */
final class BinaryTraceReader {

    private final InputStream in;
    private final TraceSink sink;
    private final byte[] payload = new byte[BinaryTrace.MAX_PAYLOAD_BYTES];
    private long offset;
    private long references;
    private long nextInstruction;
    private long lastData;
    private int at;

    BinaryTraceReader(InputStream in, TraceSink sink) {
        this.in = in;
        this.sink = sink;
    }

    TraceSummary read() throws IOException {
        in.skipNBytes(BinaryTrace.MAGIC_BYTES);
        offset = BinaryTrace.MAGIC_BYTES;
        int version = oneByte();
        if (version != BinaryTrace.VERSION) {
            throw damage("version " + version + "; known is " + BinaryTrace.VERSION);
        }
        long inBlock = varint();
        while (inBlock != 0) {
            long length = varint();
            if (length <= 0 || length > payload.length || inBlock < 0 || inBlock > length) {
                throw damage(
                        "a block of %d references in %d bytes; a block has 1 to %d bytes, each reference one at least"
                                .formatted(inBlock, length, payload.length));
            }
            block(inBlock, (int) length);
            inBlock = varint();
        }
        long promised = varint();
        if (promised != references) {
            throw damage("ends with a count of %d references after %d".formatted(promised, references));
        }
        if (in.read() >= 0) {
            throw damage("bytes follow the end of the trace");
        }
        return new TraceSummary("binary trace, version " + version, references, 0, List.of());
    }

    private void block(long inBlock, int length) throws IOException {
        long expected = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            expected |= (long) oneByte() << (8 * i);
        }
        int got = in.readNBytes(payload, 0, length);
        if (got < length) {
            throw damage("is cut: a block of %d bytes ends after %d".formatted(length, got));
        }
        CRC32 crc = new CRC32();
        crc.update(payload, 0, length);
        if (crc.getValue() != expected) {
            throw damage("a block's checksum is %08x, its bytes give %08x".formatted(expected, crc.getValue()));
        }
        at = 0;
        for (long i = 0; i < inBlock; i++) {
            reference(length);
        }
        if (at != length) {
            throw damage("a block has %d bytes beyond its %d references".formatted(length - at, inBlock));
        }
        offset += length;
        references += inBlock;
    }

    private void reference(int length) throws TraceFormatException {
        int control = at < length ? payload[at++] : -1;
        if ((control & ~BinaryTrace.CONTROL_MASK) != 0) {
            throw damage("byte %d of a block is no control byte".formatted(at));
        }
        int kind = control & BinaryTrace.KIND_MASK;
        int code = (control >> BinaryTrace.SIZE_SHIFT) & BinaryTrace.SIZE_MASK;
        long size = code == BinaryTrace.EXPLICIT_SIZE ? varint(length) : 1L << code;
        if (size < 1 || size > TraceReader.MAX_SIZE_BYTES) {
            throw damage("a reference of %d bytes; 1 to %d are allowed".formatted(size, TraceReader.MAX_SIZE_BYTES));
        }
        long difference = 0;
        if ((control & BinaryTrace.AS_PREDICTED) == 0) {
            long zigzag = varint(length);
            difference = (zigzag >>> 1) ^ -(zigzag & 1);
        }
        boolean instruction = kind == TraceSink.INSTRUCTION;
        long address = (instruction ? nextInstruction : lastData) + difference;
        if (instruction) {
            nextInstruction = address + size;
        } else {
            lastData = address;
        }
        sink.reference(address, (int) size, kind);
    }

    /** Of the payload. */
    private long varint(int length) throws TraceFormatException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= length) {
                throw damage("a number runs over the end of a block");
            }
            byte b = payload[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damage("a number of more than ten bytes");
    }

    /** Of the stream. */
    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = oneByte();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw damage("a number of more than ten bytes");
    }

    private int oneByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw damage("is cut: the end of the trace is missing");
        }
        offset++;
        return b;
    }

    private TraceFormatException damage(String what) {
        return new TraceFormatException(
                "binary trace, byte %d, after %d references: %s".formatted(offset, references, what));
    }
}
