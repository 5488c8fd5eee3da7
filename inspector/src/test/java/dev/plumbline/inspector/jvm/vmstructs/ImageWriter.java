package dev.plumbline.inspector.jvm.vmstructs;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a loaded image by the gABI, of either word size and byte order, with symbols in a DT_HASH table of one chain. */
final class ImageWriter {

    static final long START = 0x10000;
    private static final int SIZE_BYTES = 1 << 16;
    private static final int DYNAMIC = 0x200;
    private static final int HASH = 0x400;
    private static final int SYMBOLS = 0x800;
    private static final int DATA = 0x4000;

    private final ByteBuffer image;
    private final int word;
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private int free = DATA;

    ImageWriter(int wordBytes, ByteOrder order) {
        this.word = wordBytes;
        this.image = ByteBuffer.allocate(SIZE_BYTES).order(order);
    }

    ByteOrder order() {
        return image.order();
    }

    /** Puts data of words and 8-byte numbers somewhere. */
    long data(byte[] bytes) {
        long at = START + free;
        image.put(free, bytes);
        free += (bytes.length + 15) & -8;
        return at;
    }

    long text(String text) {
        return data((text + '\0').getBytes(StandardCharsets.ISO_8859_1));
    }

    void symbol(String name, long address) {
        symbols.put(name, address - START);
    }

    /** An 8-byte variable, as the layout's are. */
    void number(String name, long value) {
        symbol(
                name,
                data(ByteBuffer.allocate(8).order(image.order()).putLong(value).array()));
    }

    /** A pointer variable. */
    void pointer(String name, long value) {
        symbol(name, data(words(value)));
    }

    byte[] words(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * word).order(image.order());
        for (long value : values) {
            put(bytes, bytes.position(), value);
            bytes.position(bytes.position() + word);
        }
        return bytes.array();
    }

    /** The process, in which nothing but the image is mapped. */
    ProcessMemory write() {
        boolean wide = word == 8;
        image.putInt(0, image.order() == ByteOrder.BIG_ENDIAN ? 0x7f454c46 : 0x464c457f);
        image.put(4, (byte) (wide ? 2 : 1)).put(5, (byte) (image.order() == ByteOrder.BIG_ENDIAN ? 2 : 1));
        put(image, wide ? 32 : 28, wide ? 64 : 52);
        image.putShort(wide ? 54 : 42, (short) (wide ? 56 : 32)).putShort(wide ? 56 : 44, (short) 2);
        program(wide ? 64 : 52, 1, 0, SIZE_BYTES);
        program(wide ? 120 : 84, 2, DYNAMIC, 8L * word);
        int names = free;
        int index = 1;
        int name = names + 1;
        image.putInt(HASH, 1).putInt(HASH + 4, symbols.size() + 1).putInt(HASH + 8, 1);
        for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
            int at = SYMBOLS + index * (wide ? 24 : 16);
            image.putInt(at, name - names).putShort(at + (wide ? 6 : 14), (short) 1);
            put(image, at + (wide ? 8 : 4), symbol.getValue());
            image.putInt(HASH + 12 + 4 * index, index < symbols.size() ? index + 1 : 0);
            image.put(name, symbol.getKey().getBytes(StandardCharsets.ISO_8859_1));
            name += symbol.getKey().length() + 1;
            index++;
        }
        image.put(DYNAMIC, words(4, HASH, 5, names, 6, SYMBOLS, 0, 0));
        byte[] bytes = image.array();
        return (address, lengthBytes) -> {
            long from = address - START;
            return from < 0 || from >= bytes.length
                    ? new NativeAnswer.Refused<>("process_vm_readv", 14, "EFAULT")
                    : new NativeAnswer.Value<>(
                            Arrays.copyOfRange(bytes, (int) from, (int) Math.min(bytes.length, from + lengthBytes)));
        };
    }

    private void program(int at, int type, long address, long sizeBytes) {
        image.putInt(at, type);
        put(image, at + (word == 8 ? 16 : 8), address);
        put(image, at + (word == 8 ? 40 : 20), sizeBytes);
    }

    private void put(ByteBuffer bytes, int at, long value) {
        if (word == 8) {
            bytes.putLong(at, value);
        } else {
            bytes.putInt(at, (int) value);
        }
    }
}
