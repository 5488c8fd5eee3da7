package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/**
 * How much {@code crashkernel=} asks for.
 *
 * <p>Source: parse_crashkernel_mem and parse_crashkernel_simple, kernel/crash_reserve.c (kernel/crash_core.c to 6.7):
 * {@code size[@offset]}, {@code size,high}, {@code size,low}, {@code start-[end]:size,...[@offset]}.
 */
final class CrashKernel {

    private CrashKernel() {}

    /** The largest amount that the values can mean together, whatever RAM there is. */
    static long mostBytes(List<String> values) {
        return values.stream().mapToLong(CrashKernel::largest).sum();
    }

    private static long largest(String value) {
        long most = 0;
        for (String part : value.split(",", -1)) {
            String size = part.substring(part.indexOf(':') + 1);
            most = Math.max(most, Math.max(0, MemParse.bytes(size).value()));
        }
        return most;
    }
}
