package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.observed.VmallocInfo.AddressForm;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads /proc/vmallocinfo.
 *
 * <p>Source: mm/vmalloc.c, vmalloc_info_show: {@code "0x%pK-0x%pK %7ld"} and a description; lib/vsprintf.c for what
 * {@code %pK} shows. Hashes are known by their distances, which are not the printed sizes.
 */
public final class VmallocInfoParser {

    private static final Pattern FORM = Pattern.compile("(\\S{1,20})-(\\S{1,20}) +([0-9]{1,20})(?: (.*))?");

    /** 64-bit and 32-bit kernels, before the hash has its key. */
    private static final Set<String> UNKNOWN_ADDRESSES = Set.of("0x(____ptrval____)", "0x(ptrval)");

    private VmallocInfoParser() {}

    /** Reads the file. */
    public static Parsed<VmallocInfo> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"0x<start>-0x<end> <size> …\" lines");
        List<VmallocArea> areas = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher m = FORM.matcher(lines.get(i));
            OptionalLong size = m.matches() ? KernelNumber.count(m.group(3)) : OptionalLong.empty();
            if (size.isEmpty() || !isAddress(m.group(1)) || !isAddress(m.group(2))) {
                notes.damage(i + 1, lines.get(i), "\"0x<start>-0x<end> <size> …\"");
                continue;
            }
            String description = m.group(4) == null ? "" : m.group(4).strip();
            OptionalLong start = KernelNumber.prefixedHex(m.group(1));
            OptionalLong end = KernelNumber.prefixedHex(m.group(2));
            areas.add(new VmallocArea(start, end, size.getAsLong(), description, i + 1));
        }
        AddressForm form = formOf(areas);
        if (form == AddressForm.REAL) {
            areas.stream()
                    .filter(a -> !a.isConsistent())
                    .forEach(a -> notes.damage(a.line(), lines.get(a.line() - 1), "a size that is end - start"));
        }
        return notes.with(new VmallocInfo(areas, form));
    }

    private static boolean isAddress(String text) {
        return UNKNOWN_ADDRESSES.contains(text)
                || KernelNumber.prefixedHex(text).isPresent();
    }

    private static AddressForm formOf(List<VmallocArea> areas) {
        long shown = areas.stream().filter(a -> a.start().orElse(0) != 0).count();
        long consistent = areas.stream().filter(VmallocArea::isConsistent).count();
        if (shown == 0) {
            return AddressForm.HIDDEN;
        }
        return consistent * 2 > shown ? AddressForm.REAL : AddressForm.HASHED;
    }
}
