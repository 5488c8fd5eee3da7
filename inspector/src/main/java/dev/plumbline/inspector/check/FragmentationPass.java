package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.ExtFrag;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two files of indices, and readings of the free lists. Live, the free lists are read before and after. A capture's files
 * were read at moments that are not known, except that {@code again/early/} came before all and {@code again/late/} after all.
 *
 * @param listed the intact readings of buddyinfo, in order of time as far as it is known
 * @param bracketed whether the first and the last of them were taken around the indices
 */
record FragmentationPass(
        List<BuddyInfo> listed, boolean bracketed, Observation<ExtFrag> unusable, Observation<ExtFrag> fragmentation) {

    static final String UNUSABLE = "sys/kernel/debug/extfrag/unusable_index";
    static final String FRAGMENTATION = "sys/kernel/debug/extfrag/extfrag_index";

    FragmentationPass {
        listed = List.copyOf(listed);
    }

    static FragmentationPass over(KernelFiles files) {
        return files.origin() instanceof Origin.Live ? live(files) : captured(files);
    }

    private static FragmentationPass live(KernelFiles files) {
        List<BuddyInfo> before = intact(files.read(FreeListPass.BUDDYINFO)).toList();
        Observation<ExtFrag> unusable = indices(files, UNUSABLE);
        Observation<ExtFrag> fragmentation = indices(files, FRAGMENTATION);
        List<BuddyInfo> after = intact(files.readAgain(FreeListPass.BUDDYINFO)).toList();
        List<BuddyInfo> listed = Stream.of(before, after).flatMap(List::stream).toList();
        return new FragmentationPass(listed, !before.isEmpty() && !after.isEmpty(), unusable, fragmentation);
    }

    private static FragmentationPass captured(KernelFiles files) {
        List<BuddyInfo> early = intact(files.readEarly(FreeListPass.BUDDYINFO)).toList();
        List<BuddyInfo> late = intact(files.readLate(FreeListPass.BUDDYINFO)).toList();
        List<BuddyInfo> listed = new ArrayList<>(early);
        intact(files.read(FreeListPass.BUDDYINFO)).forEach(listed::add);
        intact(files.readAgain(FreeListPass.BUDDYINFO)).forEach(listed::add);
        listed.addAll(late);
        return new FragmentationPass(
                listed, !early.isEmpty() && !late.isEmpty(), indices(files, UNUSABLE), indices(files, FRAGMENTATION));
    }

    private static Stream<BuddyInfo> intact(Reading<byte[]> reading) {
        return HostView.observe(FreeListPass.BUDDYINFO, reading, BuddyInfoParser::parse).intact().stream();
    }

    private static Observation<ExtFrag> indices(KernelFiles files, String path) {
        return HostView.observe(path, files.read(path), ExtFrag::parse);
    }

    /** One zone's free blocks in every reading that has it. */
    List<FreeBlocks> of(int node, String zone) {
        return listed.stream()
                .flatMap(b -> b.zone(node, zone).stream())
                .map(z -> new FreeBlocks(z.freeBlocksByOrder()))
                .toList();
    }
}
