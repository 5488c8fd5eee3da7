package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The VMCOREINFO note: {@code KEY=VALUE} lines in which the kernel tells crash tools where things are.
 *
 * <p>Source: Documentation/admin-guide/kdump/vmcoreinfo.rst; include/linux/vmcore_info.h for the forms
 * ({@code SYMBOL(x)=<hex>}, {@code NUMBER(x)=<decimal or 0x>}, {@code OFFSET}, {@code SIZE}, {@code LENGTH} in decimal).
 *
 * @param values key to value as printed; the last one where a key is repeated
 */
public record VmcoreInfo(Map<String, String> values) {

    /** Copies the map; its order stays the note's. */
    public VmcoreInfo {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The note's text; lines without {@code =} are unknown. */
    static VmcoreInfo parse(String text, ParseNotes notes) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            } else if (!line.isEmpty()) {
                notes.unknown(line);
            }
        }
        return new VmcoreInfo(values);
    }

    /** A value as printed. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** A symbol's address ({@code SYMBOL(name)}). */
    public OptionalLong symbol(String name) {
        return value("SYMBOL(" + name + ")").map(KernelNumber::hex).orElse(OptionalLong.empty());
    }

    /** A constant ({@code NUMBER(name)}), signed in decimal, unsigned in hex. */
    public OptionalLong number(String name) {
        return value("NUMBER(" + name + ")").map(VmcoreInfo::decimalOrHex).orElse(OptionalLong.empty());
    }

    /** The size of a structure in bytes ({@code SIZE(name)}). */
    public OptionalLong size(String name) {
        return value("SIZE(" + name + ")").map(KernelNumber::count).orElse(OptionalLong.empty());
    }

    /** {@code PAGESIZE} in bytes. */
    public OptionalLong pageSizeBytes() {
        return value("PAGESIZE").map(KernelNumber::count).orElse(OptionalLong.empty());
    }

    /** {@code KERNELOFFSET}: by how much KASLR moved the image, in bytes. */
    public OptionalLong kernelOffset() {
        return value("KERNELOFFSET").map(KernelNumber::hex).orElse(OptionalLong.empty());
    }

    private static OptionalLong decimalOrHex(String text) {
        return text.startsWith("0x") ? KernelNumber.prefixedHex(text) : KernelNumber.signed(text);
    }
}
