package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a kernel's command line says about memory, read as the kernel reads it. A value that the kernel refuses has no effect
 * and is listed.
 *
 * @param edits {@code mem=} and {@code memmap=} in the order of the line
 * @param kernelcore {@code kernelcore=}
 * @param kernelcoreMirror whether {@code kernelcore=mirror} is there
 * @param movablecore {@code movablecore=}
 * @param movableNode whether {@code movable_node} is there
 * @param hugePages {@code hugepages=} with the size before each
 * @param defaultHugePageBytes {@code default_hugepagesz=}
 * @param crashkernel every {@code crashkernel=}, as it stands
 * @param cma {@code cma=}, as it stands
 * @param transparentHugepage {@code transparent_hugepage=}: {@code always}, {@code madvise} or {@code never}
 * @param vmallocBytes {@code vmalloc=} of 32-bit machines
 * @param highmemBytes {@code highmem=} of i386
 * @param numa {@code numa=}, as it stands
 * @param parameters all of them, in order
 * @param refused parameters that the kernel would refuse, each as it stands
 */
public record BootOptions(
        List<MemoryEdit> edits,
        CoreMemory kernelcore,
        boolean kernelcoreMirror,
        CoreMemory movablecore,
        boolean movableNode,
        List<HugePages> hugePages,
        Optional<Long> defaultHugePageBytes,
        List<String> crashkernel,
        Optional<String> cma,
        Optional<String> transparentHugepage,
        Optional<Long> vmallocBytes,
        Optional<Long> highmemBytes,
        Optional<String> numa,
        List<Parameter> parameters,
        List<String> refused) {

    /** Copies the lists. */
    public BootOptions {
        edits = List.copyOf(edits);
        hugePages = List.copyOf(hugePages);
        crashkernel = List.copyOf(crashkernel);
        parameters = List.copyOf(parameters);
        refused = List.copyOf(refused);
    }

    /** No parameter at all. */
    public static BootOptions none() {
        return parse("");
    }

    /** Reads a line as /proc/cmdline has it. */
    public static BootOptions parse(String line) {
        return new BootOptionsReader(Parameter.split(line)).read();
    }

    /** The value of a parameter's last occurrence; empty where it is not there, {@code ""} where it has none. */
    public Optional<String> value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** Whether the parameter is there. */
    public boolean has(String name) {
        return !values(name).isEmpty();
    }

    private List<String> values(String name) {
        return parameters.stream()
                .filter(p -> p.isNamed(name))
                .map(Parameter::value)
                .toList();
    }

    /**
     * A parameter of the command line.
     *
     * @param name as it stands; the kernel takes {@code -} and {@code _} for the same
     * @param value what stands behind {@code =}, without quotes
     */
    public record Parameter(String name, String value) {

        boolean isNamed(String other) {
            return name.replace('-', '_').equals(other.replace('-', '_'));
        }

        /** Source: next_arg, lib/cmdline.c; parse_args, kernel/params.c, ends at {@code --}. */
        static List<Parameter> split(String line) {
            List<Parameter> all = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i <= line.length(); i++) {
                char c = i < line.length() ? line.charAt(i) : ' ';
                quoted ^= c == '"';
                boolean ends = i == line.length() || (!quoted && isSpace(c));
                if (!ends) {
                    word.append(c);
                } else if (word.length() > 0) {
                    if (word.toString().equals("--")) {
                        return all;
                    }
                    all.add(of(word.toString()));
                    word.setLength(0);
                }
            }
            return all;
        }

        private static Parameter of(String word) {
            String bare = unquoted(word);
            int equals = bare.indexOf('=');
            return equals < 0
                    ? new Parameter(bare, "")
                    : new Parameter(bare.substring(0, equals), unquoted(bare.substring(equals + 1)));
        }

        private static String unquoted(String text) {
            if (!text.startsWith("\"")) {
                return text;
            }
            boolean closed = text.length() > 1 && text.endsWith("\"");
            return text.substring(1, closed ? text.length() - 1 : text.length());
        }

        private static boolean isSpace(char c) {
            return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0';
        }
    }
}
