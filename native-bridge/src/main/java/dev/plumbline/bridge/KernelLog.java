package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads {@code /dev/kmsg} from its beginning. Each open has its own position, so nothing is consumed; without O_NONBLOCK,
 * which Java cannot ask for, the read behind the last record would wait for the next.
 */
final class KernelLog {

    /** A record with its pairs fits into CONSOLE_EXT_LOG_MAX, 8192 bytes (include/linux/printk.h). */
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path device;
    private final int nonBlockingFlag;
    private final HostErrors errors;

    KernelLog(Path device, int nonBlockingFlag, HostErrors errors) {
        this.device = device;
        this.nonBlockingFlag = nonBlockingFlag;
        this.errors = errors;
    }

    Reading<byte[]> read(Provenance provenance) {
        int limitBytes = SizeLimits.readBytes(provenance.path());
        NativeAnswer<Raw> answer = NativeCalls.get().call(c -> drain(c, limitBytes));
        if (answer instanceof NativeAnswer.Refused<Raw> refused) {
            return errors.reading(provenance, refused);
        }
        if (answer instanceof NativeAnswer.Unavailable<Raw> unavailable) {
            return new Reading.Failed<>(provenance, "must be read without blocking, and " + unavailable.reason());
        }
        Raw raw = answer.answer().orElseThrow();
        if (raw.overwritten()) {
            return wrapped(provenance, "records were overwritten while it was read");
        }
        return raw.text().length() > limitBytes
                ? new Reading.Failed<>(provenance, "holds more than " + limitBytes + " bytes")
                : decode(provenance, raw.text());
    }

    private static Reading<byte[]> decode(Provenance provenance, String records) {
        KmsgDecoder decoder = new KmsgDecoder();
        List<String> lines = records.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                decoder.line(lines.get(i));
            } catch (IOException e) {
                return new Reading.Failed<>(provenance, "line %d: %s".formatted(i + 1, e.getMessage()));
            }
        }
        return decoder.startsLate()
                ? wrapped(provenance, "its first record is number " + decoder.firstSequence())
                : new Reading.Content<>(provenance, decoder.text().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Reading<byte[]> wrapped(Provenance provenance, String how) {
        return new Reading.Absent<>(
                provenance,
                "the kernel log no longer holds its beginning: " + how + "; log_buf_len= makes the ring larger");
    }

    private Raw drain(LinuxCalls calls, int limitBytes) throws ErrnoException {
        int fd = calls.open(device.toString(), nonBlockingFlag);
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            while (all.size() <= limitBytes) {
                int n;
                try {
                    n = calls.read(fd, buffer);
                } catch (ErrnoException e) {
                    if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EPIPE) {
                        return new Raw(all.toString(StandardCharsets.ISO_8859_1), e.errno() == Errno.EPIPE);
                    }
                    throw e;
                }
                if (n == 0) {
                    break;
                }
                byte[] record = new byte[n];
                buffer.get(0, record);
                all.writeBytes(record);
            }
            return new Raw(all.toString(StandardCharsets.ISO_8859_1), false);
        } finally {
            calls.close(fd);
        }
    }

    /**
     * What the device delivered up to its end.
     *
     * @param overwritten whether records were lost between two reads
     */
    private record Raw(String text, boolean overwritten) {}
}
