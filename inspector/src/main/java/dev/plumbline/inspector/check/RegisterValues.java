package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import java.util.List;
import java.util.Optional;

/**
 * A processor's registers, asked for by name. The first one printed counts; a monitor and a debugger that print the same
 * register with two values did not stop the machine once.
 */
final class RegisterValues {

    private final Cpu cpu;

    RegisterValues(Cpu cpu) {
        this.cpu = cpu;
    }

    int cpu() {
        return cpu.number();
    }

    /** The first register that has one of these names, in the order of the names. */
    Optional<Register> first(String... names) {
        return List.of(names).stream().flatMap(n -> cpu.register(n).stream()).findFirst();
    }

    /** The first of these that two printers give two values, in words. */
    Optional<String> disagreement(String... names) {
        return List.of(names).stream()
                .flatMap(n -> disagreement(cpu.all(n)).stream())
                .findFirst();
    }

    private static Optional<String> disagreement(List<Register> same) {
        return same.stream()
                .filter(r -> r.printer() != same.get(0).printer()
                        && r.value() != same.get(0).value())
                .findFirst()
                .map(r -> "%s is %#x in line %d and %#x in line %d"
                        .formatted(r.name(), same.get(0).value(), same.get(0).line(), r.value(), r.line()));
    }

    static boolean bit(long value, int bit) {
        return (value >>> bit & 1) != 0;
    }
}
