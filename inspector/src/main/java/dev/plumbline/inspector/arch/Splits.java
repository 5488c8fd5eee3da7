package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Where a 32-bit kernel is split. */
final class Splits {

    private Splits() {}

    /**
     * By CONFIG_PAGE_OFFSET; without it, the only offered split that leaves every kernel address above and every user
     * mapping below.
     *
     * @param taskSize where user addresses end under a split
     */
    static Optional<VmSplit> of(
            MachineFacts facts, List<VmSplit> offered, ToLongFunction<VmSplit> taskSize, List<String> evidence) {
        Optional<Long> option = facts.configNumber("PAGE_OFFSET");
        if (option.isPresent()) {
            Optional<VmSplit> split =
                    offered.stream().filter(s -> s.pageOffset() == option.get()).findFirst();
            split.ifPresent(s -> evidence.add("CONFIG_PAGE_OFFSET=0x" + Long.toHexString(option.get())));
            return split;
        }
        List<VirtAddr> kernel = Stream.of("_text", "_stext", "swapper_pg_dir")
                .flatMap(name -> Optional.ofNullable(facts.kernelSymbols().get(name)).stream())
                .filter(a -> a.value() != 0)
                .toList();
        Optional<VmSplit> byKernel = offered.stream()
                .filter(s -> !kernel.isEmpty() && kernel.stream().allMatch(a -> a.value() >= s.pageOffset()))
                .findFirst();
        if (byKernel.isPresent()) {
            evidence.add("the kernel's image at " + kernel.get(0) + " begins in the linear map of " + byKernel.get());
            return byKernel;
        }
        return facts.highestUserEnd().flatMap(end -> {
            List<VmSplit> roomy = offered.stream()
                    .filter(s -> end.value() <= taskSize.applyAsLong(s))
                    .toList();
            Optional<VmSplit> tightest = roomy.isEmpty() ? Optional.empty() : Optional.of(roomy.get(roomy.size() - 1));
            tightest.ifPresent(
                    s -> evidence.add("the highest user mapping ends at " + end + ", the stack's place in " + s));
            return tightest;
        });
    }
}
