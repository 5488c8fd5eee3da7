package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.jvm.direct.DirectBufferReader;
import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.jvm.heap.HeapFormat;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import dev.plumbline.inspector.jvm.vmstructs.ElfImage;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmStructsReader;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * Reads a HotSpot JVM from outside, out of its memory, by the descriptions that it exports. The JVM is not stopped, not asked, and
 * runs no code for it. Works on JDK 8 and later and for every collector, as far as each exports its structures.
 */
public final class Hotspot {

    private static final String ASK = "ask the JVM itself (--ask)";

    private Hotspot() {}

    /** Looks for a JVM and reads what it says of its memory. Returns; throws nothing for what the process does meanwhile. */
    public static HotspotAnswer read(HotspotTarget target) {
        Optional<Vma> library = JvmImage.libjvm(target.maps());
        Optional<Vma> image = library.isPresent() ? library : JvmImage.executable(target.maps());
        if (image.isEmpty()) {
            return new HotspotAnswer.NotAJvm(
                    target.maps().isEmpty() ? "the process has no mappings" : "no libjvm.so is mapped");
        }
        Optional<ProcessMemory> memory = target.memory().content();
        if (memory.isEmpty()) {
            return library.isPresent()
                    ? unreadable(target.memory())
                    : new HotspotAnswer.NotAJvm("no libjvm.so is mapped");
        }
        ElfImage.Outcome outcome =
                ElfImage.at(memory.get(), image.get().range().start().value());
        if (outcome instanceof ElfImage.Loaded loaded && VmStructsReader.exportsTables(loaded.image())) {
            return read(target, memory.get(), image.get(), loaded.image());
        }
        if (library.isEmpty()) {
            return new HotspotAnswer.NotAJvm("no libjvm.so is mapped, and the executable exports no vmStructs");
        }
        if (outcome instanceof ElfImage.Refused refused) {
            return new HotspotAnswer.Unreadable("its memory cannot be read: " + refused.answer(), ASK);
        }
        String found = outcome instanceof ElfImage.Malformed malformed
                ? malformed.reason()
                : "it exports no vmStructs (another VM than HotSpot, or HotSpot built without them)";
        return new HotspotAnswer.Unreadable(library.get().fileName() + ": " + found, ASK);
    }

    private static HotspotAnswer read(HotspotTarget target, ProcessMemory memory, Vma image, ElfImage elf) {
        Optional<VmStructs> tables = VmStructsReader.read(elf);
        if (tables.isEmpty()) {
            return isGone(memory, image)
                    ? gone()
                    : new HotspotAnswer.Unreadable(
                            "the JVM has not set up its vmStructs: it is starting", "look again in a moment");
        }
        VmStructs vm = tables.get();
        Mappings mappings = new Mappings(target.maps());
        ClaimList claims = new ClaimList(mappings);
        VmFlags flags = FlagsReader.read(vm);
        JvmIdentity identity = IdentityReader.read(vm, flags);
        Optional<AddressRange> cds = CdsReader.read(vm, target.maps(), claims);
        PerformanceData.read(target.maps(), claims);
        MetaspaceReader.Metaspace metaspace = new MetaspaceReader(vm, flags).read(mappings, claims);
        CdsReader.upTo(metaspace.classSpace(), cds, mappings, claims);
        Optional<JavaHeap> heap = new HeapReader(vm, mappings, claims).read(identity.collector());
        Optional<AddressRange> cardTable = CardTableReader.read(vm, claims);
        List<CodeHeap> codeHeaps = CodeCacheReader.read(vm, claims);
        PollingPageReader.read(vm, target.pageSizeBytes(), claims);
        Optional<PointerEncoding> oops = EncodingReader.oops(vm, flags);
        Optional<PointerEncoding> klasses = EncodingReader.klasses(vm, flags);
        ObjectReader objects = new ObjectReader(vm, heapFormat(oops, klasses, flags));
        List<JavaThreadStack> threads = new StackClaims(mappings, target.threadNames()).read(vm, objects, claims);
        DirectBuffers buffers = DirectBufferReader.read(vm, objects);
        new DirectBufferClaims(mappings, (int) target.pageSizeBytes(), claims).add(buffers, vm.memory(), flags);
        if (isGone(memory, image)) {
            return gone();
        }
        HotspotFacts facts = new HotspotFacts(
                identity,
                heap,
                oops,
                klasses,
                metaspace.classSpace(),
                metaspace.nodes(),
                cds,
                cardTable,
                codeHeaps,
                threads,
                buffers,
                flags);
        return new HotspotAnswer.Found(facts, claims.claims(), claims.notes());
    }

    private static HeapFormat heapFormat(
            Optional<PointerEncoding> oops, Optional<PointerEncoding> klasses, VmFlags flags) {
        return new HeapFormat(
                oops.map(encoding -> encoding::decode),
                klasses.map(encoding -> encoding::decode),
                flags.isOn("UseCompactObjectHeaders"));
    }

    /** Whether the image that was read is there no more: the process ended, or executes another program. */
    private static boolean isGone(ProcessMemory memory, Vma image) {
        return memory.read(image.range().start().value(), 1) instanceof NativeAnswer.Refused<byte[]>;
    }

    private static HotspotAnswer gone() {
        return new HotspotAnswer.Unreadable("the process ended, or executed another program, while it was read", "");
    }

    private static HotspotAnswer unreadable(Reading<ProcessMemory> why) {
        if (why instanceof Reading.Denied<ProcessMemory> denied) {
            return new HotspotAnswer.Unreadable(denied.reason(), denied.remedy() + "; or " + ASK);
        }
        if (why instanceof Reading.Absent<ProcessMemory> absent) {
            return new HotspotAnswer.Unreadable(absent.reason(), "");
        }
        return new HotspotAnswer.Unreadable(
                why instanceof Reading.Failed<ProcessMemory> failed ? failed.reason() : "", "");
    }
}
