package dev.plumbline.inspector.source.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;

/** Writes the references it receives as a binary trace. Closing it completes the trace; the stream is left open. */
public final class BinaryTraceWriter implements TraceSink, Closeable {

    private final OutputStream out;
    private final byte[] payload = new byte[BinaryTrace.MAX_PAYLOAD_BYTES];
    private final byte[] header = new byte[32];
    private int length;
    private long inBlock;
    private long references;
    private long nextInstruction;
    private long lastData;

    /** @throws IOException if the beginning cannot be written */
    public BinaryTraceWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write(BinaryTrace.magic());
        out.write(BinaryTrace.VERSION);
    }

    /** @throws UncheckedIOException if a block cannot be written */
    @Override
    public void reference(long address, int sizeBytes, int kind) {
        if (length > payload.length - BinaryTrace.MAX_REFERENCE_BYTES) {
            try {
                flushBlock();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        boolean instruction = kind == INSTRUCTION;
        long difference = address - (instruction ? nextInstruction : lastData);
        int code = BinaryTrace.sizeCode(sizeBytes);
        int control = kind | (code << BinaryTrace.SIZE_SHIFT) | (difference == 0 ? BinaryTrace.AS_PREDICTED : 0);
        payload[length++] = (byte) control;
        if (code == BinaryTrace.EXPLICIT_SIZE) {
            length = varint(sizeBytes, payload, length);
        }
        if (difference != 0) {
            length = varint((difference << 1) ^ (difference >> (Long.SIZE - 1)), payload, length);
        }
        if (instruction) {
            nextInstruction = address + sizeBytes;
        } else {
            lastData = address;
        }
        inBlock++;
    }

    private static int varint(long value, byte[] bytes, int at) {
        int next = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        return next;
    }

    private void flushBlock() throws IOException {
        if (inBlock == 0) {
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(payload, 0, length);
        int at = varint(length, header, varint(inBlock, header, 0));
        for (int i = 0; i < Integer.BYTES; i++) {
            header[at++] = (byte) (crc.getValue() >>> (8 * i));
        }
        out.write(header, 0, at);
        out.write(payload, 0, length);
        references += inBlock;
        inBlock = 0;
        length = 0;
    }

    @Override
    public void close() throws IOException {
        flushBlock();
        int at = varint(references, header, varint(0, header, 0));
        out.write(header, 0, at);
        out.flush();
    }
}
