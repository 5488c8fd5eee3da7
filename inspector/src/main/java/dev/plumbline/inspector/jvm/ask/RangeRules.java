package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Owner;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code VM.info} and {@code GC.heap_info} that name a range.
 *
 * <p>Sources, read at jdk8u, jdk-11, 17, 21 and 25: {@code VMError::print_vm_info} (utilities/vmError.cpp);
 * {@code CompressedOops::print_mode} (oops/compressedOops.cpp; in 8 and 11 {@code Universe::print_compressed_oops_mode});
 * {@code Generation::print_on}, {@code PSYoungGen::print_on}, {@code G1CollectedHeap::print_on}, {@code ShenandoahHeap::print_on},
 * {@code ContiguousSpace::print_on}; {@code CardTable::print_on_error}, {@code ParMarkBitMap::print_on_error};
 * {@code MetaspaceShared::print_on} (cds/metaspaceShared.cpp) and {@code CompressedKlassPointers::print_mode}.
 */
final class RangeRules {

    private static final String A = Hex.ADDRESS;

    /** Where VM.info begins to recount the past and to repeat maps. */
    private static final Pattern LATER_SECTIONS = Pattern.compile("(?m)^(?:Compilation events|Dynamic libraries:)");

    private static final List<Rule> RULES = List.of(
            new Rule("^Heap address: ", A + ", size: (\\d{1,12}) MB", Shape.START_MIB, Owner.JAVA_HEAP, ""),
            new Rule(
                    "^ *(?:garbage-first heap|def new generation|par new generation|tenured generation"
                            + "|concurrent mark-sweep generation|DefNew|Tenured|PSYoungGen|ParOldGen|PSOldGen) [^\\[\\n]{0,80}",
                    "\\[" + A + "(?:, ?" + A + ")?, ?" + A + "\\)",
                    Shape.FIRST_LAST,
                    Owner.JAVA_HEAP,
                    ""),
            new Rule(
                    "^ *Reserved region:\\s{1,8}- ",
                    "\\[" + A + "(), " + A + "\\)",
                    Shape.FIRST_LAST,
                    Owner.JAVA_HEAP,
                    ""),
            new Rule(
                    "^ *Allocation space:\\s{1,8}space [^\\[\\n]{0,80}",
                    "\\[" + A + ", " + A + ", " + A + "\\)",
                    Shape.FIRST_LAST,
                    Owner.JAVA_HEAP,
                    ""),
            new Rule(
                    "^CDS archive\\(s\\) mapped at: ",
                    "\\[" + A + "-" + A + "-" + A + "\\)",
                    Shape.FIRST_LAST,
                    Owner.CDS,
                    ""),
            new Rule("^Compressed class space mapped at: ", A + "()-" + A, Shape.FIRST_LAST, Owner.CLASS_SPACE, ""),
            new Rule(
                    "^Compressed class space size: ",
                    "(\\d{1,18}) Address: " + A,
                    Shape.SIZE_START,
                    Owner.CLASS_SPACE,
                    ""),
            new Rule(
                    "^Card table byte_map: ",
                    "\\[" + A + "(), ?" + A + "\\]",
                    Shape.FIRST_LAST,
                    Owner.GC,
                    "card table"),
            new Rule("^ Begin Bits: ", "\\[" + A + "(), " + A + "\\)", Shape.FIRST_LAST, Owner.GC, "mark bitmap"),
            new Rule(
                    "^ End Bits: {1,4}",
                    "\\[" + A + "(), " + A + "\\)",
                    Shape.FIRST_LAST,
                    Owner.GC,
                    "mark bitmap of ends"),
            new Rule("^Polling page: ", A, Shape.PAGE, Owner.JVM_INTERNAL, "polling page"));

    private RangeRules() {}

    static void read(String text, Known known, ClaimCollector.Source claims) {
        Matcher later = LATER_SECTIONS.matcher(text);
        String present = later.find() ? text.substring(0, later.start()) : text;
        RULES.forEach(rule -> rule.apply(present, claims));
    }

    /** What the groups of a rule's second expression are. */
    private enum Shape {
        FIRST_LAST,
        START_MIB,
        SIZE_START,
        PAGE
    }

    /**
     * @param lead how such a line begins
     * @param rest what must follow
     */
    private record Rule(Pattern lead, Pattern rest, Shape shape, Owner owner, String label) {

        Rule(String lead, String rest, Shape shape, Owner owner, String label) {
            this(Pattern.compile("(?m)" + lead), Pattern.compile(rest), shape, owner, label);
        }

        void apply(String text, ClaimCollector.Source claims) {
            Matcher begins = lead.matcher(text);
            Matcher follows = rest.matcher(text);
            while (begins.find()) {
                follows.region(begins.end(), text.length());
                if (follows.lookingAt()) {
                    claim(follows, claims);
                } else if (shape != Shape.FIRST_LAST || !isUnset(text, begins.end())) {
                    claims.damage(lineAt(text, begins.start()), "a line of this kind");
                }
            }
        }

        private void claim(Matcher m, ClaimCollector.Source claims) {
            switch (shape) {
                case FIRST_LAST -> claims.claim(Hex.value(m.group(1)), Hex.value(m.group(3)), owner, label);
                case START_MIB -> {
                    long start = Hex.value(m.group(1));
                    claims.claim(start, start + (Long.parseLong(m.group(2)) << 20), owner, label);
                }
                case SIZE_START -> {
                    long start = Hex.value(m.group(2));
                    claims.claim(start, start + Long.parseLong(m.group(1)), owner, label);
                }
                case PAGE -> {
                    long start = Hex.value(m.group(1));
                    claims.claim(start, start + 1, owner, label);
                }
            }
        }

        /** A range of two zeros: what does not exist, such as the class space of a JVM without one. */
        private static boolean isUnset(String text, int at) {
            return text.startsWith("[0x0000000000000000", at);
        }

        private static String lineAt(String text, int start) {
            int end = text.indexOf('\n', start);
            return text.substring(start, end < 0 ? text.length() : end);
        }
    }
}
