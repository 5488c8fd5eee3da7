package dev.plumbline.inspector.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moves a segment in the program headers of kcore. */
final class KcoreEdit {

    private static final int PT_LOAD = 1;
    private static final long USER_ADDRESS = 0x10000000L;

    private KcoreEdit() {}

    /**
     * The last PT_LOAD segment at a user address.
     *
     * @param ram whether it must be one that has a physical address: RAM in the direct map
     */
    static byte[] moveLoad(byte[] kcore, boolean ram) {
        ByteBuffer elf =
                ByteBuffer.wrap(kcore.clone()).order(kcore[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean wide = kcore[4] == 2;
        int table = (int) (wide ? elf.getLong(0x20) : elf.getInt(0x1c));
        int size = elf.getShort(wide ? 0x36 : 0x2a);
        int count = elf.getShort(wide ? 0x38 : 0x2c);
        for (int i = count - 1; i >= 0; i--) {
            int header = table + i * size;
            long physical = wide ? elf.getLong(header + 24) : elf.getInt(header + 12);
            if (elf.getInt(header) == PT_LOAD && (!ram || physical != -1)) {
                if (wide) {
                    elf.putLong(header + 16, USER_ADDRESS);
                } else {
                    elf.putInt(header + 8, (int) USER_ADDRESS);
                }
                return elf.array();
            }
        }
        throw new AssertionError("no such segment among " + count);
    }
}
