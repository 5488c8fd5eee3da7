package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegisters.Printer;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of QEMU's {@code info registers} and of gdb's {@code info all-registers}, one after the other if a file
 * holds both, for one processor or many. Lines that begin with {@code #} are remarks. Registers that have no value of at
 * most 64 bits (vectors, floating point) are kept as unknown.
 *
 * <p>Source: cpu_dump_state of QEMU's target/…/cpu.c and cpu-dump.c (7.2): x86 and Arm print {@code NAME=hex}, RISC-V
 * {@code name hex} in columns; monitor/hmp-cmds-target.c heads each processor with {@code CPU#N}. gdb prints name, value
 * with {@code 0x}, and the value in its natural form.
 */
public final class CpuRegistersParser {

    private static final Pattern CPU = Pattern.compile("\\bCPU#([0-9]{1,6})\\b");
    private static final Pattern ASSIGNED = Pattern.compile("([A-Za-z][A-Za-z0-9_]*) *= *([^\\s=\\]]+)");
    private static final Pattern COLUMN = Pattern.compile(" ?([a-z][a-z0-9_]*)(?:/[a-z0-9_]+)? +([^\\s=]+)");
    private static final Pattern COLUMNS = Pattern.compile("(?: ?[a-z][a-z0-9_]*(?:/[a-z0-9_]+)? +[^\\s=]+)+ *");
    private static final Pattern DEBUGGER = Pattern.compile("([A-Za-z][A-Za-z0-9_.]*)\\s+0x(\\S+)(?:\\s.*)?");
    private static final Pattern COLUMN_VALUE = Pattern.compile("[0-9a-f]{8,16}");
    private static final Pattern BROKEN_VALUE = Pattern.compile("[0-9a-f]{4}.*");
    private static final Pattern VECTOR = Pattern.compile("[0-9a-fA-F:]+");
    private static final String HEX = "a hexadecimal number of at most 64 bits";

    private final ParseNotes notes;
    private final Map<Integer, List<Register>> cpus = new LinkedHashMap<>();
    private List<Register> current = new ArrayList<>();

    private CpuRegistersParser(ParseNotes notes) {
        this.notes = notes;
    }

    /** Reads the file. */
    public static Parsed<CpuRegisters> parse(SourceText file) {
        CpuRegistersParser parser = new CpuRegistersParser(ParseNotes.ofLines(file, "registers"));
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(
                    i + 1,
                    lines.get(i).endsWith("\r")
                            ? lines.get(i).substring(0, lines.get(i).length() - 1)
                            : lines.get(i));
        }
        return parser.finished();
    }

    private Parsed<CpuRegisters> finished() {
        List<Cpu> made = new ArrayList<>();
        cpus.forEach((number, registers) -> made.add(new Cpu(number, registers)));
        return notes.with(new CpuRegisters(made));
    }

    private void line(int line, String text) {
        if (text.isBlank() || text.startsWith("#")) {
            return;
        }
        Matcher cpu = CPU.matcher(text);
        if (cpu.find()) {
            current = cpus.computeIfAbsent(Integer.parseInt(cpu.group(1)), n -> new ArrayList<>());
            return;
        }
        Matcher debugger = DEBUGGER.matcher(text);
        if (debugger.matches()) {
            debuggers(line, text, debugger);
        } else if (text.indexOf('=') >= 0 && text.indexOf('{') < 0 && text.indexOf('(') < 0) {
            assignments(line, text);
        } else if (COLUMNS.matcher(text).matches()) {
            columns(line, text);
        } else {
            notes.unknown(text);
        }
    }

    private void debuggers(int line, String text, Matcher found) {
        String digits = found.group(2);
        OptionalLong value = KernelNumber.hex(digits);
        if (value.isPresent()) {
            selectForDebugger();
            add(new Register(found.group(1), value.getAsLong(), Printer.GDB, line));
        } else if (VECTOR.matcher(digits).matches()) {
            notes.unknown(text);
        } else {
            notes.damage(line, text, HEX + " behind 0x");
        }
    }

    /** A debugger's list without a heading is that of its first thread, which is the first processor. */
    private void selectForDebugger() {
        if (!cpus.isEmpty() && !current.isEmpty() && last(current).printer() == Printer.MONITOR) {
            current = cpus.values().iterator().next();
        }
    }

    private static Register last(List<Register> registers) {
        return registers.get(registers.size() - 1);
    }

    private void assignments(int line, String text) {
        Matcher found = ASSIGNED.matcher(text);
        boolean any = false;
        while (found.find()) {
            any = true;
            OptionalLong value = KernelNumber.hex(found.group(2));
            if (value.isPresent()) {
                add(new Register(found.group(1), value.getAsLong(), Printer.MONITOR, line));
            } else if (VECTOR.matcher(found.group(2)).matches()) {
                notes.unknown(found.group());
            } else {
                notes.damage(line, found.group(), HEX + " behind =");
            }
        }
        if (!any) {
            notes.unknown(text);
        }
    }

    private void columns(int line, String text) {
        Matcher found = COLUMN.matcher(text);
        while (found.find()) {
            String value = found.group(2);
            if (COLUMN_VALUE.matcher(value).matches()) {
                long number = KernelNumber.hex(value).orElseThrow();
                add(new Register(found.group(1), number, Printer.MONITOR, line));
            } else if (BROKEN_VALUE.matcher(value).matches()) {
                notes.damage(line, found.group(), "8 to 16 hexadecimal digits in every column");
            } else {
                notes.unknown(found.group());
            }
        }
    }

    private void add(Register register) {
        if (cpus.isEmpty()) {
            cpus.put(0, current);
        }
        current.add(register);
    }
}
