package dev.plumbline.inspector.unicorn;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * The functions of Unicorn 2.0 that are used here, under their own names (include/unicorn/unicorn.h). Variable arguments
 * are none: the functions that take them are called with those that their header's macros pass.
 */
final class UnicornLibrary {

    static final String FILE = "libunicorn.so.2";
    static final String MISSING =
            FILE + " is not installed: the walk is not compared with the emulator; apt install libunicorn2";

    private UnicornLibrary() {}

    /** {@code uc_cb_hookintr_t}. */
    interface InterruptHook extends Callback {
        void invoke(Pointer engine, int number, Pointer userData);
    }

    /** {@code uc_cb_mmio_read_t}. */
    interface DeviceRead extends Callback {
        long invoke(Pointer engine, long offset, int size, Pointer userData);
    }

    /** {@code uc_cb_mmio_write_t}. */
    interface DeviceWrite extends Callback {
        void invoke(Pointer engine, long offset, int size, long value, Pointer userData);
    }

    private static final boolean LOADED = load();

    private static boolean load() {
        try {
            Native.register(UnicornLibrary.class, NativeLibrary.getInstance(FILE));
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    static boolean isInstalled() {
        return LOADED;
    }

    static native int uc_open(int arch, int mode, PointerByReference engine);

    static native int uc_close(Pointer engine);

    static native int uc_ctl(Pointer engine, int control, int value);

    static native int uc_mem_map_ptr(Pointer engine, long address, long size, int permissions, Pointer memory);

    static native int uc_mmio_map(
            Pointer engine,
            long address,
            long size,
            DeviceRead read,
            Pointer readData,
            DeviceWrite write,
            Pointer writeData);

    static native int uc_mem_protect(Pointer engine, long address, long size, int permissions);

    static native int uc_hook_add(
            Pointer engine,
            PointerByReference hook,
            int type,
            InterruptHook callback,
            Pointer userData,
            long begin,
            long end);

    static native int uc_reg_read(Pointer engine, int register, Pointer value);

    static native int uc_reg_write(Pointer engine, int register, Pointer value);

    static native int uc_emu_start(Pointer engine, long begin, long until, long timeout, long count);

    static native int uc_emu_stop(Pointer engine);

    static native long uc_context_size(Pointer engine);

    static native int uc_context_alloc(Pointer engine, PointerByReference context);

    static native int uc_context_save(Pointer engine, Pointer context);

    static native int uc_context_restore(Pointer engine, Pointer context);

    static native int uc_context_free(Pointer context);
}
