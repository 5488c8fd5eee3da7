package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.compare.Comparison;
import dev.plumbline.inspector.report.CompareJson;
import dev.plumbline.inspector.report.CompareText;
import dev.plumbline.inspector.report.TextStyle;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb compare}. */
@Command(
        name = "compare",
        header = "Holds one machine against another.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Says of every quantity of memory layout in which A and B differ how they differ, and whether that matters:"
                    + " hardware (processor, RAM, nodes, zones), configuration (kernel, its options, sysctls, huge pages, zone"
                    + " numbers), or drift, which any machine shows from one moment or boot to the next.",
            "",
            "A and B are each the word live for this host, a capture (a ZIP or a folder of kernel files), or a baseline that"
                    + " plumb simulate wrote. What one of them does not show is named, and never counted as the same.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the same in all that matters and that both show",
            "1:something that matters differs",
            "2:wrong usage",
            "3:could not run: no such capture or baseline, or nothing that matters is shown by both"
        },
        footer = {
            "",
            "Examples:",
            "  plumb compare before.zip live          this host and its capture",
            "  plumb compare baseline.json live       this host and what it should be",
            "  plumb compare a.zip b.zip --verbose    all quantities, also those that agree",
        })
final class CompareCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "A", description = "live, a capture or a baseline.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The same; what A is held against.")
    private String second = "";

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = {"-v", "--verbose"},
            description = "List every quantity, and why a difference does not count.")
    private boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private ColorMode color = ColorMode.auto;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        JsonOption.Sink sink = json.open(console);
        Comparison comparison = Comparison.of(new ComparedSide(first).read(), new ComparedSide(second).read());
        if (!comparison.comparesAnything()) {
            throw Failure.couldNotRun("nothing that matters is shown by both %s and %s".formatted(first, second));
        }
        sink.write(out -> new CompareJson(Version.number()).write(comparison, out), () -> new CompareText(style())
                .of(comparison));
        return comparison.isSame() ? ExitCodes.CLEAN : ExitCodes.DIFFERS;
    }

    private TextStyle style() {
        return new TextStyle(OptionalInt.of(console.width()), color.colours(console), verbose);
    }
}
