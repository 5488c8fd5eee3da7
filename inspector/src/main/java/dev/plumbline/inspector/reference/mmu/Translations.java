package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.EntryForm;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.OptionalLong;

/**
 * All translations below a regime's roots, in ascending order of addresses. Tables that point to themselves or are shared
 * are legal and are gone through wherever they stand, as the hardware does; a budget bounds what a hostile image can make
 * of that.
 */
public final class Translations {

    /** Tables that are read when nothing else is said: enough for 16 TiB of 4 KiB pages. */
    public static final long DEFAULT_BUDGET = 1L << 23;

    private final Regime regime;
    private final PhysicalMemory memory;
    private final long budget;

    /** The translations that stand in a memory. */
    public Translations(Regime regime, PhysicalMemory memory) {
        this(regime, memory, DEFAULT_BUDGET);
    }

    /**
     * The translations that stand in a memory.
     *
     * @param budget how many tables are read at most, counted each time one is reached; at least 1
     */
    public Translations(Regime regime, PhysicalMemory memory, long budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("a budget of " + budget + " tables; at least 1 is needed");
        }
        this.regime = regime;
        this.memory = memory;
        this.budget = budget;
    }

    /** Whether everything was visited. */
    public sealed interface Outcome {

        /**
         * It was.
         *
         * @param tables how many were reached
         */
        record Complete(long tables) implements Outcome {}

        /**
         * The budget did not suffice.
         *
         * @param at the address from which nothing was visited
         * @param tables how many were read before
         */
        record Stopped(VirtAddr at, long tables) implements Outcome {}
    }

    /** Visits the whole address space. */
    public Outcome visitAll(TranslationVisitor visitor) {
        return new Traversal(visitor, 0, -1).run();
    }

    /** Visits what overlaps a range; a page or a table that reaches beyond is reported whole. */
    public Outcome visit(AddressRange range, TranslationVisitor visitor) {
        return range.sizeBytes() == 0
                ? new Outcome.Complete(0)
                : new Traversal(visitor, range.start().value(), range.end().value() - 1).run();
    }

    /** One table at the place where it was reached; {@code start} is the address of its entry 0. */
    private record Reached(PageTableFormat format, int level, PhysAddr table, Path path, long start) {

        TableLevel at() {
            return format.levels().get(level);
        }

        PhysAddr entry(int index) {
            return new PhysAddr(table.value() + (long) index * at().entryBytes());
        }

        long address(long index) {
            return start + (index << at().shift());
        }
    }

    private final class Traversal {

        private final TranslationVisitor visitor;
        private final long from;
        private final long through;
        private final WordReader words = new WordReader(memory);
        private long tables;
        private boolean stopped;
        private long stoppedAt;

        Traversal(TranslationVisitor visitor, long from, long through) {
            this.visitor = visitor;
            this.from = from;
            this.through = through;
        }

        Outcome run() {
            for (RootSpan span : RootSpan.of(regime)) {
                if (!stopped && span.overlaps(from, through)) {
                    RootSpan part = span.within(from, through);
                    PageTableFormat format = part.root().format();
                    long start = part.first() & -(1L << format.root().spanShift());
                    int level = format.levels().size() - 1;
                    table(new Reached(format, level, part.root().table(), Path.ROOT, start), part.first(), part.last());
                }
            }
            return stopped ? new Outcome.Stopped(new VirtAddr(stoppedAt), tables) : new Outcome.Complete(tables);
        }

        /** The entries of a table that translate {@code first} to {@code last}, both inside its span. */
        private void table(Reached reached, long first, long last) {
            if (tables == budget) {
                stopped = true;
                stoppedAt = first;
                return;
            }
            tables++;
            TableLevel at = reached.at();
            visitor.table(
                    reached.table(),
                    at.entryBytes() << at.indexBits(),
                    reached.level(),
                    AddressRange.of(reached.start(), reached.start() + (1L << at.spanShift())));
            int repeats = 1 << (largestLeaf(at) - at.shift());
            int end = Math.min((at.index(last) | (repeats - 1)) + 1, 1 << at.indexBits());
            for (int index = at.index(first) & -repeats; index < end && !stopped; ) {
                OptionalLong word = words.read(reached.entry(index).value(), at.entryBytes());
                int next = word.isPresent()
                        ? entry(reached, index, word.getAsLong(), first, last)
                        : missing(reached, index, end, first, last);
                index = next;
            }
        }

        /** One entry, or as many as repeat it; where the next one stands. */
        private int entry(Reached reached, int index, long raw, long first, long last) {
            TableLevel at = reached.at();
            Entry entry = regime.decode(reached.format(), reached.level(), raw);
            int next = entry instanceof Entry.Leaf leaf ? endOfPage(reached, index, leaf) : index + 1;
            long start = reached.address(index);
            long end = reached.address(next) - 1;
            if (Long.compareUnsigned(end, first) < 0 || Long.compareUnsigned(last, start) < 0) {
                return next;
            }
            if (entry instanceof Entry.Leaf leaf) {
                visitor.mapping(new Mapping(
                        regime, reached.path(), leaf, reached.level(), start, (long) (next - index) << at.shift()));
            } else if (entry instanceof Entry.Table table) {
                Path path = reached.path().through(regime.contribution(reached.format(), reached.level(), table));
                table(
                        new Reached(reached.format(), reached.level() - 1, table.table(), path, start),
                        Long.compareUnsigned(start, first) < 0 ? first : start,
                        Long.compareUnsigned(end, last) > 0 ? last : end);
            } else if (entry instanceof Entry.Reserved reserved) {
                visitor.reserved(new VirtAddr(start), reached.entry(index), raw, reached.level(), reserved.why());
            }
            return next;
        }

        /** Behind the last of the entries that stand for the same page as this one. */
        private int endOfPage(Reached reached, int index, Entry.Leaf leaf) {
            TableLevel at = reached.at();
            int repeats = 1 << Math.max(leaf.sizeShift() - at.shift(), 0);
            int last = Math.min(index | (repeats - 1), (1 << at.indexBits()) - 1);
            int next = index + 1;
            while (next <= last && words.is(leaf.raw(), reached.entry(next).value(), at.entryBytes())) {
                next++;
            }
            return next;
        }

        private int missing(Reached reached, int index, int end, long first, long last) {
            TableLevel at = reached.at();
            int next = index + 1;
            while (next < end
                    && words.read(reached.entry(next).value(), at.entryBytes()).isEmpty()) {
                next++;
            }
            int lowest = Math.max(index, at.index(first));
            int behind = Math.min(next, at.index(last) + 1);
            if (lowest < behind) {
                visitor.notHeld(
                        AddressRange.of(reached.address(lowest), reached.address(behind)),
                        reached.entry(lowest),
                        reached.level());
            }
            return next;
        }
    }

    private static int largestLeaf(TableLevel level) {
        List<EntryForm> forms = level.forms();
        return forms.stream()
                .filter(f -> f.kind() == EntryForm.Kind.LEAF)
                .mapToInt(EntryForm::sizeShift)
                .reduce(level.shift(), Math::max);
    }
}
