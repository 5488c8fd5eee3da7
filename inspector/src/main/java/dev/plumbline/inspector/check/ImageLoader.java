package dev.plumbline.inspector.check;

import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.observed.Damage;
import dev.plumbline.inspector.observed.FrameIndex.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads an image's frames in one forward pass. Frames of zeros, of which an image has many, share their bytes. */
final class ImageLoader {

    /** More would tell nobody anything. */
    private static final int MOST_DAMAGE = 64;

    private final ImageLayout layout;
    private final List<Damage> damage;
    private final FrameMemory memory;
    private final byte[] zeros;

    ImageLoader(ImageLayout layout, List<Damage> found) {
        this.layout = layout;
        this.damage = new ArrayList<>(found);
        this.memory = new FrameMemory(layout.frameShift());
        this.zeros = new byte[1 << layout.frameShift()];
    }

    CaptureImage load(InputStream in) throws IOException {
        int frameBytes = zeros.length;
        byte[] last = zeros;
        long lastOffset = -1;
        long position = 0;
        for (Row row : layout.rows()) {
            if (row.offset() != lastOffset) {
                if (row.offset() < position) {
                    refuse(row, "an offset at which no other frame lies");
                    continue;
                }
                position += skip(in, row.offset() - position);
                byte[] bytes = in.readNBytes(frameBytes);
                if (bytes.length < frameBytes) {
                    truncated(row, position + bytes.length);
                    break;
                }
                position += frameBytes;
                lastOffset = row.offset();
                last = Arrays.equals(bytes, zeros) ? zeros : bytes;
            }
            hold(row, last);
        }
        return new CaptureImage(memory, frameBytes, damage);
    }

    private void hold(Row row, byte[] bytes) {
        if ((row.address().value() & (bytes.length - 1)) != 0) {
            refuse(row, "the address of a frame of %d bytes".formatted(bytes.length));
        } else if (memory.window(row.address()).isPresent()) {
            refuse(row, "a frame that no other line names");
        } else {
            memory.put(row.address(), bytes);
        }
    }

    private void refuse(Row row, String allowed) {
        if (damage.size() < MOST_DAMAGE) {
            damage.add(new Damage(CaptureImage.INDEX, row.line(), row.address() + "," + row.offset(), allowed));
        }
    }

    private void truncated(Row first, long length) {
        long missing =
                layout.rows().stream().filter(r -> r.offset() >= first.offset()).count();
        damage.add(new Damage(
                CaptureImage.FRAMES,
                0,
                "%d bytes".formatted(length),
                "%d more frames of %d bytes, the first of them %s (%s line %d)"
                        .formatted(missing, zeros.length, first.address(), CaptureImage.INDEX, first.line())));
    }

    private static long skip(InputStream in, long bytes) throws IOException {
        long skipped = 0;
        while (skipped < bytes) {
            long step = in.skip(bytes - skipped);
            if (step <= 0) {
                if (in.read() < 0) {
                    return skipped;
                }
                step = 1;
            }
            skipped += step;
        }
        return skipped;
    }
}
