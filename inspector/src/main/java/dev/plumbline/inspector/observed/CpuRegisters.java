package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Optional;

/**
 * The registers of a stopped machine's processors, as an emulator's monitor or a debugger prints them.
 *
 * @param cpus in the file's order; one that the file does not number is CPU 0
 */
public record CpuRegisters(List<Cpu> cpus) {

    /** Copies the list. */
    public CpuRegisters {
        cpus = List.copyOf(cpus);
    }

    /** The processor of that number. */
    public Optional<Cpu> cpu(int number) {
        return cpus.stream().filter(c -> c.number() == number).findFirst();
    }

    /**
     * One processor.
     *
     * @param number as {@code CPU#N} says
     * @param registers in the file's order; a name may stand there again
     */
    public record Cpu(int number, List<Register> registers) {

        /** Copies the list. */
        public Cpu {
            registers = List.copyOf(registers);
        }

        /** The first register of that name, upper or lower case. */
        public Optional<Register> register(String name) {
            return registers.stream()
                    .filter(r -> r.name().equalsIgnoreCase(name))
                    .findFirst();
        }

        /** The registers of that name, upper or lower case: a monitor and a debugger may both have printed it. */
        public List<Register> all(String name) {
            return registers.stream()
                    .filter(r -> r.name().equalsIgnoreCase(name))
                    .toList();
        }
    }

    /**
     * One register.
     *
     * @param name as printed
     * @param value zero-extended where the register is shorter than 64 bits
     * @param printer who printed it
     */
    public record Register(String name, long value, Printer printer, int line) {}

    /** Whose form a register was printed in. */
    public enum Printer {
        /** QEMU's {@code info registers}. */
        MONITOR,
        /** gdb's {@code info all-registers}. */
        GDB
    }
}
