package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.ArchitectureNames;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.FastWalker;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb walk}. */
@Command(
        name = "walk",
        header = "Walks page tables in a memory image.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Translates addresses as the processor would, from a memory image and the roots of its page tables, or prints all"
                    + " translations that stand there.",
            "",
            "A translation asks for no right and sets no flag; --access says what an access meets. A table that the image"
                    + " does not hold is an outcome of its own, not-held.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the addresses were looked up; a fault is an answer",
            "2:wrong usage: an option, or a line of standard input that is no address",
            "3:could not run: no image, not one that is read, or cut while it was read"
        },
        footer = {
            "",
            "What --arch, --root and --kernel-root leave open, a capture's files and its mmu/registers.txt tell. Registers also"
                    + " tell the control bits (NXE, WP, TCR, ...), for given roots too; --no-registers takes those as Linux sets"
                    + " them on a processor that has every feature. So it is where there are none, or where they contradict a"
                    + " given --arch, which is then said.",
            "",
            "Examples:",
            "  plumb walk --capture host.zip 0xffffffff81000000     one address",
            "  plumb walk --memory vmcore --arch x86_64 --root 0x1fd08000 --csv - < list",
            "  plumb walk --memory ram --base 0x40000000 --arch aarch64-4k-48 \\",
            "      --root 0x481cc000 --kernel-root 0x41853000 --dump"
        })
final class WalkCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private WalkImage image = new WalkImage();

    @Mixin
    private WalkRoots roots = new WalkRoots();

    @Option(names = "--list-arch", description = "Print the names that --arch takes, and stop.")
    private boolean listArchitectures;

    @Option(names = "--csv", description = "Print CSV: address,outcome,physical,pageSize,rights.")
    private boolean csv;

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    @Option(names = "--dump", description = "Print all translations of the roots in address order, coalesced.")
    private boolean dump;

    @Option(names = "--pages", description = "With --dump: one line a page.")
    private boolean pages;

    @Option(names = "--trace", description = "Print every entry that is read: index, table, raw value, flags, meaning.")
    private boolean trace;

    @Option(
            names = "--access",
            paramLabel = "KIND",
            description =
                    "What this access meets: read, write or execute, with the processor's code for the fault and the"
                            + " flags that it sets.")
    private @Nullable Kind access;

    @Option(
            names = "--privilege",
            paramLabel = "WHO",
            description = "With --access: user or supervisor. user if not said.")
    private @Nullable Privilege privilege;

    @Parameters(
            arity = "0..*",
            paramLabel = "ADDRESS",
            description = "Virtual addresses, hexadecimal. - reads them from standard input, one a line, as does none.")
    private List<String> addresses = new ArrayList<>();

    /** Kinds of access by their option's words. */
    enum Kind {
        read,
        write,
        execute
    }

    /** Privileges by their option's words. */
    enum Privilege {
        user,
        supervisor
    }

    WalkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        requireSense();
        ByteLines lines = new ByteLines(console.out());
        try {
            if (listArchitectures) {
                for (String name : ArchitectureNames.all()) {
                    lines.text(name).end();
                }
            } else {
                walk(lines);
            }
            lines.flush();
        } catch (ByteLines.ReaderGoneException e) {
            return ExitCodes.CLEAN;
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot write to standard output: " + IoText.why(e));
        } catch (InternalError e) {
            throw lostImage(e);
        }
        return ExitCodes.CLEAN;
    }

    /** The JVM's answer to SIGBUS: what is mapped is no longer in the file. Any other internal error is none of ours. */
    private static Failure lostImage(InternalError e) {
        if (!String.valueOf(e.getMessage()).contains("unsafe memory access")) {
            throw e;
        }
        return Failure.couldNotRun("the image was cut, or its disk failed, while it was read");
    }

    private void requireSense() throws Failure {
        if (csv && json) {
            throw Failure.wrongUsage("--csv and --json exclude each other");
        }
        if (csv && trace) {
            throw Failure.wrongUsage("--trace has no form in CSV; --json has it");
        }
        if (pages && !dump) {
            throw Failure.wrongUsage("--pages is for --dump");
        }
        if (dump && (trace || access != null || !addresses.isEmpty())) {
            throw Failure.wrongUsage(
                    "--dump prints all addresses and makes no access: it takes no ADDRESS, --trace, --access");
        }
        if (privilege != null && access == null) {
            throw Failure.wrongUsage("--privilege is for --access");
        }
    }

    private void walk(ByteLines lines) throws Failure, IOException {
        WalkSource source = image.open(roots);
        source.notes().forEach(n -> console.err().println("plumb: " + Printable.of(n)));
        console.err().flush();
        WalkOutput output = output(lines, source);
        if (dump) {
            WalkDump.print(source, output, pages);
            return;
        }
        if (output instanceof WalkCsv rows && access == null) {
            WalkBatch batch = new WalkBatch(new FastWalker(source.regime(), source.memory()), rows);
            lookUp(source, batch::add, batch::finish, lines);
        } else {
            Walker walker = new Walker(source.regime(), source.memory());
            Optional<Access> wanted = access();
            lookUp(source, address -> look(walker, wanted, address, output), () -> {}, lines);
        }
    }

    /** What an output does when there are no more addresses. */
    @FunctionalInterface
    private interface Finish {
        void run() throws IOException;
    }

    /** All addresses; those before one that is none are answered. */
    private void lookUp(WalkSource source, AddressInput.Sink sink, Finish finish, ByteLines lines)
            throws Failure, IOException {
        AddressInput input = new AddressInput(AddressText.isNarrow(source.architecture()));
        try {
            input.each(addresses, console.in(), sink);
        } catch (Failure e) {
            finish.run();
            lines.flush();
            throw e;
        }
        finish.run();
    }

    private void look(Walker walker, Optional<Access> wanted, long address, WalkOutput output) throws IOException {
        VirtAddr at = new VirtAddr(address);
        if (trace) {
            output.trace(wanted.isPresent() ? walker.trace(at, wanted.get()) : walker.trace(at));
        } else {
            output.walk(address, wanted.isPresent() ? walker.access(at, wanted.get()) : walker.translate(at));
        }
    }

    private WalkOutput output(ByteLines lines, WalkSource source) throws IOException {
        if (csv) {
            return new WalkCsv(lines, dump && !pages);
        }
        if (json) {
            return new WalkJson(lines);
        }
        WalkText text = new WalkText(lines, source.architecture(), console.width(), access != null);
        text.heading(source.description());
        return text;
    }

    private Optional<Access> access() {
        if (access == null) {
            return Optional.empty();
        }
        Access.Kind kind =
                switch (access) {
                    case read -> Access.Kind.READ;
                    case write -> Access.Kind.WRITE;
                    case execute -> Access.Kind.EXECUTE;
                };
        return Optional.of(Access.of(
                kind, privilege == Privilege.supervisor ? Access.Privilege.SUPERVISOR : Access.Privilege.USER));
    }
}
