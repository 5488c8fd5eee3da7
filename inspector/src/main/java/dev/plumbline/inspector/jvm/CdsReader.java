package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * The class-data sharing archive: what the JVM says of where it is mapped, and the mappings of its file, which are named. The heap
 * region of an archive lies in the Java heap, and is the heap's.
 *
 * <p>Source: {@code MetaspaceObj::_shared_metaspace_base}, src/hotspot/share/memory/allocation.hpp (jdk-17, jdk-25);
 * {@code _aot_metaspace_base} since 26. Names end in {@code .jsa}, and in {@code .aot} since JEP 483.
 */
final class CdsReader {

    private static final String FILE = "name of the mapped file";

    private CdsReader() {}

    /** The archive's range; empty where none is mapped, or where the JVM does not say. */
    static Optional<AddressRange> read(VmStructs vm, List<Vma> maps, ClaimList claims) {
        for (Vma vma : maps) {
            String name = vma.fileBacked() ? vma.fileName() : "";
            if (name.endsWith(".jsa") || name.endsWith(".aot")) {
                claims.add(vma.range(), Owner.CDS, name.substring(name.lastIndexOf('/') + 1), FILE, Backing::archive);
            }
        }
        VmObject statics = vm.statics("MetaspaceObj");
        for (String prefix : new String[] {"_shared_metaspace_", "_aot_metaspace_"}) {
            Optional<AddressRange> range =
                    statics.between(prefix + "base", prefix + "top").filter(r -> r.sizeBytes() != 0);
            if (range.isPresent()) {
                String evidence = "vmStructs MetaspaceObj::" + prefix + "base";
                return claims.add(range.get(), Owner.CDS, "", evidence, Backing::archive) ? range : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * What lies unused between archive and class space: they are reserved together, and the class space begins where its alignment
     * lets it ({@code reserve_address_space_for_archives}, src/hotspot/share/cds/metaspaceShared.cpp, jdk-17 and jdk-25).
     */
    static void upTo(
            Optional<AddressRange> classSpace, Optional<AddressRange> archive, Mappings mappings, ClaimList claims) {
        if (classSpace.isEmpty()
                || archive.isEmpty()
                || archive.get().end().compareTo(classSpace.get().start()) >= 0) {
            return;
        }
        AddressRange between = AddressRange.of(
                archive.get().end().value(), classSpace.get().start().value());
        boolean reserved = mappings.cover(between)
                && mappings.in(between).stream()
                        .allMatch(v -> Backing.anonymous(v) && !v.readable() && !v.writable() && !v.executable());
        if (reserved) {
            claims.add(between, Owner.CDS, "reserved", "between the archive and the class space", Backing::anonymous);
        }
    }
}
