package dev.plumbline.inspector.unicorn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unicorn.UnicornLibrary.DeviceRead;
import dev.plumbline.inspector.unicorn.UnicornLibrary.DeviceWrite;
import dev.plumbline.inspector.unicorn.UnicornLibrary.InterruptHook;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An emulated processor with {@value #RAM_BYTES} bytes of memory at {@link #RAM}, and a device everywhere else that notes
 * the physical address it is asked for. The memory is read and written here too: both sides see the same tables.
 *
 * <p>Unicorn 2.0.1 looks up whether a memory region stands at the <em>virtual</em> address before it translates
 * (qemu/accel/tcg/cputlb.c load_helper); with the device everywhere, one does.
 */
final class Engine implements AutoCloseable, PhysicalMemory {

    static final long RAM = 0x8000_0000L;
    static final int RAM_BYTES = 8 << 20;

    private static final int ALL_RIGHTS = 7;
    private static final int HOOK_INTERRUPT = 1;
    private static final int SET_CPU_MODEL = 7 | 1 << 26 | 1 << 30;
    private static final int NOTHING = -1;

    private final Pointer engine;
    private final Memory room = new Memory(RAM_BYTES + 4096);
    private final Memory value = new Memory(48);
    private final ByteBuffer ram;
    private final Window window;
    private final List<Object> callbacks = new ArrayList<>();
    private final List<Pointer> contexts = new ArrayList<>();
    private final long idleCode;
    private final Pointer atInterrupt;
    private int interrupt;
    private boolean deviceTouched;
    private long deviceAddress;

    /**
     * A processor as it comes out of reset.
     *
     * @param model of Unicorn's list for the architecture; negative for its default
     * @param idleCode what the device reads as: an instruction that does nothing
     */
    Engine(int architecture, int mode, int model, long idleCode) {
        this.idleCode = idleCode;
        PointerByReference opened = new PointerByReference();
        must("uc_open", UnicornLibrary.uc_open(architecture, mode, opened));
        engine = opened.getValue();
        if (model >= 0) {
            must("uc_ctl", UnicornLibrary.uc_ctl(engine, SET_CPU_MODEL, model));
        }
        room.clear();
        Pointer aligned = room.align(4096);
        ram = aligned.getByteBuffer(0, RAM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        window = new Window(new PhysAddr(RAM), ram);
        must("uc_mem_map_ptr", UnicornLibrary.uc_mem_map_ptr(engine, RAM, RAM_BYTES, ALL_RIGHTS, aligned));
        device(0, RAM);
        device(RAM + RAM_BYTES, -(RAM + RAM_BYTES));
        InterruptHook hook = (uc, number, data) -> {
            interrupt = number;
            UnicornLibrary.uc_context_save(uc, atInterrupt());
            UnicornLibrary.uc_emu_stop(uc);
        };
        callbacks.add(hook);
        atInterrupt = context();
        must(
                "uc_hook_add",
                UnicornLibrary.uc_hook_add(engine, new PointerByReference(), HOOK_INTERRUPT, hook, Pointer.NULL, 1, 0));
    }

    private void device(long start, long size) {
        DeviceRead read = (uc, offset, bytes, data) -> {
            touched(start + offset);
            return idleCode;
        };
        DeviceWrite write = (uc, offset, bytes, stored, data) -> touched(start + offset);
        callbacks.add(read);
        callbacks.add(write);
        must("uc_mmio_map", UnicornLibrary.uc_mmio_map(engine, start, size, read, Pointer.NULL, write, Pointer.NULL));
        must("uc_mem_protect", UnicornLibrary.uc_mem_protect(engine, start, size, ALL_RIGHTS));
    }

    private void touched(long address) {
        if (!deviceTouched) {
            deviceTouched = true;
            deviceAddress = address;
        }
    }

    /** A register of 64 bits, or the low half of one of 32. */
    void write(int register, long newValue) {
        value.setLong(0, newValue);
        must("uc_reg_write", UnicornLibrary.uc_reg_write(engine, register, value));
    }

    /**
     * A register that has no number of its own.
     *
     * @param name what Unicorn's structure for such registers begins with; the value follows, aligned
     */
    void write(int register, int[] name, long newValue) {
        value.write(0, name, 0, name.length);
        value.setLong((name.length + 1L) / 2 * Long.BYTES, newValue);
        must("uc_reg_write", UnicornLibrary.uc_reg_write(engine, register, value));
    }

    long read(int register) {
        value.setLong(0, 0);
        must("uc_reg_read", UnicornLibrary.uc_reg_read(engine, register, value));
        return value.getLong(0);
    }

    /** The processor's whole state, once saved. */
    Pointer context() {
        PointerByReference allocated = new PointerByReference();
        must("uc_context_alloc", UnicornLibrary.uc_context_alloc(engine, allocated));
        contexts.add(allocated.getValue());
        save(allocated.getValue());
        return allocated.getValue();
    }

    long contextBytes() {
        return UnicornLibrary.uc_context_size(engine);
    }

    void save(Pointer context) {
        must("uc_context_save", UnicornLibrary.uc_context_save(engine, context));
    }

    void restore(Pointer context) {
        must("uc_context_restore", UnicornLibrary.uc_context_restore(engine, context));
    }

    /** Runs until an address is reached or an exception raised; whether without one. */
    boolean run(long begin, long until) {
        interrupt = NOTHING;
        deviceTouched = false;
        int error = UnicornLibrary.uc_emu_start(engine, begin, until, 0, 0);
        if (error != 0 && interrupt == NOTHING) {
            throw new IllegalStateException("uc_emu_start(%#x, %#x): error %d".formatted(begin, until, error));
        }
        return interrupt == NOTHING;
    }

    /** The exception that ended the last run, in QEMU's numbers for the architecture. */
    int interrupt() {
        return interrupt;
    }

    /**
     * The processor's state when the last exception was raised. It does not outlive the run: Unicorn translates the address
     * where the run should have ended once more, which may fault again.
     */
    Pointer atInterrupt() {
        return atInterrupt;
    }

    /** Where the device was first touched in the last run. */
    OptionalLong deviceAddress() {
        return deviceTouched ? OptionalLong.of(deviceAddress) : OptionalLong.empty();
    }

    /** The memory; index 0 is {@link #RAM}. */
    ByteBuffer ram() {
        return ram;
    }

    /**
     * A physical address as a processor with 32-bit virtual addresses reaches it: the offset in the region that it lies in has
     * 32 bits.
     */
    static long withNarrowOffset(long physical) {
        long above = RAM + RAM_BYTES;
        return physical >>> Integer.SIZE == 0 ? physical : above + Integer.toUnsignedLong((int) (physical - above));
    }

    static boolean isRam(long physical) {
        return Long.compareUnsigned(physical - RAM, RAM_BYTES) < 0;
    }

    static int index(long physical) {
        return (int) (physical - RAM);
    }

    @Override
    public Optional<Window> window(PhysAddr address) {
        return isRam(address.value()) ? Optional.of(window) : Optional.empty();
    }

    private static void must(String function, int error) {
        if (error != 0) {
            throw new IllegalStateException(function + ": error " + error);
        }
    }

    @Override
    public void close() {
        contexts.forEach(UnicornLibrary::uc_context_free);
        contexts.clear();
        UnicornLibrary.uc_close(engine);
        room.close();
    }
}
