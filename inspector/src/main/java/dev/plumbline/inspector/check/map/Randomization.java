package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Personality;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What of a process the kernel placed at random: by its personality, and by {@code kernel.randomize_va_space} as it was when the
 * program was executed. That is known only as it is now, so that it is believed where the process's own layout agrees.
 *
 * <p>Source: {@code load_elf_binary}, fs/binfmt_elf.c (read at 6.12): PF_RANDOMIZE unless the personality has ADDR_NO_RANDOMIZE or the
 * setting is 0, and a random break only where it is 2.
 */
enum Randomization {
    /** Stack, mappings and break. */
    ALL,
    /** All but the break, which begins behind the program. */
    WITHOUT_BREAK,
    /** Nothing. */
    NONE;

    private static final String SETTING = "proc/sys/kernel/randomize_va_space";

    /** Below STACK_TOP, where nothing is random: the last word, and an alignment. */
    private static final long STACK_PAGES = 2;

    static Randomization of(ProcessView process, List<OwnedRange> ranges, long stackTop, long pageBytes) {
        boolean switchedOff = process.text("personality", Personality::parse)
                .intact()
                .flatMap(p -> p)
                .filter(Personality::addrNoRandomize)
                .isPresent();
        int setting = setting(process);
        boolean still = switchedOff || (setting == 0 && atTheTop(ranges, stackTop, pageBytes));
        if (still) {
            return NONE;
        }
        return setting < 2 && breakIsBehindTheProgram(ranges) ? WITHOUT_BREAK : ALL;
    }

    /** 2, the kernel's own default, where it is not known. */
    private static int setting(ProcessView process) {
        return process.host()
                .files()
                .read(SETTING)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .filter(text -> text.matches("[0-2]"))
                .map(Integer::parseInt)
                .orElse(2);
    }

    private static boolean atTheTop(List<OwnedRange> ranges, long stackTop, long pageBytes) {
        return end(ranges, Owner.MAIN_STACK)
                .filter(end -> Long.compareUnsigned(stackTop - end, STACK_PAGES * pageBytes) <= 0)
                .isPresent();
    }

    private static boolean breakIsBehindTheProgram(List<OwnedRange> ranges) {
        Optional<Long> start = ranges.stream()
                .filter(r -> r.owner() == Owner.BRK)
                .map(r -> r.range().start().value())
                .findFirst();
        return start.isEmpty() || end(ranges, Owner.EXECUTABLE).equals(start);
    }

    private static Optional<Long> end(List<OwnedRange> ranges, Owner owner) {
        return ranges.stream()
                .filter(r -> r.owner() == owner)
                .map(r -> r.range().end().value())
                .reduce((before, last) -> last);
    }
}
