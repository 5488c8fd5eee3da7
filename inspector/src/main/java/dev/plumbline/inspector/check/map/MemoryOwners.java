package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.jvm.Hotspot;
import dev.plumbline.inspector.jvm.HotspotAnswer;
import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.jvm.HotspotTarget;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.glibc.Glibc;
import dev.plumbline.inspector.owner.glibc.WordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process's memory tells of its owners. It may be left behind in the middle of a reading, and shares only what does not
 * change with whom it works for.
 *
 * @param vmas the mappings, ascending
 * @param mapsNow the mappings read anew
 * @param threads the names of the threads by their ids in the process's own pid namespace
 * @param format how the process writes words; empty where that is not known
 * @param pages its populated pages; may be asked by any thread
 */
record MemoryOwners(
        List<Vma> vmas,
        Supplier<List<Vma>> mapsNow,
        Map<Long, String> threads,
        Optional<WordFormat> format,
        Supplier<PageReading.Populated> pages,
        int pageBytes) {

    /**
     * What was told.
     *
     * @param images where the bss of images ends; laid before what anybody else says of the memory behind it
     * @param claims in the order in which they are laid
     * @param notes what could not be learnt, a sentence each
     * @param facts of a JVM
     */
    record Told(List<Claim> images, List<Claim> claims, List<String> notes, Optional<HotspotFacts> facts) {

        /** Where nothing is read. */
        static final Told NOTHING = new Told(List.of(), List.of(), List.of(), Optional.empty());
    }

    /** Reads what the memory tells, or notes why it is not read. */
    Told told(Reading<ProcessMemory> memory) {
        List<Claim> images = memory.content()
                .map(m -> new ImageEnds(vmas, m, pageBytes).claims())
                .orElse(List.of());
        List<Claim> claims = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        HotspotAnswer answer = Hotspot.read(new HotspotTarget(vmas, memory, threads, pageBytes));
        List<Claim> ofTheJvm = answer instanceof HotspotAnswer.Found known
                ? known.claims().stream().filter(MemoryOwners::notAllocated).toList()
                : List.of();
        memory.content().ifPresent(m -> claims.addAll(glibc(m, ofTheJvm, notes)));
        if (answer instanceof HotspotAnswer.Found found) {
            claims.addAll(found.claims());
            notes.addAll(found.notes());
            return new Told(images, claims, notes, Optional.of(found.facts()));
        }
        if (answer instanceof HotspotAnswer.Unreadable unreadable) {
            notes.add("the JVM's structures cannot be read: " + unreadable.reason()
                    + (unreadable.remedy().isEmpty() ? "" : "; would need: " + unreadable.remedy()));
        } else {
            unread(memory).ifPresent(notes::add);
        }
        return new Told(images, claims, notes, Optional.empty());
    }

    /** Direct buffers are chunks of the C library's too, by which its other chunks are found. */
    private static boolean notAllocated(Claim claim) {
        return claim.owner() != Owner.DIRECT_BUFFER;
    }

    private static Optional<String> unread(Reading<ProcessMemory> memory) {
        String words = "its memory cannot be read, so that private memory has no closer owner: ";
        if (memory instanceof Reading.Denied<ProcessMemory> denied) {
            return Optional.of(words + denied.reason() + "; would need " + denied.remedy());
        }
        return memory instanceof Reading.Failed<ProcessMemory> failed
                ? Optional.of(words + failed.reason())
                : Optional.empty();
    }

    /** What a process has of the C library's memory stands in its private pages; those are looked up before they are read. */
    private List<Claim> glibc(ProcessMemory memory, List<Claim> others, List<String> notes) {
        PageReading.Populated populated = pages.get();
        if (format.isEmpty() || !populated.because().isEmpty()) {
            notes.add("the C library's memory is not looked for: "
                    + (format.isEmpty() ? "the word size is not known" : populated.because()));
            return List.of();
        }
        return Glibc.claims(vmas, mapsNow, memory, populated.pages(), format.get(), threads, others, pageBytes);
    }
}
