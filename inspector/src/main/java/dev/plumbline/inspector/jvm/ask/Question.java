package dev.plumbline.inspector.jvm.ask;

import java.util.List;

/**
 * A diagnostic command and who reads its output.
 *
 * @param name as {@code help} lists it
 * @param command with arguments
 * @param coarse whether its claims are laid before what is found from outside
 * @param reader reads the output
 */
record Question(String name, String command, boolean coarse, Reader reader) {

    /** Reads a command's output. */
    @FunctionalInterface
    interface Reader {

        /**
         * Reads.
         *
         * @param text from the target
         * @param known what else is known by now
         * @param claims takes what the text claims
         */
        void read(String text, Known known, ClaimCollector.Source claims);
    }

    /**
     * In this order, so that what says more comes later and is painted over the rest. Which release has which: {@code VM.info} and
     * {@code Compiler.codecache} 9, {@code VM.metaspace} 10, {@code System.map} 24; {@code VM.native_memory} 8, of use with NMT
     * on alone. Source: {@code register_dcmds}, src/hotspot/share/services/diagnosticCommand.cpp of each.
     */
    static List<Question> inOrder() {
        return List.of(
                new Question("VM.version", "VM.version", false, (text, known, claims) -> {}),
                new Question("GC.heap_info", "GC.heap_info", false, RangeRules::read),
                new Question("VM.native_memory", "VM.native_memory detail", true, NativeMemoryText::read),
                new Question("System.map", "System.map", true, SystemMapText::read),
                new Question("VM.info", "VM.info", false, RangeRules::read),
                new Question("VM.metaspace", "VM.metaspace vslist", false, MetaspaceText::read),
                new Question("Compiler.codecache", "Compiler.codecache", false, CodeCacheText::read));
    }
}
