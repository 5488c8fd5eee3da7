package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a machine's page tables, walked here, against the emulator's own walk of them.
 *
 * <p>{@code gva2gpa} is x86_cpu_get_phys_page_attrs_debug (target/i386/helper.c, QEMU 7.2): it goes through the tables of
 * CR3 as it stands without asking for rights or reserved bits, and says "unmapped" where P is clear or the address is not
 * canonical. Where a reserved bit stops this walk, the emulator would still answer: none of the machines has one, and the
 * comparison would say so. In 32-bit and PAE paging it takes the low 32 bits of whatever address it is given.
 */
final class X86EmulatorOracle {

    /**
     * How many of the emulator's answers were compared, and what differs.
     *
     * @param addresses of {@code gva2gpa}
     * @param mappings lines of {@code info tlb}
     * @param ranges lines of {@code info mem}, 0 where it was not asked
     */
    record Result(int addresses, int mappings, int ranges, List<String> differences) {
        Result {
            differences = List.copyOf(differences);
        }
    }

    private X86EmulatorOracle() {}

    static Result compare(EmulatedX86 machine) {
        List<String> differences = new ArrayList<>();
        Walker walker = new Walker(machine.regime(), machine.memory());
        for (String line : machine.answers()) {
            String[] fields = line.split(",", -1);
            long asked = Long.parseUnsignedLong(fields[0].substring(2), 16);
            long address = machine.architecture() instanceof I386 ? Integer.toUnsignedLong((int) asked) : asked;
            String here = answer(walker.translate(new VirtAddr(address)));
            if (!here.equals(fields[1])) {
                differences.add("gva2gpa %s: %s there, %s here".formatted(fields[0], fields[1], here));
            }
        }
        X86Monitor here = X86Monitor.of(machine.architecture(), new Translations(machine.regime(), machine.memory()));
        differences.addAll(here.others());
        lines("info tlb", machine.tlb(), here.tlb(), differences);
        machine.mem().ifPresent(mem -> lines("info mem", mem, here.mem(), differences));
        int ranges = machine.mem().map(List::size).orElse(0);
        return new Result(machine.answers().size(), machine.tlb().size(), ranges, differences);
    }

    private static String answer(Walk walk) {
        if (walk instanceof Walk.Translated translated) {
            return "0x" + Long.toHexString(translated.address().value());
        }
        return walk instanceof Walk.Faulted ? "unmapped" : walk.toString();
    }

    /** Both ways: what the emulator has and this has not, and the reverse; and the order where the lines are the same. */
    private static void lines(String what, List<String> there, List<String> here, List<String> differences) {
        if (there.equals(here)) {
            return;
        }
        Set<String> ours = new HashSet<>(here);
        Set<String> theirs = new HashSet<>(there);
        int before = differences.size();
        there.stream().filter(l -> !ours.contains(l)).forEach(l -> differences.add(what + " there alone: " + l));
        here.stream().filter(l -> !theirs.contains(l)).forEach(l -> differences.add(what + " here alone: " + l));
        if (differences.size() == before) {
            differences.add(what + ": the same lines in another order or number");
        }
    }
}
